package org.downcall.benchmarks.report;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Variant;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Kernels;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;

/**
 * The names of results for readers, from the annotations of their classes and from the kernels.
 * Results may outlive their classes, and then have the names that are in the file.
 */
final class Labels {

    private static final Map<String, String> TITLES = Map.of(
            "ArticleBenchmark", "The article's fibonacci(10_000)",
            "ColdStart", "Cold start",
            "Safepoints", "Time to safepoint while a call runs",
            "CallOnThread", "Call on a thread",
            "BlockedThreads", "64 tasks that block for a millisecond each");

    private static final Map<String, String> METHODS = Map.ofEntries(
            entry("ColdStart.jvmOnly", "the JVM alone"),
            entry("ColdStart.javaKernel", "with the kernel in Java"),
            entry("ColdStart.nativeKernel", "with the kernel in C"),
            entry("Safepoints.critical", "critical downcall"),
            entry("Safepoints.plain", "plain downcall"),
            entry("Safepoints.java", "Java loop"),
            entry("BlockedThreads.sleepOnVirtualThreads", "sleep in Java, on virtual threads"),
            entry("BlockedThreads.sleepOnPlatformThreads", "sleep in Java, on platform threads"),
            entry("BlockedThreads.ffmOnVirtualThreads", "block in C, on virtual threads"),
            entry("BlockedThreads.ffmOnPlatformThreads", "block in C, on platform threads"),
            entry(
                    "BlockedThreads.upcallOnVirtualThreads",
                    "sleep in an upcall from C, on virtual threads"),
            entry(
                    "BlockedThreads.upcallOnPlatformThreads",
                    "sleep in an upcall from C, on platform threads"));

    /** {@return the title of the comparison that the result belongs to} */
    static String comparison(Measurement one) {
        return kernel(one)
                .map(Kernel::title)
                .or(() -> Optional.ofNullable(one.params().get("kernel")))
                .or(() -> shape(one).map(Shape::title).map(Labels::capitalized))
                .orElseGet(() -> TITLES.getOrDefault(one.shortClass(), one.shortClass()));
    }

    /** {@return the C function; empty if the result is not one of a shape with one function} */
    static String signature(Measurement one) {
        return shape(one).map(Shape::signature).orElse("");
    }

    static String contender(Measurement one) {
        String name = one.params().get("contender");
        if (name != null) {
            return title(kernel(one), name);
        }
        String method = one.shortClass() + "." + one.method();
        if (METHODS.containsKey(method)) {
            return METHODS.get(method);
        }
        String title = technology(one).map(Technology::title).orElse("");
        String variant =
                variant(one).map(Variant::title).orElse(title.isEmpty() ? words(one.method()) : "");
        return title + (title.isEmpty() || variant.isEmpty() ? "" : ": ") + variant;
    }

    /** {@return the size and other parameters that are the same for all contenders} */
    static String setting(Measurement one) {
        Map<String, String> params = one.params();
        params.keySet().removeAll(List.of("kernel", "contender"));
        if (one.shortClass().equals("ArticleBenchmark")) {
            // A 64-bit number must not be compared with an exact one.
            return one.method().contains("Exact") ? "exact" : "lowest 64 bits";
        }
        Optional<Kernel> kernel = kernel(one);
        if (kernel.isPresent() && params.containsKey("size")) {
            return size(kernel.get().unit(), Double.parseDouble(params.get("size")));
        }
        return params.entrySet().stream()
                .map(param -> param.getKey() + " " + param.getValue())
                .collect(Collectors.joining(", "));
    }

    static String size(String unit, double size) {
        return unit + " = " + Figures.count(size);
    }

    /** {@return all of it in one line} */
    static String line(Measurement one) {
        String setting = setting(one);
        return comparison(one) + ", " + contender(one)
                + (setting.isEmpty() ? "" : " (" + setting + ")");
    }

    static Optional<Technology> technology(Measurement one) {
        return variant(one).map(Variant::technology).or(() -> technology(one.method()));
    }

    static Optional<Technology> technology(String method) {
        return Arrays.stream(Technology.values())
                .filter(technology -> technology.method().equals(method))
                .findFirst();
    }

    private static Optional<Kernel> kernel(Measurement one) {
        return kernel(one.params().get("kernel"));
    }

    static Optional<Kernel> kernel(String name) {
        return Kernels.ALL.stream().filter(kernel -> kernel.name().equals(name)).findFirst();
    }

    static Optional<Contender> contender(Optional<Kernel> kernel, String name) {
        return kernel.stream()
                .flatMap(one -> one.contenders().stream())
                .filter(one -> one.name().equals(name))
                .findFirst();
    }

    static String title(Optional<Kernel> kernel, String contender) {
        return contender(kernel, contender).map(Contender::title).orElseGet(() -> words(contender));
    }

    private static Optional<Shape> shape(Measurement one) {
        return load(one.className()).map(type -> type.getAnnotation(Shape.class));
    }

    private static Optional<Variant> variant(Measurement one) {
        return load(one.className()).stream()
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> method.getName().equals(one.method()))
                .map(method -> method.getAnnotation(Variant.class))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** The class is not initialized, because only its annotations are needed, and no C. */
    static Optional<Class<?>> load(String className) {
        try {
            return Optional.of(Class.forName(className, false, Labels.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** {@return {@code fresh copy} for {@code freshCopy}, {@code JVM only} for {@code jvmOnly}} */
    static String words(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .replaceAll("[-_]", " ")
                .toLowerCase(Locale.ROOT);
        for (String proper :
                List.of("JVM", "VM", "Java", "C", "JNI", "FFM", "GMP", "CPU", "OS", "JDK")) {
            words = words.replaceAll("\\b" + proper.toLowerCase(Locale.ROOT) + "\\b", proper);
        }
        return words;
    }

    static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private Labels() {}
}
