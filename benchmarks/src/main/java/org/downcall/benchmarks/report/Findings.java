package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
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
 * The answer in sentences: what a call costs, where C pays and where it does not. "Faster" and
 * "slower" are said only where {@link Ratio#verdict} does; what was not measured is not mentioned.
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

    /** All of them, the warning first if there is one. */
    public List<String> sentences() {
        return Stream.concat(run.warning().stream(), groups.values().stream().flatMap(List::stream))
                .toList();
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
        String function = shape.get().signature().isEmpty()
                ? "one long in, one out"
                : shape.get().signature();
        say(
                COST,
                "A downcall costs " + Figures.time(ffm.get())
                        + critical.map(time -> ", a critical one " + Figures.time(time))
                                .orElse("") + " (" + function + ").");
        List<String> limits = new ArrayList<>();
        time(shape.get(), Technology.C)
                .ifPresent(time -> limits.add(
                        "C calls the same function through a pointer in " + Figures.time(time)));
        time(shape.get(), Technology.JAVA)
                .ifPresent(time -> limits.add("inlined Java takes " + Figures.time(time)));
        if (!limits.isEmpty()) {
            say(COST, Names.capitalized(String.join("; ", limits)) + ".");
        }
        String others = Stream.of(
                        Technology.JNI, Technology.JNR, Technology.JNA_DIRECT, Technology.JNA)
                .flatMap(technology -> time(shape.get(), technology)
                        .map(time -> technology.title() + ": "
                                + Figures.ratio(Ratio.of(time, ffm.get())))
                        .stream())
                .collect(Collectors.joining("; "));
        if (!others.isEmpty()) {
            say(COST, "Held against that downcall, " + others + ".");
        }
        say(
                COST,
                "So C can only pay where it saves more than " + Figures.time(ffm.get())
                        + " in each call"
                        + critical.map(time ->
                                        ", or " + Figures.time(time) + " if it may be critical")
                                .orElse("")
                        + ".");
    }

    private void costOfAnUpcall() {
        Shapes.of(run, "UpcallIntegrand").ifPresent(shape -> {
            Optional<Way> ffm = shape.way(Technology.FFM);
            ffm.ifPresent(way -> say(
                    COST,
                    "A call back from C into Java costs "
                            + Figures.time(way.measurement().time())
                            + time(shape, Technology.C)
                                    .map(time ->
                                            ", where C that calls C takes " + Figures.time(time))
                                    .orElse("")
                            + "."));
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
            Ratio ratio =
                    Ratio.of(worst.measurement().time(), best.measurement().time());
            if (ratio.verdict() == Verdict.SLOWER) {
                say(
                        COST,
                        "Through the slowest of " + ways.size()
                                + " variants to keep and invoke a handle ("
                                + worst.shortLabel() + ") the same call is " + Figures.ratio(ratio)
                                + " than through the quickest (" + best.shortLabel() + ").");
            }
        });
    }

    /**
     * Java is only what the kernel is in Java as one would write it: to beat the naive way alone
     * proves nothing.
     */
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

    /** C is faster than Java only where it is faster than every way of writing it in Java. */
    private static Ratio harder(Ratio a, Ratio b) {
        return Stream.of(a, b)
                .min(Comparator.<Ratio>comparingInt(
                                ratio -> List.of(Verdict.SLOWER, Verdict.UNDECIDED, Verdict.FASTER)
                                        .indexOf(ratio.verdict()))
                        .thenComparingDouble(Ratio::value))
                .orElseThrow();
    }

    /**
     * A sentence for each verdict there is: where to use C is the question that most readers have.
     */
    private void againstJava(String kernel, Standing standing) {
        standing.faster()
                .forEach(clause -> say(WINS, kernel + ": C is " + than("Java", clause) + "."));
        standing.slower()
                .ifPresent(clause -> say(LOSSES, kernel + ": C is " + than("Java", clause) + "."));
        standing.open()
                .ifPresent(clause -> say(
                        UNDECIDED,
                        kernel + ": no difference shown between C and Java " + clause + "."));
    }

    /** One sentence, under the heading that is true at the largest size. */
    private void againstLibrary(String kernel, String library, Standing standing) {
        List<String> clauses = new ArrayList<>(standing.faster());
        boolean loses = standing.atTheLargestSize() == Verdict.SLOWER;
        standing.slower().ifPresent(clause -> clauses.add(loses ? 0 : clauses.size(), clause));
        String heading = switch (standing.atTheLargestSize()) {
            case FASTER -> WINS;
            case SLOWER -> LOSSES;
            case UNDECIDED -> UNDECIDED;
        };
        if (clauses.isEmpty()) {
            say(
                    heading,
                    kernel + ": no difference shown between C and " + library + " "
                            + standing.open().orElseThrow() + ".");
            return;
        }
        clauses.set(0, than(library, clauses.getFirst()));
        standing.open().ifPresent(clause -> clauses.add("no difference shown " + clause));
        say(heading, kernel + ": C is " + String.join("; ", clauses) + ".");
    }

    private static String than(String other, String clause) {
        return clause.replaceFirst("faster|slower", "$0 than " + Matcher.quoteReplacement(other));
    }

    /** What copies cost: each way of FFM against the array as it is, at each length. */
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

    private void array(Way asItIs, List<Way> others) {
        String ratios = others.stream()
                .map(way -> way.shortLabel() + ": "
                        + Figures.ratio(Ratio.of(
                                way.measurement().time(), asItIs.measurement().time())))
                .collect(Collectors.joining("; "));
        String length = Figures.count(Drawing.x(asItIs.measurement(), "length"));
        say(
                COST,
                "C adds up " + length + " floats of a Java array in "
                        + Figures.time(asItIs.measurement().time()) + " where they are"
                        + (ratios.isEmpty() ? "." : "; held against that, " + ratios + "."));
    }

    private void coldStart() {
        Map<String, Map<String, Measurement>> byCache = new LinkedHashMap<>();
        VmSections.measurements(run, "ColdStart")
                .forEach(one -> byCache.computeIfAbsent(
                                one.params().getOrDefault("cache", ""),
                                any -> new LinkedHashMap<>())
                        .put(one.method(), one));
        Map<Verdict, List<String>> byVerdict = new EnumMap<>(Verdict.class);
        byCache.forEach((cache, methods) -> {
            if (methods.containsKey("javaKernel") && methods.containsKey("nativeKernel")) {
                Estimate java = methods.get("javaKernel").time();
                Estimate c = methods.get("nativeKernel").time();
                byVerdict
                        .computeIfAbsent(Ratio.of(c, java).verdict(), any -> new ArrayList<>())
                        .add(Figures.time(java) + " and " + Figures.time(c)
                                + (cache.isEmpty() ? "" : " (cache: " + cache + ")"));
            }
        });
        byVerdict.forEach((verdict, times) -> {
            String what =
                    "Cold start: with the kernel in Java and with the one in C, a JVM gives its first result "
                            + "after " + String.join(", ", times);
            switch (verdict) {
                case FASTER -> say(WINS, what + ".");
                case SLOWER -> say(LOSSES, what + ".");
                case UNDECIDED -> say(UNDECIDED, what + ": no difference shown.");
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
        String both = "With calls of " + Figures.duration(Drawing.x(critical, "length"))
                + " the JVM reaches a safepoint in " + Figures.time(critical.time())
                + " on average if they are critical (at most "
                + Figures.time(VmSections.longest(critical)) + "), in "
                + Figures.time(plain.time()) + " if they are not"
                + Optional.ofNullable(critical.params().get("gc"))
                        .map(gc -> " (" + gc + ")")
                        .orElse("");
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
