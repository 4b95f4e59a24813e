package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.downcall.benchmarks.report.RunData.Earlier;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.downcall.benchmarks.results.Settling;

/** About the run itself: how it differs from an earlier one, what to doubt, what is missing, where it ran. */
final class RunSections {

    private record Change(Measurement now, Measurement then, Ratio ratio) {

        boolean isDecided() {
            return ratio.verdict() != Verdict.UNDECIDED;
        }

        double size() {
            return Math.abs(Math.log(ratio.value()));
        }
    }

    static Section comparison(RunData run) {
        if (run.earlier().isEmpty()) {
            return new Section("comparison", "", List.of(), List.of());
        }
        Earlier earlier = run.earlier().get();
        List<Change> changes = new ArrayList<>();
        for (Measurement now : run.measurements()) {
            same(earlier.measurements(), now)
                    .ifPresent(then -> changes.add(new Change(now, then, Ratio.of(now.time(), then.time()))));
        }
        changes.sort(Comparator.comparingDouble(Change::size).reversed());
        List<Block> blocks = new ArrayList<>();
        List<Change> decided = changes.stream().filter(Change::isDecided).toList();
        List<Change> open = changes.stream().filter(change -> !change.isDecided()).toList();
        if (!decided.isEmpty()) {
            blocks.add(new Block.Shown(table("Faster or slower than " + earlier.label(), decided)));
        }
        if (!open.isEmpty()) {
            blocks.add(new Block.Folded("No difference shown: " + open.size(), table("No difference shown", open)));
        }
        onlyIn("Only in this run", run.measurements(), earlier.measurements()).ifPresent(blocks::add);
        onlyIn("Only in " + earlier.label(), earlier.measurements(), run.measurements()).ifPresent(blocks::add);
        return new Section(
                "comparison",
                "Compared with an earlier run",
                List.of(decided.size() + " of " + changes.size() + " results differ from " + earlier.label()
                        + " by more than the errors of both. A ratio above 1 means that it is faster now. Of so many "
                        + "comparisons a few may differ by chance, and all may if the machine is another one."),
                blocks);
    }

    private static Table table(String caption, List<Change> changes) {
        return new Table(
                caption,
                List.of(
                        Column.text("Benchmark"),
                        Column.number("Now"),
                        Column.number("Then"),
                        Column.number("Ratio"),
                        Column.number("Interval of the ratio"),
                        Column.text("Now is")),
                changes.stream().map(RunSections::row).toList());
    }

    private static List<Cell> row(Change change) {
        Ratio ratio = change.ratio();
        return List.of(
                Cell.text(change.now().id()),
                Cell.time(change.now().time()),
                Cell.time(change.then().time()),
                Cell.number(Figures.factor(ratio.value()), ratio.value()),
                Cell.number(Figures.interval(ratio), ratio.low()),
                Cell.text(ratio.verdict().toString()));
    }

    private static Optional<Measurement> same(List<Measurement> among, Measurement one) {
        return among.stream().filter(one::isOf).findFirst();
    }

    private static Optional<Block> onlyIn(String title, List<Measurement> here, List<Measurement> there) {
        List<List<Cell>> rows = here.stream()
                .filter(one -> same(there, one).isEmpty())
                .map(one -> List.of(Cell.text(one.id()), Cell.time(one.time())))
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Folded(
                        title + ": " + rows.size(),
                        new Table(title, List.of(Column.text("Benchmark"), Column.number("Time")), rows)));
    }

    static Section unsettled(RunData run) {
        List<List<Cell>> rows = run.measurements().stream()
                .flatMap(one -> Settling.missedBy(one).stream())
                .sorted(Comparator.comparingDouble((Settling one) -> Math.abs(one.change())).reversed())
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
                List.of("From the first to the last sample, in the mean of the forks, these changed by more than 5 % "
                        + "and by more than their error: they needed more warm-up, or the machine was disturbed."),
                rows.isEmpty() ? List.of() : List.of(new Block.Shown(new Table("Not settled", columns, rows))));
    }

    static Section absences(RunData run) {
        List<List<Cell>> rows = run.absences().stream()
                .map(absence -> List.of(
                        Cell.text(absence.benchmark().replaceFirst("^org\\.downcall\\.benchmarks\\.", "")),
                        Cell.text(Names.params(absence.params())),
                        Cell.text(absence.reason())))
                .toList();
        Table table = new Table(
                        "Not measured",
                        List.of(Column.text("Benchmark"), Column.text("Parameters"), Column.text("Reason")),
                        rows)
                .withoutEmptyColumns();
        return new Section(
                "absences",
                "What could not be measured here",
                List.of(),
                rows.isEmpty() ? List.of() : List.of(new Block.Shown(table)));
    }

    static Section environment(RunData run) {
        List<List<Cell>> rows = new ArrayList<>();
        flatten("", run.environment(), rows);
        return new Section(
                "environment",
                "Environment",
                List.of(),
                rows.isEmpty()
                        ? List.of()
                        : List.of(new Block.Shown(new Table(
                                "Where this was measured", List.of(Column.text("What"), Column.text("Value")), rows))));
    }

    private static void flatten(String prefix, JsonNode node, List<List<Cell>> rows) {
        if (node.isObject()) {
            node.properties().forEach(entry ->
                    flatten(prefix.isEmpty() ? entry.getKey() : prefix + " " + entry.getKey(), entry.getValue(), rows));
        } else {
            String value = node.isArray()
                    ? StreamSupport.stream(node.spliterator(), false)
                            .map(element -> element.isValueNode() ? element.asText() : element.toString())
                            .collect(Collectors.joining(" "))
                    : node.asText();
            rows.add(List.of(Cell.text(prefix), Cell.text(value)));
        }
    }

    /** Every number there is, for those who miss one elsewhere. */
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
                        : List.of(new Block.Folded(summary, new Table("All results", columns, rows))));
    }

    private static int samples(Measurement one) {
        return one.forksInNanoseconds().stream().mapToInt(fork -> fork.length).sum();
    }

    private RunSections() {}
}
