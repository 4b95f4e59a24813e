package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Kernels;
import org.downcall.benchmarks.results.BreakEven;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;

/**
 * The results of one kernel.
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

    /** {@return the contender that the others are compared with} */
    Optional<SortedMap<Double, Measurement>> inC() {
        return Optional.ofNullable(contenders.get("native"));
    }

    /** {@return the other contenders, without the library's own public methods} */
    List<String> rivals() {
        return contenders.keySet().stream()
                .filter(name -> kind(name) != Kind.NATIVE)
                .toList();
    }

    /** {@return those that are written in Java, with or without the Vector API} */
    List<String> javaRivals() {
        return rivals().stream()
                .filter(rival -> kind(rival) == Kind.JAVA || kind(rival) == Kind.VECTOR_API)
                .toList();
    }

    /** {@return the speed of C as a multiple of the rival's, at the sizes of both} */
    SortedMap<Double, Ratio> ratios(String rival) {
        SortedMap<Double, Ratio> ratios = new TreeMap<>();
        SortedMap<Double, Measurement> theirs = contenders.getOrDefault(rival, new TreeMap<>());
        inC().orElse(new TreeMap<>()).forEach((size, ours) -> {
            if (theirs.containsKey(size)) {
                ratios.put(size, Ratio.of(ours, theirs.get(size)));
            }
        });
        return ratios;
    }

    Optional<Double> breakEven(String rival) {
        return BreakEven.of(ratios(rival));
    }

    /** {@return the kernel; empty if a file has results of one that no longer exists} */
    private Optional<Kernel> kernel() {
        return Kernels.ALL.stream().filter(kernel -> kernel.name().equals(name)).findFirst();
    }

    private Optional<Contender> contender(String contender) {
        return kernel().stream()
                .flatMap(kernel -> kernel.contenders().stream())
                .filter(one -> one.name().equals(contender))
                .findFirst();
    }

    private Kind kind(String contender) {
        return contender(contender).map(Contender::kind).orElseGet(() -> switch (contender) {
            case "native" -> Kind.NATIVE;
            case "java" -> Kind.JAVA;
            case "vector" -> Kind.VECTOR_API;
            default -> Kind.LIBRARY;
        });
    }

    /** {@return whether it must not be slower than the contender in Java at any size} */
    boolean standsInForJava() {
        return kernel().map(Kernel::standsInForJava).orElse(false);
    }

    boolean isPerSize() {
        return kernel().map(Kernel::isPerSize).orElse(false);
    }

    String title() {
        return kernel().map(Kernel::title).orElse(name);
    }

    /** {@return the unit of a size} */
    String unit() {
        return kernel().map(Kernel::unit).orElse("size");
    }

    String title(String contender) {
        return contender(contender).map(Contender::title).orElseGet(() -> Names.words(contender));
    }
}
