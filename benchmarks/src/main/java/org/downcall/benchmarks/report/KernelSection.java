package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.downcall.benchmarks.report.Chart.Lines;
import org.downcall.benchmarks.report.Drawing.Item;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Section.Block.Drawn;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Ratio;

/** The sizes from which C pays: each kernel, compared with each other contender. */
final class KernelSection {

    static Section of(RunData run) {
        List<Block> blocks = new ArrayList<>();
        breakEven(run).ifPresent(table -> blocks.add(new Block.Shown(table)));
        slowest(run).ifPresent(table -> blocks.add(new Block.Shown(table)));
        KernelResults.of(run).forEach(kernel -> blocks.add(chart(kernel)));
        return new Section(
                "kernels",
                "Kernels: the size from which C pays",
                List.of(
                        "All contenders compute the same result, which was checked first. C pays from the"
                                + " smallest measured size at which, and above which, it is always faster."),
                blocks);
    }

    /** {@return a row for each other contender of each kernel} */
    static Optional<Table> breakEven(RunData run) {
        List<List<Cell>> rows = new ArrayList<>();
        for (KernelResults kernel : KernelResults.of(run)) {
            for (String rival : kernel.rivals()) {
                SortedMap<Double, Ratio> ratios = kernel.ratios(rival);
                if (!ratios.isEmpty()) {
                    rows.add(row(kernel, rival, ratios));
                }
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        "C compared with each other contender",
                        List.of(
                                Column.text("Kernel"),
                                Column.text("Contender"),
                                Column.number("C pays from"),
                                Column.text("C at the smallest size"),
                                Column.text("C at the largest size")),
                        rows));
    }

    private static List<Cell> row(
            KernelResults kernel, String rival, SortedMap<Double, Ratio> ratios) {
        Optional<Double> from = kernel.breakEven(rival);
        double smallest = ratios.firstKey();
        double largest = ratios.lastKey();
        return List.of(
                Cell.text(kernel.title()),
                Cell.text(kernel.title(rival)),
                from.map(size -> Cell.number(at(kernel, size), size))
                        .orElse(Cell.text("not shown")),
                Cell.text(at(kernel, smallest) + ": " + Figures.ratio(ratios.get(smallest))),
                Cell.text(at(kernel, largest) + ": " + Figures.ratio(ratios.get(largest))));
    }

    /**
     * {@return a row for each kernel that must not be slower than a method of the JDK, with the
     * size at which it is slowest}
     */
    static Optional<Table> slowest(RunData run) {
        List<List<Cell>> rows = KernelResults.of(run).stream()
                .filter(KernelResults::standsInForJava)
                .filter(kernel -> !kernel.ratios("java").isEmpty())
                .map(KernelSection::slowest)
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        "Where this library is slowest, compared with the JDK method that it replaces",
                        List.of(
                                Column.text("Kernel"),
                                Column.text("Compared with"),
                                Column.number("Sizes measured"),
                                Column.number("Slowest at"),
                                Column.number("Speed there, relative to Java"),
                                Column.text("Interval at 99.9 %")),
                        rows));
    }

    private static List<Cell> slowest(KernelResults kernel) {
        SortedMap<Double, Ratio> ratios = kernel.ratios("java");
        Map.Entry<Double, Ratio> slowest = ratios.entrySet().stream()
                .min(Comparator.comparingDouble(entry -> entry.getValue().value()))
                .orElseThrow();
        Ratio ratio = slowest.getValue();
        return List.of(
                Cell.text(kernel.title()),
                Cell.text(kernel.title("java")),
                Cell.number(Integer.toString(ratios.size()), ratios.size()),
                Cell.number(at(kernel, slowest.getKey()), slowest.getKey()),
                Cell.number(Figures.factor(ratio.value()), ratio.value()),
                Cell.text(Figures.interval(ratio)));
    }

    private static String at(KernelResults kernel, double size) {
        return kernel.unit() + " = " + Figures.count(size);
    }

    static Drawn chart(KernelResults kernel) {
        List<Item> items = new ArrayList<>();
        kernel.contenders()
                .forEach((name, bySize) -> bySize.values()
                        .forEach(one -> items.add(
                                new Item(kernel.title(name), styles -> styles.of(name), one))));
        List<Lines.Mark> marks = kernel.javaRivals().stream()
                .flatMap(rival -> kernel
                        .breakEven(rival)
                        .filter(size -> size > kernel.ratios(rival).firstKey())
                        .map(size -> new Lines.Mark(
                                size, "C pays, compared with " + kernel.title(rival)))
                        .stream())
                .toList();
        Drawn drawn = Drawing.lines(kernel.title(), "size", kernel.unit(), items, marks);
        return kernel.isPerSize() && drawn.chart() instanceof Lines lines
                ? new Drawn(lines.dividedByX(), drawn.numbers())
                : drawn;
    }

    private KernelSection() {}
}
