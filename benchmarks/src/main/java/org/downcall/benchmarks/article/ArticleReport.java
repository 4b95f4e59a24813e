package org.downcall.benchmarks.article;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.downcall.benchmarks.results.Measurement;

/** The article's table, and the lines under it that say how to read it. */
public final class ArticleReport {

    /**
     * A line of the table.
     *
     * @param times in nanoseconds, of one iteration
     * @param iterations how many make a round
     */
    public record Line(String name, RoundStatistics times, int iterations) {}

    /** A row with the rounds that were measured of it. */
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
     * {@return the report on the rows that are among these measurements; empty if there are none}
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

    /** The table alone, without a line separator at its end. */
    public String table() {
        return new ComparisonTable(title(), entries()).toString();
    }

    /** The same lines with numbers in place of text, the fastest first. */
    public List<Line> lines() {
        return entries().stream()
                .map(entry -> new Line(entry.name(), entry.times(), entry.iterations()))
                .sorted(Comparator.comparingDouble(line -> line.times().min()))
                .toList();
    }

    /** What one has to know to read it: sentences, the lists of the rows first. */
    public List<String> notes() {
        List<String> lines = new ArrayList<>();
        lines.add(titles("Exact", Row.Kind.EXACT));
        lines.add(titles("Mod 2^64, the lowest 64 bits of the same number", Row.Kind.MODULAR));
        lines.removeIf(String::isEmpty);
        lines.add("All rows were checked against each other before they were timed.");
        lines.add("The article's Python function is '" + Row.JAVA_EXACT_ITERATIVE.title
                + "' here, its Rust function " + "'" + Row.NATIVE_LOOP.title + "'.");
        Measurement any = results.getFirst().measurement;
        lines.add("Each time is of one iteration: JMH timed rounds of " + any.batch() + ", in "
                + (any.forks() == 1
                        ? "one JVM"
                        : any.forks() + " JVMs; the rows took turns, and each")
                + " was warmed up first.");
        lines.add(
                "Between two rounds JMH keeps its books, so each begins cold, which a row of some nanoseconds feels "
                        + "most.");
        lines.add(
                "Brackets: the ratio to the best of the column. OPS: operations per second, 1 / Mean.");
        lines.add(
                "Outliers: rounds more than 1 StdDev from the Mean; rounds more than 1.5 IQR outside the quartiles.");
        entries().stream()
                .filter(entry -> clock.matters(entry.times().min(), entry.iterations()))
                .findFirst()
                .ifPresent(entry -> lines.add(clock.sentence(entry.iterations())));
        return lines;
    }

    /** {@return the table and the notes: lines, each with a separator at its end} */
    @Override
    public String toString() {
        return table() + "\n\n"
                + notes().stream().map(line -> line + "\n").collect(Collectors.joining());
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
        return titles.isEmpty() ? "" : what + ": " + titles + ".";
    }
}
