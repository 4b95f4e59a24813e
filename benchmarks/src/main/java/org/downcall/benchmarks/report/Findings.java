package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Shapes.Described;
import org.downcall.benchmarks.report.Shapes.Way;
import org.downcall.benchmarks.results.Estimate;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * The answer in sentences: what a call costs, where C pays and where it does not. "Faster" and "slower" are said only
 * where {@link Ratio#verdict} does; what was not measured is not mentioned.
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
        Stream.of(COST, WINS, LOSSES, UNDECIDED).forEach(heading -> groups.put(heading, new ArrayList<>()));
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

    /** All of them, the warning first if there is one. */
    public List<String> sentences() {
        return Stream.concat(run.warning().stream(), groups.values().stream().flatMap(List::stream)).toList();
    }

    /** By heading; no heading is without sentences. */
    Map<String, List<String>> groups() {
        return groups;
    }

    private void say(String heading, String sentence) {
        groups.get(heading).add(sentence);
    }

    private void costOfACall() {
        Optional<Described> shape = Shapes.of(run, "OneLong");
        Optional<Estimate> ffm = shape.flatMap(found -> time(found, Technology.FFM));
        if (ffm.isEmpty()) {
            return;
        }
        Optional<Estimate> critical = shape.flatMap(found -> time(found, Technology.FFM_CRITICAL));
        String function = shape.get().signature().isEmpty() ? "one long in, one out" : shape.get().signature();
        say(COST, "A downcall costs " + Figures.time(ffm.get())
                + critical.map(time -> ", a critical one " + Figures.time(time)).orElse("") + " (" + function + ").");
        List<String> limits = new ArrayList<>();
        time(shape.get(), Technology.C).ifPresent(time -> limits.add("C calls the same function through a pointer in "
                + Figures.time(time)));
        time(shape.get(), Technology.JAVA).ifPresent(time -> limits.add("inlined Java takes " + Figures.time(time)));
        if (!limits.isEmpty()) {
            say(COST, Names.capitalized(String.join("; ", limits)) + ".");
        }
        String others = Stream.of(Technology.JNI, Technology.JNR, Technology.JNA_DIRECT, Technology.JNA)
                .flatMap(technology -> time(shape.get(), technology)
                        .map(time -> technology.title() + ": " + Figures.ratio(Ratio.of(time, ffm.get())))
                        .stream())
                .collect(Collectors.joining("; "));
        if (!others.isEmpty()) {
            say(COST, "Held against that downcall, " + others + ".");
        }
        say(COST, "So C can only pay where it saves more than " + Figures.time(ffm.get()) + " in each call"
                + critical.map(time -> ", or " + Figures.time(time) + " if it may be critical").orElse("") + ".");
    }

    private void costOfAnUpcall() {
        Shapes.of(run, "UpcallIntegrand").ifPresent(shape -> {
            Optional<Way> ffm = shape.way(Technology.FFM);
            ffm.ifPresent(way -> say(COST, "A call back from C into Java costs "
                    + Figures.time(way.measurement().time())
                    + time(shape, Technology.C)
                            .map(time -> ", where C that calls C takes " + Figures.time(time))
                            .orElse("")
                    + "."));
        });
    }

    private void costOfAHandle() {
        Shapes.of(run, "HandleNotConstant").ifPresent(shape -> {
            List<Way> ways = shape.ways().stream()
                    .filter(way -> way.technology().filter(Technology.FFM::equals).isPresent())
                    .sorted(Comparator.comparingDouble(way -> way.measurement().time().mean()))
                    .toList();
            if (ways.size() < 2) {
                return;
            }
            Way best = ways.getFirst();
            Way worst = ways.getLast();
            Ratio ratio = Ratio.of(worst.measurement().time(), best.measurement().time());
            if (ratio.verdict() == Verdict.SLOWER) {
                say(COST, "Through the slowest of " + ways.size() + " ways to keep and invoke a handle ("
                        + worst.variant() + ") the same call is " + Figures.ratio(ratio)
                        + " than through the quickest (" + best.variant() + ").");
            }
        });
    }

    private void kernel(KernelResults kernel) {
        SortedMap<Double, Verdict> verdicts = new TreeMap<>();
        SortedMap<Double, Ratio> nearest = new TreeMap<>();
        for (String rival : kernel.javaRivals()) {
            kernel.ratios(rival).forEach((size, ratio) -> {
                verdicts.merge(size, ratio.verdict(), Findings::worst);
                nearest.merge(size, ratio, (a, b) -> a.value() < b.value() ? a : b);
            });
        }
        if (!verdicts.isEmpty()) {
            againstJava(kernel, verdicts, nearest);
        }
        kernel.rivals().stream()
                .filter(rival -> !kernel.javaRivals().contains(rival))
                .filter(rival -> !kernel.ratios(rival).isEmpty())
                .forEach(rival -> againstLibrary(kernel, rival));
    }

    /** C is faster than Java only where it is faster than every way of writing it in Java. */
    private static Verdict worst(Verdict a, Verdict b) {
        return Stream.of(Verdict.SLOWER, Verdict.UNDECIDED).filter(one -> one == a || one == b).findFirst().orElse(a);
    }

    private void againstJava(
            KernelResults kernel, SortedMap<Double, Verdict> verdicts, SortedMap<Double, Ratio> nearest) {
        Optional<Double> from = FasterFrom.size(verdicts);
        double largest = verdicts.lastKey();
        from.ifPresent(size -> say(WINS, kernel.name() + ": C is faster than Java "
                + (size.equals(verdicts.firstKey())
                        ? "at every size measured, " + range(verdicts)
                        : "from size " + Figures.count(size) + " on")
                + "; " + Figures.ratio(nearest.get(largest)) + " at " + Figures.count(largest) + "."));
        SortedMap<Double, Verdict> slower = new TreeMap<>(verdicts);
        slower.values().removeIf(verdict -> verdict != Verdict.SLOWER);
        if (!slower.isEmpty()) {
            double worst = slower.keySet().stream()
                    .min(Comparator.comparingDouble(size -> nearest.get(size).value()))
                    .orElseThrow();
            say(LOSSES, kernel.name() + ": C is slower than Java "
                    + (slower.size() == verdicts.size() ? "at every size measured, " + range(verdicts) : at(slower))
                    + "; " + Figures.ratio(nearest.get(worst)) + " at " + Figures.count(worst) + ".");
        }
        SortedMap<Double, Verdict> open = new TreeMap<>(verdicts);
        open.values().removeIf(verdict -> verdict != Verdict.UNDECIDED);
        if (!open.isEmpty()) {
            say(UNDECIDED, kernel.name() + ": no difference shown between C and Java "
                    + (open.size() == verdicts.size() ? "at any size measured, " + range(verdicts) : at(open)) + ".");
        }
        SortedMap<Double, Verdict> below = verdicts.headMap(from.orElse(Double.POSITIVE_INFINITY));
        SortedMap<Double, Verdict> islands = new TreeMap<>(below);
        islands.values().removeIf(verdict -> verdict != Verdict.FASTER);
        if (!islands.isEmpty()) {
            say(WINS, kernel.name() + ": C is faster than Java " + at(islands)
                    + ", but not at every larger size.");
        }
    }

    private void againstLibrary(KernelResults kernel, String rival) {
        SortedMap<Double, Ratio> ratios = kernel.ratios(rival);
        Ratio ratio = ratios.get(ratios.lastKey());
        String where = " at " + Figures.count(ratios.lastKey()) + ".";
        String claim = kernel.name() + ": against " + Names.words(rival) + ", C is " + Figures.ratio(ratio) + where;
        switch (ratio.verdict()) {
            case FASTER -> say(WINS, claim);
            case SLOWER -> say(LOSSES, claim);
            case UNDECIDED ->
                say(UNDECIDED, kernel.name() + ": no difference shown between C and " + Names.words(rival) + where);
        }
    }

    private static String range(SortedMap<Double, ?> sizes) {
        return sizes.size() == 1
                ? Figures.count(sizes.firstKey())
                : Figures.count(sizes.firstKey()) + " to " + Figures.count(sizes.lastKey());
    }

    private static String at(SortedMap<Double, ?> sizes) {
        return (sizes.size() == 1 ? "at size " : "at sizes ") + sizes.keySet().stream().map(Figures::count).collect(Collectors.joining(", "));
    }

    /** The quickest way from Java to C against Java, at each length. */
    private void arrays() {
        Shapes.of(run, "FloatArray").ifPresent(shape -> {
            Map<Double, List<Way>> byLength = new TreeMap<>();
            shape.ways().forEach(way -> byLength
                    .computeIfAbsent(Drawing.x(way.measurement(), "length"), any -> new ArrayList<>())
                    .add(way));
            SortedMap<Double, Verdict> open = new TreeMap<>();
            byLength.forEach((length, ways) -> ways.stream()
                    .filter(way -> way.technology().filter(Technology.JAVA::equals).isPresent())
                    .findFirst()
                    .flatMap(java -> array(length, ways, java.measurement()))
                    .filter(Verdict.UNDECIDED::equals)
                    .ifPresent(verdict -> open.put(length, verdict)));
            if (!open.isEmpty()) {
                say(UNDECIDED, "A sum over floats: no difference shown between C and Java " + at(open) + ".");
            }
        });
    }

    private Optional<Verdict> array(double length, List<Way> ways, Measurement java) {
        List<Way> downcalls = ways.stream()
                .filter(way -> way.technology()
                        .filter(one -> one == Technology.FFM || one == Technology.FFM_CRITICAL)
                        .isPresent())
                .sorted(Comparator.comparingDouble(way -> way.measurement().time().mean()))
                .toList();
        if (downcalls.isEmpty()) {
            return Optional.empty();
        }
        Way best = downcalls.getFirst();
        Ratio ratio = Ratio.of(best.measurement().time(), java.time());
        String what = "A sum over " + Figures.count(length) + " floats: ";
        String which = " (" + best.label() + ")";
        if (ratio.verdict() != Verdict.UNDECIDED) {
            say(ratio.verdict() == Verdict.FASTER ? WINS : LOSSES,
                    what + "C is " + Figures.ratio(ratio) + " than Java" + which + ".");
        }
        return Optional.of(ratio.verdict());
    }

    private void coldStart() {
        Map<String, Map<String, Measurement>> byCache = new LinkedHashMap<>();
        VmSections.measurements(run, "ColdStart").forEach(one -> byCache
                .computeIfAbsent(one.params().getOrDefault("cache", ""), any -> new LinkedHashMap<>())
                .put(one.method(), one));
        byCache.forEach((cache, methods) -> {
            if (!methods.containsKey("javaKernel") || !methods.containsKey("nativeKernel")) {
                return;
            }
            Estimate java = methods.get("javaKernel").time();
            Estimate c = methods.get("nativeKernel").time();
            String both = "a JVM gives its first result after " + Figures.time(java) + " with the kernel in Java and "
                    + Figures.time(c) + " with the one in C";
            String what = cache.isEmpty() ? "Cold start: " : "Cold start (cache: " + cache + "): ";
            switch (Ratio.of(c, java).verdict()) {
                case FASTER -> say(WINS, what + both + ".");
                case SLOWER -> say(LOSSES, what + both + ".");
                case UNDECIDED -> say(UNDECIDED, what + both + ": no difference shown.");
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
                        .filter(one -> one.method().equals("plain") && one.params().equals(critical.params()))
                        .findFirst()
                        .ifPresent(plain -> safepoint(critical, plain)));
    }

    private void safepoint(Measurement critical, Measurement plain) {
        String both = "With calls of " + Figures.duration(Drawing.x(critical, "length"))
                + " the JVM reaches a safepoint in " + Figures.time(critical.time())
                + " on average if they are critical (at most " + Figures.time(VmSections.longest(critical)) + "), in " + Figures.time(plain.time())
                + " if they are not"
                + Optional.ofNullable(critical.params().get("gc")).map(gc -> " (" + gc + ")").orElse("");
        switch (Ratio.of(critical.time(), plain.time()).verdict()) {
            case SLOWER -> say(LOSSES, both + ".");
            case FASTER -> say(WINS, both + ".");
            case UNDECIDED -> say(UNDECIDED, both + ": no difference shown.");
        }
    }

    private static Optional<Estimate> time(Described shape, Technology technology) {
        return shape.way(technology).map(way -> way.measurement().time());
    }
}
