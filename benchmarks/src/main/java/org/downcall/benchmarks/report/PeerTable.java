package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;

/** The library's C compared with each other contender, size by size. */
final class PeerTable {

    /**
     * The names of contenders in a table of several kernels, where a contender has another title in
     * each kernel.
     */
    private static final Map<String, String> SHARED = Map.of(
            "java", "Java",
            "java-parallel", "Java, all processors",
            "gmp-limbs", "GMP, result left there",
            "gmp-digits", "GMP, result left there");

    /**
     * The selected sizes of a kernel.
     *
     * @param sizes empty for all sizes
     */
    record Choice(String kernel, List<Double> sizes) {

        /** @param words such as {@code multiply} or {@code multiply 1000 1000000} */
        static Choice of(String words) {
            List<String> parts = List.of(words.strip().split("\\s+"));
            return new Choice(
                    parts.getFirst(), parts.stream().skip(1).map(Choice::size).toList());
        }

        private static double size(String word) {
            return Names.quantity(word)
                    .orElseThrow(
                            () -> new IllegalArgumentException("'" + word + "' is not a size"));
        }
    }

    /** A line of the table: a kernel at a size. */
    private record Line(KernelResults kernel, double size, Measurement ours) {}

    private final List<Line> lines = new ArrayList<>();

    private PeerTable() {}

    /** @throws IllegalArgumentException if a kernel was not measured at a size */
    private static PeerTable of(RunData run, List<Choice> choices) {
        PeerTable table = new PeerTable();
        for (Choice choice : choices) {
            KernelResults kernel = KernelResults.of(run).stream()
                    .filter(one -> one.name().equals(choice.kernel()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the run has no kernel '" + choice.kernel() + "'"));
            SortedMap<Double, Measurement> ours = kernel.inC()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the run has no '" + choice.kernel() + "' in C"));
            Collection<Double> sizes =
                    choice.sizes().isEmpty() ? ours.keySet() : new TreeSet<>(choice.sizes());
            for (double size : sizes) {
                if (!ours.containsKey(size)) {
                    throw new IllegalArgumentException("the run has no '" + choice.kernel()
                            + "' with a size of " + Figures.count(size));
                }
                table.lines.add(new Line(kernel, size, ours.get(size)));
            }
        }
        return table;
    }

    /** {@return the time of this library, and its speed compared with each other contender} */
    static Table ratios(RunData run, List<Choice> choices) {
        return of(run, choices)
                .table(
                        "This library compared with each other contender",
                        (line, rival) -> Optional.ofNullable(
                                        line.kernel().ratios(rival).get(line.size()))
                                .map(ratio -> Cell.number(Figures.ratio(ratio), ratio.value())));
    }

    /** {@return the time of this library and of each other contender} */
    static Table times(RunData run, List<Choice> choices) {
        return of(run, choices)
                .table(
                        "Times",
                        (line, rival) -> Optional.ofNullable(
                                        line.kernel().contenders().get(rival).get(line.size()))
                                .map(one -> Cell.time(one.time())));
    }

    private interface Comparison {
        Optional<Cell> cell(Line line, String rival);
    }

    private Table table(String caption, Comparison comparison) {
        boolean several = lines.stream().map(Line::kernel).distinct().count() > 1;
        Map<String, List<String>> rivals = rivals(several);
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("Kernel"));
        columns.add(Column.number(several ? "Size" : lines.getFirst().kernel().unit()));
        columns.add(Column.number(
                several ? "This library" : lines.getFirst().kernel().title("native")));
        rivals.keySet().forEach(title -> columns.add(Column.number(title)));
        List<List<Cell>> rows = new ArrayList<>();
        for (Line line : lines) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(several ? line.kernel().title() : ""));
            row.add(Cell.number(
                    (several ? line.kernel().unit() + " = " : "") + Figures.count(line.size()),
                    line.size()));
            row.add(Cell.time(line.ours().time()));
            rivals.values()
                    .forEach(names -> row.add(names.stream()
                            .filter(name -> line.kernel().contenders().containsKey(name))
                            .flatMap(name -> comparison.cell(line, name).stream())
                            .findFirst()
                            .orElse(Cell.text(""))));
            rows.add(row);
        }
        return new Table(caption, columns, rows).withoutEmptyColumns();
    }

    /** {@return the names of contenders by the title of their column} */
    private Map<String, List<String>> rivals(boolean several) {
        Map<String, List<String>> rivals = new LinkedHashMap<>();
        for (KernelResults kernel : lines.stream().map(Line::kernel).distinct().toList()) {
            for (String rival : kernel.rivals()) {
                String title = kernel.title(rival);
                rivals.computeIfAbsent(
                                several ? SHARED.getOrDefault(rival, title) : title,
                                any -> new ArrayList<>())
                        .add(rival);
            }
        }
        return rivals;
    }
}
