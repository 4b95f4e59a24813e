package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Chart.Lines;
import org.downcall.benchmarks.report.Chart.Point;
import org.downcall.benchmarks.report.Drawing.Item;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Section.Block.Drawn;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Estimate;
import org.downcall.benchmarks.results.Measurement;

/** The effects of C on the JVM as a whole: its start, its safepoints, its virtual threads. */
final class VmSections {

    static final String PACKAGE = "org.downcall.benchmarks.vm.";

    private static final Map<String, String> TITLES = Map.of(
            "jvmOnly", "the JVM alone",
            "javaKernel", "with the kernel in Java",
            "nativeKernel", "with the kernel in C",
            "critical", "critical downcall",
            "plain", "plain downcall",
            "java", "Java loop");

    private static final Map<String, String> WAYS_TO_BLOCK = Map.of(
            "sleep", "sleep in Java", "ffm", "block in C", "upcall", "sleep in an upcall from C");

    static List<Section> of(RunData run) {
        return Stream.of(coldStart(run), safepoints(run), virtualThreads(run))
                .filter(section -> !section.isEmpty())
                .toList();
    }

    static List<Measurement> measurements(RunData run, String shortClass) {
        return run.measurements().stream()
                .filter(one -> one.className().equals(PACKAGE + shortClass))
                .toList();
    }

    static String title(String method) {
        return TITLES.getOrDefault(method, Names.words(method));
    }

    private static Section coldStart(RunData run) {
        Map<String, List<Item>> byCache = new LinkedHashMap<>();
        for (Measurement one : measurements(run, "ColdStart")) {
            byCache.computeIfAbsent(
                            one.params().getOrDefault("cache", ""), any -> new ArrayList<>())
                    .add(new Item(title(one.method()), styles -> styles.of(one.method()), one));
        }
        List<Block> blocks = new ArrayList<>();
        byCache.forEach((cache, items) -> blocks.add(Drawing.rows(
                cache.isEmpty() ? "Cold start" : "Cold start, cache: " + cache, items)));
        return new Section(
                "cold-start",
                "Cold start",
                List.of(
                        "The time from the start of a JVM to its first line of output. Each sample is a new process."),
                blocks);
    }

    private static Section safepoints(RunData run) {
        Map<String, List<Measurement>> byCollector = new LinkedHashMap<>();
        measurements(run, "Safepoints")
                .forEach(one -> byCollector
                        .computeIfAbsent(
                                one.params().getOrDefault("gc", ""), any -> new ArrayList<>())
                        .add(one));
        List<Block> blocks = new ArrayList<>();
        byCollector.forEach(
                (collector, measurements) -> blocks.add(safepoints(collector, measurements)));
        return new Section(
                "safepoints",
                "Time to safepoint",
                List.of(
                        "The JVM cannot stop a thread in a critical call. If it needs a safepoint, for example for a"
                                + " garbage collection, all other threads wait until the call returns. The"
                                + " time of a collection is the longest time to stop the threads. Solid lines"
                                + " show the mean over the collections, dashed lines the longest time."),
                blocks);
    }

    private static Drawn safepoints(String collector, List<Measurement> measurements) {
        String title =
                collector.isEmpty() ? "Time to safepoint" : "Time to safepoint, " + collector;
        Map<String, List<Measurement>> byMethod = new LinkedHashMap<>();
        measurements.forEach(one ->
                byMethod.computeIfAbsent(one.method(), any -> new ArrayList<>()).add(one));
        List<Lines.Series> series = new ArrayList<>();
        byMethod.forEach((method, ones) -> {
            Style style = new Style.Assigner().of(method);
            series.add(new Lines.Series(title(method), style, points(ones, false)));
            series.add(new Lines.Series(
                    title(method) + ", longest", new Style(style.colour(), 1), points(ones, true)));
        });
        List<List<Cell>> rows = measurements.stream()
                .map(one -> List.of(
                        Cell.text(title(one.method())),
                        Cell.number(
                                Figures.duration(Drawing.x(one, "length")),
                                Drawing.x(one, "length")),
                        Cell.time(one.time()),
                        Cell.number(Figures.time(longest(one)), longest(one))))
                .toList();
        Table numbers = new Table(
                title,
                List.of(
                        Column.text("What runs"),
                        Column.number("Length of a call"),
                        Column.number("Mean"),
                        Column.number("Longest")),
                rows);
        Measurement worst = measurements.stream()
                .max((a, b) -> Double.compare(longest(a), longest(b)))
                .orElseThrow();
        String essence = "Longest time to safepoint: " + Figures.time(longest(worst)) + ", "
                + title(worst.method()) + ", " + Names.params(worst.params());
        return new Drawn(
                new Lines(title, essence, "length of a call", true, false, series, List.of()),
                numbers);
    }

    private static List<Point> points(List<Measurement> ones, boolean ofLongest) {
        return ones.stream()
                .map(one -> {
                    double x = Drawing.x(one, "length");
                    double most = longest(one);
                    return ofLongest
                            ? new Point(
                                    x,
                                    new Estimate(most, Double.NaN, most, most),
                                    Figures.time(most))
                            : Point.of(x, one.time());
                })
                .sorted((a, b) -> Double.compare(a.x(), b.x()))
                .toList();
    }

    static double longest(Measurement measurement) {
        return measurement.forksInNanoseconds().stream()
                .flatMapToDouble(Arrays::stream)
                .max()
                .orElse(Double.NaN);
    }

    private static Section virtualThreads(RunData run) {
        List<Block> blocks = new ArrayList<>();
        addThreads(
                blocks,
                "A call on a platform thread and on a virtual one",
                measurements(run, "CallOnThread"));
        addThreads(
                blocks,
                "64 tasks that block for a millisecond each",
                measurements(run, "BlockedThreads"));
        return new Section(
                "virtual-threads",
                "Virtual threads",
                List.of(
                        "A virtual thread that blocks in C, or in an upcall, holds its carrier thread."),
                blocks);
    }

    private static void addThreads(
            List<Block> blocks, String title, List<Measurement> measurements) {
        if (!measurements.isEmpty()) {
            blocks.add(Drawing.rows(
                    title, measurements.stream().map(VmSections::onThread).toList()));
        }
    }

    private static Item onThread(Measurement one) {
        String thread = one.params().get("thread");
        String label = thread == null
                ? blocked(one.method())
                : call(one.method()) + " on a " + thread + " thread";
        return new Item(label, styles -> styles.of(one.method()), one);
    }

    private static String call(String method) {
        return Arrays.stream(Technology.values())
                .filter(technology -> technology.method().equals(method))
                .map(Technology::title)
                .findFirst()
                .orElse(Names.words(method));
    }

    /** {@return {@code block in C, on virtual threads} for {@code ffmOnVirtualThreads}} */
    private static String blocked(String method) {
        int on = method.indexOf("On");
        String way = on < 0 ? null : WAYS_TO_BLOCK.get(method.substring(0, on));
        return way == null ? Names.words(method) : way + ", " + Names.words(method.substring(on));
    }

    private VmSections() {}
}
