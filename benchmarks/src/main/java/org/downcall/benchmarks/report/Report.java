package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Picture.Format;
import org.downcall.benchmarks.results.Figures;

/**
 * The report of a run, in the formats that have a template: index.html, which needs no other file
 * and no network, report.md, which shows pictures in files beside it, and terminal.txt.
 */
public final class Report {

    /** The number of changes that the terminal shows; the other reports show all. */
    private static final int CHANGES = 10;

    /** The packages of the benchmarks. */
    private static final List<String> PARTS =
            List.of("article", "calls", "memory", "kernels", "vm");

    /** A picture in two widths: one is for phones. */
    private record Drawing(String name, String page, String phone) {}

    public static String html(RunData run) {
        return Template.fill("index.html", model(run));
    }

    public static String markdown(RunData run) {
        return Template.fill("report.md", model(run));
    }

    /** {@return the pictures that report.md shows, as SVG, by name} */
    public static SortedMap<String, String> pictures(RunData run) {
        SortedMap<String, String> pictures = new TreeMap<>();
        for (String name : List.of(Pictures.CALL_COST, Pictures.SPEED)) {
            Pictures.named(name, run, Format.DOCUMENT).ifPresent(svg -> pictures.put(name, svg));
        }
        return pictures;
    }

    public static String terminal(RunData run) {
        Map<String, Object> model = model(run);
        model.put("calls", callCosts(run));
        model.put("largest", largestChanges(run));
        return Figures.ascii(Template.fill("terminal.txt", model));
    }

    private static Map<String, Object> model(RunData run) {
        Map<String, Object> model = new HashMap<>();
        model.put("origin", run.origin());
        model.put("smoke", run.isSmoke());
        model.put("defaultMode", run.isDefault());
        model.put("drawings", drawings(run));
        model.put("pictures", pictures(run).keySet());
        model.put("count", run.measurements().size());
        Optional<ArticleReport> article = ArticleReport.of(run.measurements());
        model.put("article", article.map(ArticleReport::table).orElse(""));
        model.put("notes", article.map(ArticleReport::notes).orElse(List.of()));
        model.put("callsMatrix", present(Tables.calls(run, List.of())));
        model.put("technologies", Technology.values());
        model.put("breakEven", present(Tables.breakEven(run, List.of(), List.of())));
        model.put("slowest", present(Tables.slowest(run)));
        Map<String, List<Table>> parts = Comparison.of(run).stream()
                .collect(Collectors.groupingBy(
                        Comparison::part,
                        Collectors.mapping(Comparison::table, Collectors.toList())));
        List<Table> folded = new ArrayList<>();
        for (String part : PARTS) {
            List<Table> tables = parts.getOrDefault(part, List.of());
            model.put(part + "Tables", tables);
            folded.addAll(part.equals("article") ? List.of() : tables);
        }
        model.put("folded", folded);
        model.put("hasCalls", parts.containsKey("calls") || parts.containsKey("memory"));
        run.earlier().ifPresent(earlier -> {
            model.put("earlier", earlier.label());
            model.put("differences", run.differences());
            model.put("changed", run.decidedChanges().size());
            model.put("compared", run.changes().size());
            model.put("changes", present(Tables.changes(run)));
        });
        model.put("unsettled", present(Tables.unsettled(run)));
        model.put("unsettledCount", run.unsettled().size());
        model.put("absences", present(Tables.absences(run)));
        model.put("failed", run.failed());
        model.put("environment", present(Tables.environment(run)));
        model.put("method", present(Tables.method(run)));
        model.put("precision", present(Tables.precision(run)));
        return model;
    }

    /** {@return the table, or what a template takes for nothing} */
    private static Object present(Table table) {
        return table.isEmpty() ? false : table;
    }

    private static List<Drawing> drawings(RunData run) {
        return Stream.of(Pictures.CALL_COST, Pictures.SPEED, "fibonacci-exact")
                .flatMap(name -> Pictures.named(name, run, Format.PAGE)
                        .map(page -> new Drawing(
                                name,
                                page,
                                Pictures.named(name, run, Format.PHONE).orElseThrow()))
                        .stream())
                .toList();
    }

    private static List<String> callCosts(RunData run) {
        return Comparison.of(run).stream()
                .flatMap(one -> one.settings().values().stream())
                .flatMap(List::stream)
                .filter(one -> one.shortClass().equals("OneLong"))
                .map(one ->
                        String.format("%-14s %s", Labels.contender(one), Figures.time(one.time())))
                .toList();
    }

    private static List<String> largestChanges(RunData run) {
        return run.decidedChanges().stream()
                .limit(CHANGES)
                .map(change -> change.now().id() + "  " + Figures.ratio(change.ratio()) + "  "
                        + run.verdict(change.ratio()))
                .toList();
    }

    private Report() {}
}
