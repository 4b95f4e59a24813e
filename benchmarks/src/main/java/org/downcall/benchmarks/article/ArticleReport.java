package org.downcall.benchmarks.article;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.downcall.benchmarks.results.Measurement;

/** The article's table, and the notes below it. */
public final class ArticleReport {

    /** A row with its measured rounds. */
    private record Result(Row row, Measurement measurement) {

        ComparisonTable.Entry entry() {
            double[] times = measurement.forksInNanoseconds().stream()
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            return new ComparisonTable.Entry(
                    row.title, RoundStatistics.of(times), measurement.batch());
        }
    }

    private final List<Result> results;
    private final Clock clock;

    private ArticleReport(List<Result> results, Clock clock) {
        this.results = results;
        this.clock = clock;
    }

    /**
     * {@return the report on the rows among these measurements; empty if there are none}
     */
    public static Optional<ArticleReport> of(List<Measurement> measurements, Clock clock) {
        List<Result> results = new ArrayList<>();
        for (Row row : Row.values()) {
            measurements.stream()
                    .filter(one -> one.benchmark()
                            .equals(ArticleBenchmark.class.getName() + "." + row.method))
                    .findFirst()
                    .ifPresent(one -> results.add(new Result(row, one)));
        }
        return results.isEmpty()
                ? Optional.empty()
                : Optional.of(new ArticleReport(results, clock));
    }

    /** {@return the table alone, without a line separator at its end} */
    public String table() {
        return new ComparisonTable(title(), entries()).toString();
    }

    /** {@return labelled figures} */
    public List<String> notes() {
        Measurement any = results.getFirst().measurement;
        List<String> notes = new ArrayList<>();
        notes.add(titles("Exact", Row.Kind.EXACT));
        notes.add(titles("Modulo 2^64, the lowest 64 bits", Row.Kind.MODULAR));
        notes.removeIf(String::isEmpty);
        notes.add("JVMs: " + any.forks() + ", iterations in a round: " + any.batch());
        entries().stream()
                .filter(entry -> clock.matters(entry.times().min(), entry.iterations()))
                .findFirst()
                .ifPresent(entry -> notes.add(clock.figures(entry.iterations())));
        return notes;
    }

    private List<ComparisonTable.Entry> entries() {
        return results.stream().map(Result::entry).toList();
    }

    private String title() {
        String n = String.format(Locale.ROOT, "%,d", new ArticleBenchmark().n).replace(',', '_');
        return "fibonacci(" + n + "): " + results.size() + (results.size() == 1 ? " row" : " rows");
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
