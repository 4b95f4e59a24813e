package org.downcall.benchmarks.calls;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * One way to make the call of a shape: a benchmark method of its class.
 *
 * @param title distinguishes it from other ways of the same technology; empty if there are none
 */
public record Way(Method method, Technology technology, String title) {

    /** {@return the ways of a class with {@link Shape}, in the order of the technologies} */
    public static List<Way> of(Class<?> shape) {
        return Arrays.stream(shape.getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Way::of)
                .sorted(Comparator.comparing(Way::technology).thenComparing(Way::name))
                .toList();
    }

    /** {@return for each technology without a way in the shape, the reason} */
    public static Map<Technology, String> absent(Class<?> shape) {
        Shape annotation = shape.getAnnotation(Shape.class);
        Map<Technology, String> absent = new EnumMap<>(Technology.class);
        if (!annotation.others().isEmpty()) {
            Stream.of(Technology.values())
                    .forEach(technology -> absent.put(technology, annotation.others()));
            of(shape).forEach(way -> absent.remove(way.technology()));
        }
        if (of(shape).stream().noneMatch(way -> way.technology() == Technology.VECTOR_API)) {
            absent.put(Technology.VECTOR_API, "not written with the Vector API");
        }
        Stream.of(annotation.absent()).forEach(one -> absent.put(one.technology(), one.reason()));
        return absent;
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

    /** {@return whether default mode measures it} */
    boolean inDefaultMode() {
        Variant variant = method.getAnnotation(Variant.class);
        return variant == null || variant.inDefaultMode();
    }

    public String name() {
        return method.getName();
    }
}
