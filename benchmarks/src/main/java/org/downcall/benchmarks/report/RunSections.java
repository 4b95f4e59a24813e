package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.CallSuite;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.memory.MemoryShapes;
import org.downcall.benchmarks.report.Changes.Change;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Settling;
import org.downcall.benchmarks.run.RunMode;

/** The run itself: changes since an earlier run, doubtful results, and missing ones. */
final class RunSections {

    private static final String EXPLANATION =
            "A ratio above 1 means that the time is shorter now. With so many comparisons, a few"
                    + " verdicts may be wrong by chance.";

    static Section comparison(RunData run) {
        return new Section(
                "comparison",
                "Compared with an earlier run",
                Changes.of(run).stream()
                        .flatMap(changes -> Stream.of(changes.summary() + ".", EXPLANATION))
                        .toList(),
                Changes.of(run).map(changes -> comparison(run, changes)).orElse(List.of()));
    }

    private static List<Block> comparison(RunData run, Changes changes) {
        List<Block> blocks = new ArrayList<>();
        List<String> differences = run.differences();
        blocks.add(new Block.Listed(
                "The environments of this run and of " + changes.label(),
                differences.isEmpty() ? List.of("No difference was recorded.") : differences,
                false));
        if (!changes.mayDecide() && !changes.all().isEmpty()) {
            blocks.add(new Block.Shown(ratios("Both runs", changes.all())));
        }
        if (!changes.decided().isEmpty()) {
            blocks.add(new Block.Shown(
                    verdicts("Faster or slower than " + changes.label(), changes.decided())));
        }
        if (!changes.open().isEmpty()) {
            blocks.add(new Block.Folded(
                    "No difference shown: " + changes.open().size(),
                    verdicts("No difference shown", changes.open())));
        }
        List<Measurement> earlier = run.earlier().orElseThrow().measurements();
        onlyIn("Only in this run", run.measurements(), earlier).ifPresent(blocks::add);
        onlyIn("Only in " + changes.label(), earlier, run.measurements()).ifPresent(blocks::add);
        return blocks;
    }

    private static Table ratios(String caption, List<Change> changes) {
        return new Table(
                caption,
                List.of(
                        Column.text("Benchmark"),
                        Column.number("Now"),
                        Column.number("Then"),
                        Column.number("Ratio")),
                changes.stream().map(RunSections::ratio).toList());
    }

    private static Table verdicts(String caption, List<Change> changes) {
        Table ratios = ratios(caption, changes);
        return new Table(
                caption,
                with(
                        ratios.columns(),
                        Column.number("Interval of the ratio"),
                        Column.text("Now is")),
                changes.stream()
                        .map(change -> with(
                                ratio(change),
                                Cell.number(
                                        Figures.interval(change.ratio()),
                                        change.ratio().low()),
                                Cell.text(change.ratio().verdict().toString())))
                        .toList());
    }

    @SafeVarargs
    private static <T> List<T> with(List<T> some, T... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static List<Cell> ratio(Change change) {
        return List.of(
                Cell.text(change.now().id()),
                Cell.time(change.now().time()),
                Cell.time(change.then().time()),
                Cell.number(
                        Figures.factor(change.ratio().value()), change.ratio().value()));
    }

    private static Optional<Block> onlyIn(
            String title, List<Measurement> here, List<Measurement> there) {
        List<List<Cell>> rows = here.stream()
                .filter(one -> Changes.same(there, one).isEmpty())
                .map(one -> List.of(Cell.text(one.id()), Cell.time(one.time())))
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Folded(
                        title + ": " + rows.size(),
                        new Table(
                                title,
                                List.of(Column.text("Benchmark"), Column.number("Time")),
                                rows)));
    }

    static Section unsettled(RunData run) {
        List<List<Cell>> rows = run.measurements().stream()
                .flatMap(one -> Settling.missedBy(one).stream())
                .sorted(Comparator.comparingDouble((Settling one) -> Math.abs(one.change()))
                        .reversed())
                .map(one -> List.of(
                        Cell.text(one.measurement().id()),
                        Cell.time(one.measurement().time()),
                        Cell.number(Figures.time(one.first()), one.first()),
                        Cell.number(Figures.time(one.last()), one.last()),
                        Cell.number(Figures.percent(one.change()), one.change())))
                .toList();
        List<Column> columns = List.of(
                Column.text("Benchmark"),
                Column.number("Time"),
                Column.number("First samples"),
                Column.number("Last samples"),
                Column.number("Change"));
        return new Section(
                "unsettled",
                "Results that had not settled",
                List.of(
                        "In every JVM the first sample was the longest, or in every JVM the shortest, and on"
                                + " average it differs from the last by more than 5 %. These benchmarks need"
                                + " more warm-up, or the machine was disturbed."),
                rows.isEmpty()
                        ? List.of()
                        : List.of(new Block.Shown(new Table("Not settled", columns, rows))));
    }

    static Section absences(RunData run) {
        List<List<Cell>> rows = run.absences().stream()
                .map(absence -> List.of(
                        Cell.text(absence.benchmark()
                                .replaceFirst("^org\\.downcall\\.benchmarks\\.", "")),
                        Cell.text(Names.params(absence.params())),
                        Cell.text(absence.reason())))
                .toList();
        Table table = new Table(
                        "Not measured",
                        List.of(
                                Column.text("Benchmark"),
                                Column.text("Parameters"),
                                Column.text("Reason")),
                        rows)
                .withoutEmptyColumns();
        List<Block> blocks = new ArrayList<>();
        leftOut(run).ifPresent(blocks::add);
        if (!rows.isEmpty()) {
            blocks.add(new Block.Shown(table));
        }
        return new Section("absences", "What was not measured", List.of(), blocks);
    }

    /** Benchmarks of which the tables show no trace, because their whole row is absent. */
    private static Optional<Block> leftOut(RunData run) {
        if (!run.environment().path("mode").asText().equals(RunMode.DEFAULT.toString())) {
            return Optional.empty();
        }
        return Optional.of(new Block.Listed(
                "Only with -Dbench=full",
                List.of(
                        "Calls that are rare, or similar to others: "
                                + onlyInFullMode(CallSuite.ALL) + ".",
                        "The cost of memory: " + onlyInFullMode(MemoryShapes.ALL) + ".",
                        "Most sizes of the kernels, and most lengths of arrays, strings and calls before a safepoint."),
                false));
    }

    private static String onlyInFullMode(List<Class<?>> shapes) {
        return shapes.stream()
                .map(type -> type.getAnnotation(Shape.class))
                .filter(shape -> !shape.inDefaultMode())
                .map(Shape::title)
                .collect(Collectors.joining(", "));
    }

    /** {@return all results in one table} */
    static Section everything(RunData run) {
        List<List<Cell>> rows = run.measurements().stream()
                .map(one -> List.of(
                        Cell.text(one.id()),
                        Cell.time(one.time()),
                        Cell.bytes(one.allocated()),
                        Cell.text(one.mode()),
                        Cell.number(Integer.toString(one.forks()), one.forks()),
                        Cell.number(Integer.toString(samples(one)), samples(one))))
                .toList();
        List<Column> columns = List.of(
                Column.text("Benchmark"),
                Column.number("Time"),
                Column.number("Allocated"),
                Column.text("Mode"),
                Column.number("Forks"),
                Column.number("Samples"));
        String summary = rows.size() + (rows.size() == 1 ? " result" : " results");
        return new Section(
                "all",
                "All results",
                List.of(),
                rows.isEmpty()
                        ? List.of()
                        : List.of(new Block.Folded(
                                summary, new Table("All results", columns, rows))));
    }

    private static int samples(Measurement one) {
        return one.forksInNanoseconds().stream().mapToInt(fork -> fork.length).sum();
    }

    private RunSections() {}
}
