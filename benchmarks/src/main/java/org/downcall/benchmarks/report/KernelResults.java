package org.downcall.benchmarks.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
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
            if (one.benchmark().startsWith(PACKAGE)
                    && params.keySet().containsAll(List.of("kernel", "contender", "size"))) {
                kernels.computeIfAbsent(
                                params.get("kernel"),
                                name -> new KernelResults(name, new LinkedHashMap<>()))
                        .contenders
                        .computeIfAbsent(params.get("contender"), any -> new TreeMap<>())
                        .put(Double.valueOf(params.get("size")), one);
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

    Optional<Measurement> result(String contender, double size) {
        return Optional.ofNullable(contenders.get(contender)).map(sizes -> sizes.get(size));
    }

    /** {@return the speed of C as a multiple of the rival's, if both have the size} */
    Optional<Ratio> ratio(String rival, double size) {
        return result("native", size)
                .flatMap(ours -> result(rival, size).map(theirs -> Ratio.of(ours, theirs)));
    }

    /** {@return the speed of C as a multiple of the rival's, at the sizes of both} */
    SortedMap<Double, Ratio> ratios(String rival) {
        SortedMap<Double, Ratio> ratios = new TreeMap<>();
        inC().keySet().forEach(size -> ratio(rival, size).ifPresent(one -> ratios.put(size, one)));
        return ratios;
    }

    /** {@return the speed of C as a multiple of the strongest contender's in Java} */
    Optional<Ratio> toJava(double size) {
        return toBest(this::isJava, size);
    }

    /** {@return the speed of C as a multiple of the strongest other library's} */
    Optional<Ratio> toLibrary(double size) {
        return toBest(Predicate.not(this::isJava), size);
    }

    private Optional<Ratio> toBest(Predicate<String> rivals, double size) {
        return rivals().stream()
                .filter(rivals)
                .flatMap(rival -> ratio(rival, size).stream())
                .min(Comparator.comparingDouble(Ratio::value));
    }

    /**
     * {@return at most three sizes at which C has a rival: the smallest, one in the middle, and the
     * largest}
     */
    List<Double> typicalSizes() {
        List<Double> sizes = sharedSizes();
        return sizes.size() <= 3
                ? sizes
                : List.of(
                        sizes.getFirst(),
                        middle(sizes, sizes.subList(1, sizes.size() - 1)),
                        sizes.getLast());
    }

    /**
     * {@return the size in the middle of those at which C has rivals; if there are such sizes, one
     * at which it has both Java and another library}
     */
    Optional<Double> middleSize() {
        List<Double> sizes = sharedSizes();
        List<Double> withBoth = sizes.stream()
                .filter(size -> toJava(size).isPresent() && toLibrary(size).isPresent())
                .toList();
        return sizes.isEmpty()
                ? Optional.empty()
                : Optional.of(middle(sizes, withBoth.isEmpty() ? sizes : withBoth));
    }

    private List<Double> sharedSizes() {
        return inC().keySet().stream()
                .filter(size ->
                        rivals().stream().anyMatch(one -> ratio(one, size).isPresent()))
                .toList();
    }

    /** {@return the candidate that is nearest to the middle, on a logarithmic axis} */
    private static double middle(List<Double> sizes, List<Double> candidates) {
        double middle = Math.sqrt(sizes.getFirst() * sizes.getLast());
        return candidates.stream()
                .min(Comparator.comparingDouble(size -> Math.abs(Math.log(size / middle))))
                .orElseThrow();
    }

    private Optional<Kernel> kernel() {
        return Labels.kernel(name);
    }

    private boolean isJava(String contender) {
        return kind(contender) == Kind.JAVA || kind(contender) == Kind.VECTOR_API;
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

    /** {@return whether the kernel has this property; false if it does not exist any more} */
    boolean is(Predicate<Kernel> property) {
        return kernel().filter(property).isPresent();
    }

    String title() {
        return kernel().map(Kernel::title).orElse(name);
    }

    /** {@return the unit of a size} */
    String unit() {
        return kernel().map(Kernel::unit).orElse("size");
    }

    String size(double size) {
        return Labels.size(unit(), size);
    }

    String title(String contender) {
        return Labels.title(kernel(), contender);
    }
}
