package org.downcall.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.downcall.Backend;

/** The table, and the lines under it that say how to read it. */
final class Report {

    private final List<RowResult> results;
    private final List<String> costs;
    private final Clock clock;

    /** @param costs sentences on what calls cost */
    Report(List<RowResult> results, List<String> costs, Clock clock) {
        this.results = results;
        this.costs = costs;
        this.clock = clock;
    }

    /** {@return lines, each with a separator at its end} */
    @Override
    public String toString() {
        List<ComparisonTable.Entry> entries = results.stream().map(RowResult::entry).toList();
        List<String> lines = new ArrayList<>();
        lines.add(new ComparisonTable(title(), entries).toString());
        lines.add("");
        lines.add("Exact: " + titles(Row.Kind.EXACT) + ".");
        lines.add("Mod 2^64, the lowest 64 bits of the same number: " + titles(Row.Kind.MODULAR) + ".");
        lines.add("All rows were checked against each other before they were timed.");
        lines.addAll(leftOut());
        lines.add("The article's Python function is '" + Row.JAVA_EXACT_ITERATIVE.title + "' here, its Rust function "
                + "'" + Row.NATIVE_LOOP.title + "'.");
        lines.addAll(costs);
        lines.add("");
        lines.add(method());
        lines.add("Between two rounds JMH keeps its books, so each begins cold, which a row of some nanoseconds feels most.");
        lines.add("Brackets: the ratio to the best of the column. OPS: operations per second, 1 / Mean.");
        lines.add("Outliers: rounds more than 1 StdDev from the Mean; rounds more than 1.5 IQR outside the quartiles.");
        entries.stream()
                .filter(entry -> clock.matters(entry.times().min(), entry.iterations()))
                .findFirst()
                .ifPresent(entry -> lines.add(clock.sentence(entry.iterations())));
        lines.add("");
        lines.add(Machine.describe());
        if (NativeKernels.present()) {
            lines.add(Backend.current().toString());
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private String title() {
        String n = String.format(Locale.ROOT, "%,d", new ArticleBenchmark().n).replace(',', '_');
        return "fibonacci(" + n + "): " + results.size() + " rows";
    }

    private String titles(Row.Kind kind) {
        return results.stream()
                .map(RowResult::row)
                .filter(row -> row.kind == kind)
                .map(row -> row.title)
                .collect(Collectors.joining(", "));
    }

    private List<String> leftOut() {
        List<Row> measured = results.stream().map(RowResult::row).toList();
        String missing = Arrays.stream(Row.values())
                .filter(row -> !measured.contains(row))
                .map(row -> row.title)
                .collect(Collectors.joining(", "));
        if (missing.isEmpty()) {
            return List.of();
        }
        return List.of(
                "Left out: " + missing + ", and what one downcall costs, because the native library is not in use:",
                Backend.current().reason().orElseThrow());
    }

    private String method() {
        RowResult any = results.getFirst();
        return "Each time is of one iteration: JMH timed rounds of " + any.iterations() + ", in " + any.forks()
                + " JVMs one after the other, each of them warmed up first.";
    }
}
