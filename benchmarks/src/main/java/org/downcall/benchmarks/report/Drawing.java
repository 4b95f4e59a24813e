package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.downcall.benchmarks.report.Chart.Lines;
import org.downcall.benchmarks.report.Chart.Point;
import org.downcall.benchmarks.report.Chart.Rows;
import org.downcall.benchmarks.report.Section.Block.Drawn;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;

/** Charts of measurements that belong together, each with the table of its numbers. */
final class Drawing {

    /** A measurement with its label and its style. */
    record Item(String label, Function<Style.Assigner, Style> style, Measurement measurement) {

        static Item of(Measurement measurement, String label) {
            return new Item(label, styles -> styles.of(label), measurement);
        }
    }

    /** {@return a chart with a row for each item, the fastest first} */
    static Drawn rows(String title, List<Item> items) {
        List<Item> sorted = items.stream()
                .sorted(Comparator.comparingDouble(
                        item -> item.measurement().time().mean()))
                .toList();
        // Styles in the order of the items, so that they do not depend on which item is fastest.
        Style.Assigner styles = new Style.Assigner();
        Map<Item, Style> styleOf = new LinkedHashMap<>();
        items.forEach(item -> styleOf.put(item, item.style().apply(styles)));
        List<Rows.Row> rows = sorted.stream()
                .map(item -> new Rows.Row(
                        item.label(),
                        styleOf.get(item),
                        Point.of(0, item.measurement().time())))
                .toList();
        Table numbers = new Table(
                        title,
                        List.of(
                                Column.text("What"),
                                Column.number("Time"),
                                Column.number("Allocated")),
                        sorted.stream()
                                .map(item -> List.of(
                                        Cell.text(item.label()),
                                        Cell.time(item.measurement().time()),
                                        Cell.bytes(item.measurement().allocated())))
                                .toList())
                .withoutEmptyColumns();
        return new Drawn(new Rows(title, essence(sorted), rows), numbers);
    }

    private static String essence(List<Item> sorted) {
        return sorted.size() == 1
                ? essence(sorted.getFirst())
                : "Shortest time: " + essence(sorted.getFirst()) + "; longest time: "
                        + essence(sorted.getLast());
    }

    private static String essence(Item item) {
        return item.label() + ", " + Figures.time(item.measurement().time());
    }

    /** {@return the parameter whose values are different sizes} */
    static Optional<String> sizeParameter(List<Measurement> measurements) {
        SortedMap<String, TreeSet<String>> values = new TreeMap<>();
        measurements.forEach(one -> one.params()
                .forEach((name, value) ->
                        values.computeIfAbsent(name, any -> new TreeSet<>()).add(value)));
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .filter(entry -> entry.getValue().stream()
                        .allMatch(value -> Names.quantity(value).isPresent()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** {@return a chart with a line for each label over the parameter} */
    static Drawn lines(
            String title,
            String parameter,
            String xTitle,
            List<Item> items,
            List<Lines.Mark> marks) {
        Style.Assigner styles = new Style.Assigner();
        Map<String, List<Item>> byLabel = new LinkedHashMap<>();
        items.forEach(item ->
                byLabel.computeIfAbsent(item.label(), any -> new ArrayList<>()).add(item));
        List<Lines.Series> series = byLabel.entrySet().stream()
                .map(entry -> new Lines.Series(
                        entry.getKey(),
                        entry.getValue().getFirst().style().apply(styles),
                        entry.getValue().stream()
                                .map(item -> Point.of(
                                        x(item, parameter), item.measurement().time()))
                                .sorted(Comparator.comparingDouble(Point::x))
                                .toList()))
                .toList();
        boolean isTime = items.stream()
                .allMatch(item -> Names.isTime(item.measurement().params().get(parameter)));
        return new Drawn(
                new Lines(
                        title,
                        essence(byLabel, parameter, xTitle, isTime),
                        xTitle,
                        isTime,
                        false,
                        series,
                        marks),
                overSize(title, xTitle, isTime, parameter, byLabel));
    }

    static double x(Item item, String parameter) {
        return x(item.measurement(), parameter);
    }

    static double x(Measurement measurement, String parameter) {
        return Names.quantity(measurement.params().getOrDefault(parameter, "")).orElse(Double.NaN);
    }

    static String sizeText(double x, boolean isTime) {
        return isTime ? Figures.duration(x) : Figures.count(x);
    }

    private static String essence(
            Map<String, List<Item>> byLabel, String parameter, String xTitle, boolean isTime) {
        double largest = byLabel.values().stream()
                .flatMap(List::stream)
                .mapToDouble(item -> x(item, parameter))
                .max()
                .orElseThrow();
        List<Item> atLargest = byLabel.values().stream()
                .flatMap(List::stream)
                .filter(item -> x(item, parameter) == largest)
                .sorted(Comparator.comparingDouble(
                        item -> item.measurement().time().mean()))
                .toList();
        return "Time over " + xTitle + ", lines: " + byLabel.size() + ". At "
                + sizeText(largest, isTime) + ": " + decapitalized(essence(atLargest));
    }

    private static String decapitalized(String text) {
        return text.startsWith("Shortest") ? "s" + text.substring(1) : text;
    }

    private static Table overSize(
            String title,
            String xTitle,
            boolean isTime,
            String parameter,
            Map<String, List<Item>> byLabel) {
        TreeSet<Double> sizes = new TreeSet<>();
        byLabel.values().forEach(items -> items.forEach(item -> sizes.add(x(item, parameter))));
        List<Column> columns = new ArrayList<>();
        columns.add(Column.number(xTitle));
        byLabel.keySet().forEach(label -> columns.add(Column.number(label)));
        List<List<Cell>> rows = new ArrayList<>();
        for (double size : sizes) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.number(sizeText(size, isTime), size));
            for (List<Item> items : byLabel.values()) {
                row.add(items.stream()
                        .filter(item -> x(item, parameter) == size)
                        .findFirst()
                        .map(item -> Cell.time(
                                item.measurement().time(), item.measurement().allocated()))
                        .orElse(Cell.absent("not measured at this size")));
            }
            rows.add(row);
        }
        return new Table(title, columns, rows);
    }

    private Drawing() {}
}
