package org.downcall.benchmarks.article;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.downcall.benchmarks.results.Measurement;

/** The article's table, and the notes below it. */
public final class ArticleReport {

    /**
     * A line of the table.
     *
     * @param times of one iteration, in nanoseconds
     * @param iterations the number of iterations in a round
     */
    public record Line(String name, RoundStatistics times, int iterations) {}

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

    /** {@return the lines of the table as numbers, the fastest first} */
    public List<Line> lines() {
        return entries().stream()
                .map(entry -> new Line(entry.name(), entry.times(), entry.iterations()))
                .sorted(Comparator.comparingDouble(line -> line.times().min()))
                .toList();
    }

    /** {@return labelled figures, and how to read them} */
    public List<String> notes() {
        List<String> lines = new ArrayList<>();
        lines.add(titles("Exact", Row.Kind.EXACT));
        lines.add(titles("Modulo 2^64, the lowest 64 bits", Row.Kind.MODULAR));
        lines.removeIf(String::isEmpty);
        lines.add("The article's Python function: " + Row.JAVA_EXACT_ITERATIVE.title);
        lines.add("The article's Rust function: " + Row.NATIVE_LOOP.title);
        Measurement any = results.getFirst().measurement;
        lines.add("Iterations in a round: " + any.batch());
        lines.add("JVMs: " + any.forks());
        lines.add("Brackets: ratio to the best of the column");
        lines.add("OPS: operations per second, 1 / Mean");
        lines.add("Outliers: rounds more than 1 StdDev from the Mean;"
                + " rounds more than 1.5 IQR outside the quartiles");
        entries().stream()
                .filter(entry -> clock.matters(entry.times().min(), entry.iterations()))
                .findFirst()
                .ifPresent(entry -> lines.add(clock.figures(entry.iterations())));
        lines.add("Before they were timed, a check asserted that all rows have the same result.");
        lines.add("Each time is that of one iteration. "
                + (results.size() == 1
                        ? "The row was warmed up first."
                        : "The rows took turns, "
                                + (any.tookTurns() ? "slice by slice" : "JVM by JVM")
                                + ", and each was warmed up first."));
        lines.add(
                "Between two rounds JMH does work of its own, so each round begins with cold caches."
                        + " Rows of a few nanoseconds are affected most.");
        return lines;
    }

    /** {@return the table and the notes, as lines that end with a separator} */
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
        return titles.isEmpty() ? "" : what + ": " + titles;
    }
}
