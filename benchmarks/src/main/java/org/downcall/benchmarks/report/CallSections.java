package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Drawing.Item;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Shapes.Described;
import org.downcall.benchmarks.report.Shapes.Way;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;

/**
 * The cost of calls and of memory: a table of shapes and technologies, and a chart for each shape.
 */
final class CallSections {

    static final String CALLS = "calls";

    static List<Section> of(RunData run) {
        List<Described> shapes = Shapes.of(run);
        List<Block> fixed = new ArrayList<>();
        matrix(run).ifPresent(table -> {
            fixed.add(new Block.Shown(table));
            fixed.add(new Block.Listed("The columns", descriptions(table), true));
        });
        List<Block> sized = new ArrayList<>();
        for (Described shape : shapes) {
            (shape.hasParams() ? sized : fixed).addAll(charts(shape));
        }
        return Stream.of(
                        new Section(
                                CALLS,
                                "What a call costs",
                                List.of(
                                        "A row is a shape of a function, and a column is a technology that calls it."),
                                fixed),
                        new Section(
                                "data",
                                "Calls with data",
                                List.of(
                                        "The time of one call, including the conversion and the copies of the"
                                                + " data."),
                                sized),
                        new Section(
                                "memory",
                                "What memory costs",
                                List.of(
                                        "No call: several ways to access the same memory or to do the same"
                                                + " work."),
                                Shapes.inMemory(run).stream()
                                        .flatMap(shape -> charts(shape).stream())
                                        .toList()))
                .filter(section -> !section.isEmpty())
                .toList();
    }

    /** {@return shapes without parameters, by technology; empty if there are none} */
    static Optional<Table> matrix(RunData run) {
        List<Described> shapes = Shapes.of(run).stream()
                .filter(shape -> !shape.hasParams() && shape.comparesTechnologies())
                .toList();
        if (shapes.isEmpty()) {
            return Optional.empty();
        }
        List<Technology> technologies = Stream.of(Technology.values())
                .filter(technology ->
                        shapes.stream().anyMatch(shape -> shape.way(technology).isPresent()))
                .toList();
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("Function"));
        technologies.forEach(technology -> columns.add(Column.number(technology.title())));
        List<List<Cell>> rows = new ArrayList<>();
        for (Described shape : shapes) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(Names.capitalized(shape.title())));
            technologies.forEach(technology -> row.add(cell(shape, technology)));
            rows.add(row);
        }
        return Optional.of(new Table(
                "Time of one call, and bytes of the Java heap that it allocates", columns, rows));
    }

    private static List<String> descriptions(Table matrix) {
        List<String> titles = matrix.columns().stream().map(Column::title).toList();
        return Stream.of(Technology.values())
                .filter(technology -> titles.contains(technology.title()))
                .map(technology -> technology.title() + ": " + technology.description())
                .toList();
    }

    private static Cell cell(Described shape, Technology technology) {
        Optional<Way> way = shape.way(technology);
        if (way.isEmpty()) {
            return Cell.absent(shape.absent().getOrDefault(technology, "not measured in this run"));
        }
        Measurement measurement = way.get().measurement();
        Cell cell = Cell.time(measurement.time(), measurement.allocated());
        return way.get().variant().isEmpty()
                ? cell
                : cell.noted(way.get().variant()
                        + (shape.ways(technology) > 1
                                ? "; one of " + shape.ways(technology)
                                        + " variants, all in the chart"
                                : ""));
    }

    private static List<Block> charts(Described shape) {
        List<Measurement> measurements =
                shape.ways().stream().map(Way::measurement).toList();
        Optional<String> size = Drawing.sizeParameter(measurements);
        if (size.isEmpty()) {
            return List.of(Drawing.rows(title(shape), items(shape.ways())));
        }
        Map<SortedMap<String, String>, List<Way>> byOthers = new LinkedHashMap<>();
        for (Way way : shape.ways()) {
            SortedMap<String, String> others = new TreeMap<>(way.measurement().params());
            others.computeIfPresent(size.get(), (name, value) -> Names.besideQuantity(value));
            others.values().removeIf(String::isEmpty);
            byOthers.computeIfAbsent(others, any -> new ArrayList<>()).add(way);
        }
        List<Block> blocks = new ArrayList<>();
        byOthers.forEach((others, ways) -> {
            String title =
                    others.isEmpty() ? title(shape) : title(shape) + ", " + Names.params(others);
            blocks.add(
                    Drawing.sizeParameter(ways.stream().map(Way::measurement).toList())
                                    .isEmpty()
                            ? Drawing.rows(title, items(ways))
                            : Drawing.lines(
                                    title,
                                    size.get(),
                                    xTitle(size.get(), others),
                                    lines(ways),
                                    List.of()));
        });
        return blocks;
    }

    private static String title(Described shape) {
        String title = Names.capitalized(shape.title());
        return shape.signature().isEmpty() ? title : title + ": " + shape.signature();
    }

    /** A parameter such as {@code text=128 ASCII} has a size and something else. */
    private static String xTitle(String parameter, Map<String, String> others) {
        return others.containsKey(parameter) ? "size of the " + parameter : parameter;
    }

    private static List<Item> lines(List<Way> ways) {
        return ways.stream()
                .map(way -> new Item(way.label(), way::style, way.measurement()))
                .toList();
    }

    private static List<Item> items(List<Way> ways) {
        return ways.stream()
                .map(way -> new Item(
                        way.measurement().params().isEmpty()
                                ? way.label()
                                : way.label() + ", "
                                        + Names.params(way.measurement().params()),
                        way::style,
                        way.measurement()))
                .toList();
    }

    private CallSections() {}
}
