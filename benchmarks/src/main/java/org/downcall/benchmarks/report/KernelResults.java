package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;

/**
 * The results of one kernel.
 *
 * @param contenders by name, then by size
 */
record KernelResults(String name, Map<String, SortedMap<Double, Measurement>> contenders) {

    private static final String PACKAGE = "org.downcall.benchmarks.kernels.";

    static List<KernelResults> of(RunData run) {
        Map<String, KernelResults> kernels = new LinkedHashMap<>();
        for (Measurement one : run.measurements()) {
            Map<String, String> params = one.params();
            Optional<Double> size = Names.quantity(params.getOrDefault("size", ""));
            if (one.benchmark().startsWith(PACKAGE)
                    && params.containsKey("kernel")
                    && params.containsKey("contender")
                    && size.isPresent()) {
                kernels.computeIfAbsent(
                                params.get("kernel"),
                                name -> new KernelResults(name, new LinkedHashMap<>()))
                        .contenders
                        .computeIfAbsent(params.get("contender"), any -> new TreeMap<>())
                        .put(size.get(), one);
            }
        }
        return List.copyOf(kernels.values());
    }

    static Optional<KernelResults> named(RunData run, String name) {
        return of(run).stream().filter(one -> one.name.equals(name)).findFirst();
    }

    /** {@return the contender that the others are compared with} */
    SortedMap<Double, Measurement> inC() {
        return contenders.getOrDefault("native", new TreeMap<>());
    }

    /** {@return the other contenders, without the library's own public methods} */
    List<String> rivals() {
        return contenders.keySet().stream()
                .filter(name -> kind(name) != Kind.NATIVE)
                .toList();
    }

    boolean isJava(String contender) {
        return kind(contender) == Kind.JAVA || kind(contender) == Kind.VECTOR_API;
    }

    /** {@return the strongest contender in Java at a size; empty if there is none} */
    Optional<String> bestJava(double size) {
        return best(rivals().stream().filter(this::isJava).toList(), size);
    }

    /** {@return the strongest other library at a size; empty if there is none} */
    Optional<String> bestLibrary(double size) {
        return best(rivals().stream().filter(name -> !isJava(name)).toList(), size);
    }

    private Optional<String> best(List<String> names, double size) {
        return names.stream()
                .filter(name -> ratio(name, size).isPresent())
                .min(Comparator.comparingDouble(
                        name -> ratio(name, size).orElseThrow().value()));
    }

    /** {@return the speed of C as a multiple of the rival's, if both have the size} */
    Optional<Ratio> ratio(String rival, double size) {
        Measurement ours = inC().get(size);
        Measurement theirs = contenders.getOrDefault(rival, new TreeMap<>()).get(size);
        return ours == null || theirs == null
                ? Optional.empty()
                : Optional.of(Ratio.of(ours, theirs));
    }

    /** {@return the speed of C as a multiple of the rival's, at the sizes of both} */
    SortedMap<Double, Ratio> ratios(String rival) {
        SortedMap<Double, Ratio> ratios = new TreeMap<>();
        inC().keySet().forEach(size -> ratio(rival, size).ifPresent(one -> ratios.put(size, one)));
        return ratios;
    }

    /**
     * {@return at most three sizes at which C has a rival: the smallest, one in the middle, and the
     * largest}
     */
    List<Double> typicalSizes() {
        List<Double> sizes = inC().keySet().stream()
                .filter(size ->
                        rivals().stream().anyMatch(one -> ratio(one, size).isPresent()))
                .toList();
        if (sizes.size() <= 3) {
            return sizes;
        }
        double middle = Math.sqrt(sizes.getFirst() * sizes.getLast());
        List<Double> typical = new ArrayList<>(List.of(sizes.getFirst()));
        typical.add(sizes.subList(1, sizes.size() - 1).stream()
                .min(Comparator.comparingDouble(size -> Math.abs(Math.log(size / middle))))
                .orElseThrow());
        typical.add(sizes.getLast());
        return typical;
    }

    /**
     * {@return the size in the middle of those at which C has rivals; if there are such sizes, one
     * at which it has both Java and another library}
     */
    Optional<Double> middleSize() {
        List<Double> sizes = inC().keySet().stream()
                .filter(size -> bestJava(size).isPresent() || bestLibrary(size).isPresent())
                .toList();
        if (sizes.isEmpty()) {
            return Optional.empty();
        }
        List<Double> withBoth = sizes.stream()
                .filter(size -> bestJava(size).isPresent() && bestLibrary(size).isPresent())
                .toList();
        double middle = Math.sqrt(sizes.getFirst() * sizes.getLast());
        return (withBoth.isEmpty() ? sizes : withBoth)
                .stream()
                        .min(Comparator.comparingDouble(size -> Math.abs(Math.log(size / middle))));
    }

    private Optional<Kernel> kernel() {
        return Kernels.ALL.stream().filter(kernel -> kernel.name().equals(name)).findFirst();
    }

    private Kind kind(String contender) {
        return Labels.contender(kernel(), contender)
                .map(Contender::kind)
                .orElseGet(() -> switch (contender) {
                    case "native" -> Kind.NATIVE;
                    case "java" -> Kind.JAVA;
                    default -> Kind.LIBRARY;
                });
    }

    /** {@return whether C replaces a method of the JDK, and must not be slower at any size} */
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
        return Labels.contender(kernel(), contender)
                .map(Contender::title)
                .orElseGet(() -> Names.words(contender));
    }
}
