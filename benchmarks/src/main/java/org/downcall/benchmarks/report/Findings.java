package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Shapes.Described;
import org.downcall.benchmarks.report.Shapes.Way;
import org.downcall.benchmarks.results.Estimate;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * The answer as labelled figures: the cost of a call, where C pays and where it does not. "Faster"
 * and "slower" appear only if {@link Ratio#verdict} says so. Benchmarks that were not measured are
 * left out.
 */
public final class Findings {

    static final String COST = "What a call costs";
    static final String WINS = "Where C pays";
    static final String LOSSES = "Where C does not pay";
    static final String UNDECIDED = "Where no difference was shown";

    private final RunData run;
    private final Map<String, List<String>> groups = new LinkedHashMap<>();

    private Findings(RunData run) {
        this.run = run;
        Stream.of(COST, WINS, LOSSES, UNDECIDED)
                .forEach(heading -> groups.put(heading, new ArrayList<>()));
        costOfACall();
        costOfAnUpcall();
        costOfAHandle();
        KernelResults.of(run).forEach(this::kernel);
        arrays();
        coldStart();
        safepoints();
        groups.values().removeIf(List::isEmpty);
    }

    public static Findings of(RunData run) {
        return new Findings(run);
    }

    /** {@return all lines, after the warning if there is one} */
    public List<String> lines() {
        return Stream.concat(run.warning().stream(), groups.values().stream().flatMap(List::stream))
                .toList();
    }

    /** {@return the lines by heading, without empty headings; a line is "label: value"} */
    Map<String, List<String>> groups() {
        return groups;
    }

    private void add(String heading, String label, String value) {
        groups.get(heading).add(label + ": " + value);
    }

    private static String heading(Verdict verdict) {
        return switch (verdict) {
            case FASTER -> WINS;
            case SLOWER -> LOSSES;
            case UNDECIDED -> UNDECIDED;
        };
    }

    private void costOfACall() {
        Optional<Described> shape = Shapes.of(run, "OneLong");
        Optional<Estimate> ffm = shape.flatMap(found -> time(found, Technology.FFM));
        if (ffm.isEmpty()) {
            return;
        }
        String signature = shape.get().signature();
        add(
                COST,
                "Plain downcall" + (signature.isEmpty() ? "" : ", " + signature),
                Figures.time(ffm.get()));
        time(shape.get(), Technology.FFM_CRITICAL)
                .ifPresent(time -> add(COST, "Critical downcall", Figures.time(time)));
        time(shape.get(), Technology.C)
                .ifPresent(time -> add(
                        COST, "The same function called from C, by pointer", Figures.time(time)));
        time(shape.get(), Technology.JAVA)
                .ifPresent(time -> add(COST, "The same in Java, inlined", Figures.time(time)));
        Stream.of(Technology.JNI, Technology.JNR, Technology.JNA_DIRECT, Technology.JNA)
                .forEach(technology -> shape.get()
                        .way(technology)
                        .ifPresent(way -> add(
                                COST,
                                technology.title() + ", compared with a plain downcall",
                                Figures.ratio(Ratio.of(
                                        way.measurement(),
                                        shape.get()
                                                .way(Technology.FFM)
                                                .orElseThrow()
                                                .measurement())))));
    }

    private void costOfAnUpcall() {
        Shapes.of(run, "UpcallIntegrand").ifPresent(shape -> {
            Optional<Estimate> ffm = time(shape, Technology.FFM);
            ffm.ifPresent(time -> add(COST, "Upcall from C into Java", Figures.time(time)));
            time(shape, Technology.C)
                    .filter(time -> ffm.isPresent())
                    .ifPresent(time -> add(COST, "The same callback in C", Figures.time(time)));
        });
    }

    private void costOfAHandle() {
        Shapes.of(run, "HandleNotConstant").ifPresent(shape -> {
            List<Way> ways = shape.ways().stream()
                    .filter(way ->
                            way.technology().filter(Technology.FFM::equals).isPresent())
                    .sorted(Comparator.comparingDouble(
                            way -> way.measurement().time().mean()))
                    .toList();
            if (ways.size() < 2) {
                return;
            }
            Way best = ways.getFirst();
            Way worst = ways.getLast();
            Ratio ratio = Ratio.of(worst.measurement(), best.measurement());
            if (ratio.verdict() == Verdict.SLOWER) {
                add(
                        COST,
                        "Plain downcall, " + worst.shortLabel() + ", compared with "
                                + best.shortLabel(),
                        Figures.ratio(ratio));
            }
        });
    }

    /** Compares C with the fastest contender in Java, because only that shows whether C pays. */
    private void kernel(KernelResults kernel) {
        SortedMap<Double, Ratio> hardest = new TreeMap<>(kernel.ratios("java"));
        kernel.javaRivals()
                .forEach(rival -> kernel.ratios(rival)
                        .forEach((size, ratio) -> hardest.computeIfPresent(
                                size, (same, other) -> harder(other, ratio))));
        if (!hardest.isEmpty()) {
            againstJava(kernel.title(), new Standing(kernel.unit(), hardest));
        }
        kernel.rivals().stream()
                .filter(rival -> !kernel.javaRivals().contains(rival))
                .filter(rival -> !kernel.ratios(rival).isEmpty())
                .forEach(rival -> againstLibrary(
                        kernel.title(),
                        kernel.title(rival),
                        new Standing(kernel.unit(), kernel.ratios(rival))));
    }

    /** C is faster than Java only if it is faster than every contender in Java. */
    private static Ratio harder(Ratio a, Ratio b) {
        return Stream.of(a, b)
                .min(Comparator.<Ratio>comparingInt(
                                ratio -> List.of(Verdict.SLOWER, Verdict.UNDECIDED, Verdict.FASTER)
                                        .indexOf(ratio.verdict()))
                        .thenComparingDouble(Ratio::value))
                .orElseThrow();
    }

    private static String label(String kernel, String rival) {
        return kernel + ", C compared with " + rival;
    }

    /** A line for each verdict, under its own heading. */
    private void againstJava(String kernel, Standing standing) {
        standing.faster().forEach(value -> add(WINS, label(kernel, "Java"), value));
        standing.slower().ifPresent(value -> add(LOSSES, label(kernel, "Java"), value));
        standing.open().ifPresent(value -> add(UNDECIDED, label(kernel, "Java"), value));
    }

    /** One line, under the heading of the verdict at the largest size. */
    private void againstLibrary(String kernel, String library, Standing standing) {
        Verdict last = standing.atTheLargestSize();
        List<String> values = new ArrayList<>(standing.faster());
        standing.slower()
                .ifPresent(value -> values.add(last == Verdict.SLOWER ? 0 : values.size(), value));
        standing.open()
                .ifPresent(value ->
                        values.add(values.isEmpty() ? value : "no difference shown " + value));
        add(heading(last), label(kernel, library), String.join("; ", values));
    }

    /** The cost of a copy: each way of FFM compared with passing the array itself. */
    private void arrays() {
        Shapes.of(run, "FloatArray").ifPresent(shape -> {
            SortedMap<Double, List<Way>> byLength = new TreeMap<>();
            shape.ways().stream()
                    .filter(way ->
                            way.technology().filter(Technology.FFM::equals).isPresent())
                    .forEach(way -> byLength.computeIfAbsent(
                                    Drawing.x(way.measurement(), "length"),
                                    any -> new ArrayList<>())
                            .add(way));
            shape.ways().stream()
                    .filter(way -> way.technology()
                            .filter(Technology.FFM_CRITICAL::equals)
                            .isPresent())
                    .sorted(Comparator.comparingDouble(
                            way -> Drawing.x(way.measurement(), "length")))
                    .forEach(way -> array(
                            way,
                            byLength.getOrDefault(
                                    Drawing.x(way.measurement(), "length"), List.of())));
        });
    }

    private void array(Way inPlace, List<Way> others) {
        String label =
                "Sum of " + Figures.count(Drawing.x(inPlace.measurement(), "length")) + " floats";
        add(
                COST,
                label + ", critical, array in place",
                Figures.time(inPlace.measurement().time()));
        others.forEach(way -> add(
                COST,
                label + ", " + way.shortLabel() + ", compared with that",
                Figures.ratio(Ratio.of(way.measurement(), inPlace.measurement()))));
    }

    private void coldStart() {
        Map<String, Map<String, Measurement>> byCache = new LinkedHashMap<>();
        VmSections.measurements(run, "ColdStart")
                .forEach(one -> byCache.computeIfAbsent(
                                one.params().getOrDefault("cache", ""),
                                any -> new LinkedHashMap<>())
                        .put(one.method(), one));
        byCache.forEach((cache, methods) -> {
            if (methods.containsKey("javaKernel") && methods.containsKey("nativeKernel")) {
                Measurement java = methods.get("javaKernel");
                Measurement c = methods.get("nativeKernel");
                add(
                        heading(Ratio.of(c, java).verdict()),
                        "Cold start to the first result"
                                + (cache.isEmpty() ? "" : ", cache " + cache),
                        Figures.time(c.time()) + " with the C kernel, " + Figures.time(java.time())
                                + " with the Java kernel");
            }
        });
    }

    /** At the greatest length, for the collector that waits longest. */
    private void safepoints() {
        List<Measurement> all = VmSections.measurements(run, "Safepoints");
        all.stream()
                .filter(one -> one.method().equals("critical"))
                .max(Comparator.comparingDouble((Measurement one) -> Drawing.x(one, "length"))
                        .thenComparingDouble(one -> one.time().mean()))
                .ifPresent(critical -> all.stream()
                        .filter(one -> one.method().equals("plain")
                                && one.params().equals(critical.params()))
                        .findFirst()
                        .ifPresent(plain -> safepoint(critical, plain)));
    }

    private void safepoint(Measurement critical, Measurement plain) {
        String collector = critical.params().get("gc");
        add(
                heading(Ratio.of(critical, plain).verdict()),
                "Time to safepoint, calls of " + Figures.duration(Drawing.x(critical, "length"))
                        + (collector == null ? "" : ", " + collector),
                "critical " + Figures.time(critical.time()) + " (longest "
                        + Figures.time(VmSections.longest(critical)) + "), plain "
                        + Figures.time(plain.time()));
    }

    private static Optional<Estimate> time(Described shape, Technology technology) {
        return shape.way(technology).map(way -> way.measurement().time());
    }
}
