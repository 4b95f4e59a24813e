package org.downcall.benchmarks.article;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.downcall.benchmarks.results.Measurement;

/** The article's table, and the notes below it. */
public record ArticleReport(List<Result> results) {

    /** A row with its measured rounds. */
    record Result(Row row, Measurement measurement) {

        ComparisonTable.Entry entry() {
            double[] times = measurement.forksInNanoseconds().stream()
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            return new ComparisonTable.Entry(
                    row.title, RoundStatistics.of(times), measurement.batch());
        }
    }

    /** {@return the report on the rows among these measurements; empty if there are none} */
    public static Optional<ArticleReport> of(List<Measurement> measurements) {
        List<Result> results = new ArrayList<>();
        for (Row row : Row.values()) {
            measurements.stream()
                    .filter(one -> one.benchmark()
                            .equals(ArticleBenchmark.class.getName() + "." + row.method))
                    .findFirst()
                    .ifPresent(one -> results.add(new Result(row, one)));
        }
        return results.isEmpty() ? Optional.empty() : Optional.of(new ArticleReport(results));
    }

    /** {@return the table alone, without a line separator at its end} */
    public String table() {
        List<ComparisonTable.Entry> entries =
                results.stream().map(Result::entry).toList();
        return new ComparisonTable(title(), entries).toString();
    }

    /** {@return labelled figures} */
    public List<String> notes() {
        Measurement any = results.getFirst().measurement;
        List<String> notes = new ArrayList<>();
        notes.add(titles("Exact", Row.Kind.EXACT));
        notes.add(titles("Modulo 2^64, the lowest 64 bits", Row.Kind.MODULAR));
        notes.removeIf(String::isEmpty);
        notes.add("JVMs: " + any.forks() + ", iterations in a round: " + any.batch());
        return notes;
    }

    private static String title() {
        String n = String.format(Locale.ROOT, "%,d", new ArticleBenchmark().n).replace(',', '_');
        return "fibonacci(" + n + ")";
    }

    private String titles(String what, Row.Kind kind) {
        String titles = results.stream()
                .map(Result::row)
                .filter(row -> row.kind == kind)
                .map(row -> row.title)
                .collect(Collectors.joining(", "));
        return titles.isEmpty() ? "" : what + ": " + titles;
    }
}
