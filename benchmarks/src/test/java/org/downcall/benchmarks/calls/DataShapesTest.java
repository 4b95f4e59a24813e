package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** All ways to make a call have the same result, with every parameter. */
class DataShapesTest {

    static Stream<Arguments> shapesWithParameters() {
        return DataShapes.ALL.stream()
                .flatMap(shape -> parameters(shape).stream()
                        .map(parameters -> Arguments.of(shape, parameters)));
    }

    @ParameterizedTest
    @MethodSource("shapesWithParameters")
    void allWaysHaveTheSameResult(Class<?> shape, Map<String, String> parameters) throws Exception {
        assumeTrue(BenchLibrary.present());
        Object instance = shape.getConstructor().newInstance();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            Field field = shape.getField(parameter.getKey());
            field.set(
                    instance,
                    field.getType() == int.class
                            ? Integer.valueOf(parameter.getValue())
                            : parameter.getValue());
        }
        Map<String, Object> results = new TreeMap<>();
        for (Method setup : annotated(shape, Setup.class)) {
            setup.invoke(instance);
        }
        try {
            for (Method benchmark : annotated(shape, Benchmark.class)) {
                results.put(benchmark.getName(), benchmark.invoke(instance));
            }
        } finally {
            for (Method tearDown : annotated(shape, TearDown.class)) {
                tearDown.invoke(instance);
            }
        }
        assertFalse(results.isEmpty());
        assertEquals(1, Set.copyOf(results.values()).size(), results::toString);
    }

    static Stream<Class<?>> shapes() {
        return DataShapes.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyMethodStatesItsTechnology(Class<?> shape) {
        Set<String> technologies = Arrays.stream(Technology.values())
                .map(Technology::method)
                .collect(Collectors.toSet());
        for (Method benchmark : annotated(shape, Benchmark.class)) {
            assertTrue(
                    benchmark.isAnnotationPresent(Variant.class)
                            || technologies.contains(benchmark.getName()),
                    benchmark::toString);
        }
        assertTrue(shape.isAnnotationPresent(Shape.class));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void defaultModeMeasuresASelectionOfTheParameters(Class<?> shape) {
        for (Field field : fieldsWithValues(shape)) {
            List<String> all = List.of(field.getAnnotation(Param.class).value());
            InDefaultMode some = field.getAnnotation(InDefaultMode.class);
            assertTrue(
                    some == null
                            || some.value().length > 0 && all.containsAll(List.of(some.value())),
                    field::toString);
        }
    }

    /** The methods for a trial come before those for an iteration, as in JMH. */
    private static List<Method> annotated(Class<?> shape, Class<? extends Annotation> annotation) {
        return Arrays.stream(shape.getMethods())
                .filter(method -> method.isAnnotationPresent(annotation))
                .sorted((one, other) -> level(one) - level(other))
                .toList();
    }

    private static int level(Method method) {
        if (method.isAnnotationPresent(Setup.class)) {
            return method.getAnnotation(Setup.class).value().ordinal();
        }
        return method.isAnnotationPresent(TearDown.class)
                ? -method.getAnnotation(TearDown.class).value().ordinal()
                : 0;
    }

    private static List<Field> fieldsWithValues(Class<?> shape) {
        return Arrays.stream(shape.getFields())
                .filter(field -> field.isAnnotationPresent(Param.class))
                .toList();
    }

    private static List<Map<String, String>> parameters(Class<?> shape) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Field field : fieldsWithValues(shape)) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : field.getAnnotation(Param.class).value()) {
                    Map<String, String> with = new LinkedHashMap<>(combination);
                    with.put(field.getName(), value);
                    more.add(with);
                }
            }
            combinations = more;
        }
        return combinations;
    }
}
