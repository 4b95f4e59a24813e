package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
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

    /** The values that others are compared with. */
    private static final List<String> REFERENCE_VALUES = List.of("platform", "nothing", "none");

    /** The methods and contenders that others are compared with, if there is one of them. */
    private static final List<String> REFERENCES =
            List.of("native", "ffm", "nativeLoop", "nativeExact", "nativeKernel", "plain");

    static List<Comparison> of(RunData run) {
        return of(run.measurements());
    }

    private static List<Comparison> of(List<Measurement> measurements) {
        Map<String, Comparison> all = new LinkedHashMap<>();
        for (Measurement one : measurements) {
            all.computeIfAbsent(
                            one.className() + one.params().get("kernel"),
                            any -> new Comparison(
                                    part(one),
                                    Labels.comparison(one),
                                    Labels.signature(one),
                                    "",
                                    new LinkedHashMap<>()))
                    .settings
                    .computeIfAbsent(Labels.setting(one), any -> new ArrayList<>())
                    .add(one);
            String parameter = PARAMETERS.getOrDefault(one.shortClass(), "");
            if (one.params().containsKey(parameter)) {
                all.computeIfAbsent(
                                one.className() + " " + parameter,
                                any -> new Comparison(
                                        part(one),
                                        Labels.comparison(one) + ": values of " + parameter,
                                        Labels.signature(one),
                                        parameter,
                                        new LinkedHashMap<>()))
                        .settings
                        .computeIfAbsent(Labels.contender(one), any -> new ArrayList<>())
                        .add(one);
            }
        }
        return List.copyOf(all.values());
    }

    private static String part(Measurement one) {
        String[] packages = one.className().split("\\.");
        return packages.length < 2 ? "" : packages[packages.length - 2];
    }

    /** {@return the result that the others in its setting are compared with} */
    private Measurement reference(List<Measurement> setting) {
        if (!parameter.isEmpty()) {
            return setting.stream()
                    .filter(one -> REFERENCE_VALUES.contains(one.params().get(parameter)))
                    .findFirst()
                    .orElse(setting.getFirst());
        }
        return REFERENCES.stream()
                .flatMap(name -> setting.stream()
                        .filter(one -> one.params()
                                .getOrDefault("contender", one.method())
                                .equals(name)))
                .findFirst()
                .or(() -> setting.stream()
                        .filter(one -> one.method().startsWith("ffm"))
                        .findFirst())
                .orElse(setting.getFirst());
    }

    /** {@return the ratio of each contender to its reference, in all comparisons of a run} */
    static List<Ratio> ratios(List<Measurement> measurements) {
        return of(measurements).stream()
                .flatMap(comparison -> comparison.settings().values().stream()
                        .flatMap(setting -> comparison.ratiosIn(setting)))
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
        List<List<Cell>> rows = new ArrayList<>();
        settings.forEach((setting, contenders) -> {
            Measurement reference = reference(contenders);
            for (Measurement one : contenders) {
                rows.add(List.of(
                        Cell.of(one == contenders.getFirst() ? setting : ""),
                        Cell.of(
                                parameter.isEmpty()
                                        ? Labels.contender(one)
                                        : one.params().get(parameter)),
                        Cell.of(Figures.time(one.time())),
                        Cell.of(Figures.bytes(one.allocated())),
                        Cell.of(
                                one == reference
                                        ? contenders.size() == 1 ? "" : "reference"
                                        : Figures.ratio(Ratio.of(reference, one)))));
            }
        });
        return new Table(
                        title + (signature.isEmpty() ? "" : ": " + signature),
                        List.of(
                                Column.text("Setting"),
                                Column.text("Contender"),
                                Column.number("Time"),
                                Column.number("Heap"),
                                Column.number("Reference’s speed")),
                        rows)
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
