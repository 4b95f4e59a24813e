package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * The contenders of one kernel, over the sizes.
 *
 * @param contenders by name, then by size
 */
record KernelResults(String name, Map<String, SortedMap<Double, Measurement>> contenders) {

    static final String PACKAGE = "org.downcall.benchmarks.kernels.";

    static List<KernelResults> of(RunData run) {
        Map<String, Map<String, SortedMap<Double, Measurement>>> kernels = new LinkedHashMap<>();
        for (Measurement one : run.measurements()) {
            Map<String, String> params = one.params();
            Optional<Double> size = Names.quantity(params.getOrDefault("size", ""));
            if (one.benchmark().startsWith(PACKAGE)
                    && params.containsKey("kernel")
                    && params.containsKey("contender")
                    && size.isPresent()) {
                kernels.computeIfAbsent(params.get("kernel"), any -> new LinkedHashMap<>())
                        .computeIfAbsent(params.get("contender"), any -> new TreeMap<>())
                        .put(size.get(), one);
            }
        }
        List<KernelResults> list = new ArrayList<>();
        kernels.forEach((name, contenders) -> list.add(new KernelResults(name, contenders)));
        return list;
    }

    /** The one that the others are held against. */
    private Optional<SortedMap<Double, Measurement>> inC() {
        return Optional.ofNullable(contenders.get("native"));
    }

    /** All others, but for the library's public methods: they are the same C, or the same Java. */
    List<String> rivals() {
        return contenders.keySet().stream().filter(name -> !name.equals("native") && !name.equals("api")).toList();
    }

    /** Those that are written in Java here, with or without its Vector API. */
    List<String> javaRivals() {
        return rivals().stream().filter(name -> name.matches("java.*|vector.*|article")).toList();
    }

    /** The speed of C as a multiple of the rival's, at the sizes where both were measured. */
    SortedMap<Double, Ratio> ratios(String rival) {
        SortedMap<Double, Ratio> ratios = new TreeMap<>();
        SortedMap<Double, Measurement> theirs = contenders.get(rival);
        inC().orElse(new TreeMap<>()).forEach((size, ours) -> {
            if (theirs.containsKey(size)) {
                ratios.put(size, Ratio.of(ours.time(), theirs.get(size).time()));
            }
        });
        return ratios;
    }

    Optional<Double> breakEven(String rival) {
        SortedMap<Double, Verdict> verdicts = new TreeMap<>();
        ratios(rival).forEach((size, ratio) -> verdicts.put(size, ratio.verdict()));
        return FasterFrom.size(verdicts);
    }
}
