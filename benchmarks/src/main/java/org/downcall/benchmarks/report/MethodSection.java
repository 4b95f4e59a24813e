package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;

/** How the times were measured and compared. The amounts are those in the results. */
final class MethodSection {

    private static final String JVM_BY_JVM =
            "One contender is called faster than another only if their intervals do not overlap"
                    + " and its slowest JVM is faster than the other's fastest JVM. Otherwise the"
                    + " report has the words \"no difference shown\".";

    private static final String IN_TURNS =
            "The contenders of JMH run at the same time and take turns, slice by slice. Their ratio"
                    + " has an interval at 99 %, from pairs of slices of the same round. One contender"
                    + " is called faster than another only if the interval excludes 1.";

    static Section of(RunData run) {
        List<List<Cell>> amounts = amounts(run);
        return new Section(
                "method",
                "Method",
                List.of(
                        "Contenders take turns, JVM by JVM, so a drift of the machine affects all of them."
                                + " Before they are timed, a check asserts that they have the same result.",
                        "A time is the mean over all samples of all JVMs. ± is half the width of its"
                                + " confidence interval at 99.9 %, by Student's t. The interval is computed"
                                + " over all samples. With four JVMs or more, it is also computed over the"
                                + " means of the JVMs, and the wider interval is used. A question mark means"
                                + " that there are too few samples.",
                        run.measurements().stream().anyMatch(Measurement::tookTurns)
                                ? IN_TURNS
                                : JVM_BY_JVM,
                        "docs/measurement.md in the repository describes the method and its limits."),
                amounts.isEmpty() ? List.of() : List.of(new Block.Shown(table(amounts))));
    }

    private static Table table(List<List<Cell>> rows) {
        return new Table(
                "How much was measured",
                List.of(
                        Column.text("What"),
                        Column.number("Results"),
                        Column.text("JVMs or rounds of each"),
                        Column.text("Warm-up in each"),
                        Column.text("Samples in each")),
                rows);
    }

    /** {@return a row for each way of measuring} */
    private static List<List<Cell>> amounts(RunData run) {
        List<Measurement> byJmh = run.measurements().stream()
                .filter(one -> one.json().has("warmupIterations"))
                .toList();
        List<Measurement> loops =
                byJmh.stream().filter(one -> !one.mode().equals("ss")).toList();
        List<Measurement> shots =
                byJmh.stream().filter(one -> one.mode().equals("ss")).toList();
        List<Measurement> starts = VmSections.measurements(run, "ColdStart");
        List<Measurement> safepoints = VmSections.measurements(run, "Safepoints");
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(row(
                "JMH: mean times of calls in a loop",
                loops,
                rounds(loops, "warmup"),
                rounds(loops, "measurement")));
        rows.add(row(
                "JMH: rounds of few calls",
                shots,
                rounds(shots, "warmup"),
                rounds(shots, "measurement")));
        rows.add(row(
                "Starts of a JVM, timed from outside",
                starts,
                "none",
                samples(starts) + " starts"));
        rows.add(row(
                "Times to safepoint, from the log of the JVM",
                safepoints,
                "none",
                samples(safepoints) + " collections"));
        rows.removeIf(row -> row.get(1).sort() == 0);
        return rows;
    }

    private static List<Cell> row(
            String what, List<Measurement> ones, String warmUp, String samples) {
        return List.of(
                Cell.text(what),
                Cell.number(Figures.count(ones.size()), ones.size()),
                Cell.text(forks(ones)),
                Cell.text(warmUp),
                Cell.text(samples));
    }

    /**
     * {@return a text such as {@code 4 to 10 of 100 ms}, or {@code 200 of 10 calls} for single
     * shots}
     */
    private static String rounds(List<Measurement> ones, String phase) {
        boolean areCounted = ones.stream().anyMatch(one -> one.mode().equals("ss"));
        return range(ones, one -> field(one, phase + "Iterations"), Figures::count) + " of "
                + (areCounted
                        ? range(ones, one -> field(one, phase + "BatchSize"), Figures::count)
                                + " calls"
                        : range(ones, one -> field(one, phase + "Time"), Figures::duration));
    }

    private static String forks(List<Measurement> ones) {
        return range(ones, one -> Stream.of((double) one.forks()), Figures::count);
    }

    private static String samples(List<Measurement> ones) {
        return range(
                ones,
                one -> one.forksInNanoseconds().stream().map(fork -> (double) fork.length),
                Figures::count);
    }

    /** JMH writes times as text with their unit. */
    private static Stream<Double> field(Measurement one, String name) {
        JsonNode value = one.json().path(name);
        return value.isNumber()
                ? Stream.of(value.asDouble())
                : Names.quantity(value.asText()).stream();
    }

    private static String range(
            List<Measurement> ones,
            Function<Measurement, Stream<Double>> values,
            DoubleFunction<String> text) {
        TreeSet<Double> all = new TreeSet<>(ones.stream().flatMap(values).toList());
        if (all.isEmpty()) {
            return "?";
        }
        return all.size() == 1
                ? text.apply(all.first())
                : text.apply(all.first()) + " to " + text.apply(all.last());
    }

    private MethodSection() {}
}
