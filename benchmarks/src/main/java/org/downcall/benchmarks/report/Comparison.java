package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;

/**
 * Contenders that do the same, in one or more settings, such as sizes.
 *
 * @param part the package of the benchmark: article, calls, memory, kernels, vm
 * @param parameter the parameter whose values are the contenders; empty if the methods are
 * @param settings the results in each setting
 */
record Comparison(
        String part,
        String title,
        String signature,
        String parameter,
        Map<String, List<Measurement>> settings) {

    /**
     * Classes with a parameter that makes a difference of its own. They have a second comparison, of
     * the values of this parameter, for each method.
     */
    private static final Map<String, String> PARAMETERS = Map.of(
            "CallOnThread", "thread",
            "SharedArenaBystander", "beside",
            "ColdStart", "cache");

    /** The methods, contenders and values that others are compared with, if one of them is there. */
    private static final List<String> REFERENCES = List.of(
            "native",
            "ffm",
            "nativeLoop",
            "nativeExact",
            "nativeKernel",
            "plain",
            "platform",
            "nothing",
            "none");

    static List<Comparison> of(RunData run) {
        return of(run.measurements());
    }

    private static List<Comparison> of(List<Measurement> measurements) {
        Map<String, Comparison> all = new LinkedHashMap<>();
        for (Measurement one : measurements) {
            String parameter = PARAMETERS.get(one.shortClass());
            add(all, one, "", Labels.setting(one));
            if (parameter != null && one.params().containsKey(parameter)) {
                add(all, one, parameter, Labels.contender(one));
            }
        }
        return List.copyOf(all.values());
    }

    private static void add(
            Map<String, Comparison> all, Measurement one, String parameter, String setting) {
        all.computeIfAbsent(
                        one.className() + one.params().get("kernel") + parameter,
                        any -> new Comparison(
                                part(one),
                                Labels.comparison(one)
                                        + (parameter.isEmpty() ? "" : ": values of " + parameter),
                                Labels.signature(one),
                                parameter,
                                new LinkedHashMap<>()))
                .settings
                .computeIfAbsent(setting, any -> new ArrayList<>())
                .add(one);
    }

    private static String part(Measurement one) {
        String[] packages = one.className().split("\\.");
        return packages[packages.length - 2];
    }

    /** {@return what distinguishes it from the others in its setting} */
    private String name(Measurement one) {
        return parameter.isEmpty()
                ? one.params().getOrDefault("contender", one.method())
                : one.params().get(parameter);
    }

    /** {@return the result that the others in its setting are compared with} */
    private Measurement reference(List<Measurement> setting) {
        return REFERENCES.stream()
                .flatMap(name -> setting.stream().filter(one -> name(one).equals(name)))
                .findFirst()
                .or(() -> setting.stream()
                        .filter(one -> one.method().startsWith("ffm"))
                        .findFirst())
                .orElse(setting.getFirst());
    }

    /** {@return the ratio of each contender to its reference, in all comparisons of a run} */
    static List<Ratio> ratios(List<Measurement> measurements) {
        return of(measurements).stream()
                .flatMap(comparison ->
                        comparison.settings.values().stream().flatMap(comparison::ratiosIn))
                .toList();
    }

    private Stream<Ratio> ratiosIn(List<Measurement> setting) {
        Measurement reference = reference(setting);
        return setting.stream()
                .filter(one -> one != reference)
                .map(one -> Ratio.of(reference, one));
    }

    /** {@return a row for each contender: its time, its bytes, and the reference's speed} */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        settings.forEach((setting, contenders) -> {
            Measurement reference = reference(contenders);
            for (Measurement one : contenders) {
                String alone = contenders.size() == 1 ? "" : "reference";
                rows.add(List.of(
                        one == contenders.getFirst() ? setting : "",
                        parameter.isEmpty() ? Labels.contender(one) : name(one),
                        Figures.time(one.time()),
                        Figures.bytes(one.allocated()),
                        one == reference ? alone : Figures.ratio(Ratio.of(reference, one))));
            }
        });
        return Table.of(
                        title + (signature.isEmpty() ? "" : ": " + signature),
                        "Setting | Contender | #Time | #Heap | #Reference’s speed",
                        rows.stream())
                .withoutEmptyColumns();
    }

    /** {@return the result of a technology: the method with its name, or else the fastest} */
    static Optional<Measurement> of(List<Measurement> setting, Technology technology) {
        return setting.stream()
                .filter(one -> Labels.technology(one).filter(technology::equals).isPresent())
                .min(Comparator.<Measurement, Boolean>comparing(
                                one -> !one.method().equals(technology.method()))
                        .thenComparingDouble(one -> one.time().mean()));
    }
}
