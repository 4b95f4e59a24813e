package org.downcall.benchmarks.calls;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * One way to make the call of a shape: a benchmark method of its class.
 *
 * @param title what tells it from other ways of the same technology; empty if there are none
 */
public record Way(Method method, Technology technology, String title) {

    /** Those of a class with {@link Shape}, in the order of the technologies. */
    public static List<Way> of(Class<?> shape) {
        return Arrays.stream(shape.getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Way::of)
                .sorted(Comparator.comparing(Way::technology).thenComparing(Way::name))
                .toList();
    }

    private static Way of(Method method) {
        Variant variant = method.getAnnotation(Variant.class);
        if (variant != null) {
            return new Way(method, variant.technology(), variant.title());
        }
        return Arrays.stream(Technology.values())
                .filter(technology -> technology.method().equals(method.getName()))
                .findFirst()
                .map(technology -> new Way(method, technology, ""))
                .orElseThrow(() -> new IllegalArgumentException(
                        method + " is not named for a technology and has no @Variant"));
    }

    public String name() {
        return method.getName();
    }
}
