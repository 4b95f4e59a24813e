package org.downcall.benchmarks.calls;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Checks, by calling each once without JMH, that all ways of a shape return the same. */
final class ShapeAgreement {

    /**
     * @param params the values of the fields with {@code @Param}
     * @throws IllegalStateException that names the shape and two different results
     */
    static void check(Class<?> shape, Map<String, String> params) {
        Map<String, Object> results = new LinkedHashMap<>();
        Way.of(shape).stream()
                .filter(way -> CallSuite.whyNot(way) == null)
                .forEach(way -> results.put(way.name(), result(shape, way, params)));
        check(shape.getSimpleName() + (params.isEmpty() ? "" : params), results);
    }

    static void check(String shape, Map<String, ?> results) {
        String first = results.keySet().iterator().next();
        results.forEach((name, result) -> {
            if (!Objects.deepEquals(result, results.get(first))) {
                throw new IllegalStateException(shape + ": " + name + " returns " + text(result)
                        + ", but " + first + " " + text(results.get(first)));
            }
        });
    }

    /** Each method gets a new state, so that no result is left over from another method. */
    private static Object result(Class<?> shape, Way way, Map<String, String> params) {
        try {
            Object state = prepare(shape, params);
            Object[] arguments = new Object[way.method().getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = prepare(way.method().getParameterTypes()[i], params);
            }
            Object result = way.method().invoke(state, arguments);
            for (Object argument : arguments) {
                cleanUp(argument);
            }
            cleanUp(state);
            return result;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    shape.getSimpleName() + "." + way.name() + " fails", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    shape.getSimpleName() + "." + way.name() + " cannot be called", e);
        }
    }

    private static Object prepare(Class<?> type, Map<String, String> params)
            throws ReflectiveOperationException {
        if (!type.isAnnotationPresent(State.class)) {
            throw new NoSuchMethodException(type + " has no @State");
        }
        Object state = type.getConstructor().newInstance();
        for (Field field : CallSuite.paramFields(type)) {
            field.setAccessible(true);
            field.set(state, valueOf(params.get(field.getName()), field.getType()));
        }
        callAll(
                state,
                methods(type, Setup.class)
                        .sorted(Comparator.comparing(
                                method -> method.getAnnotation(Setup.class).value()))
                        .toList());
        return state;
    }

    private static void cleanUp(Object state) throws ReflectiveOperationException {
        Comparator<Method> byLevel = Comparator.comparing(
                method -> method.getAnnotation(TearDown.class).value());
        callAll(
                state,
                methods(state.getClass(), TearDown.class)
                        .sorted(byLevel.reversed())
                        .toList());
    }

    private static Stream<Method> methods(Class<?> type, Class<? extends Annotation> annotation) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(annotation));
    }

    private static void callAll(Object state, List<Method> methods)
            throws ReflectiveOperationException {
        for (Method method : methods) {
            method.invoke(state);
        }
    }

    private static Object valueOf(String value, Class<?> type) {
        if (type == int.class) {
            return Integer.valueOf(value);
        }
        if (type == long.class) {
            return Long.valueOf(value);
        }
        if (type == String.class) {
            return value;
        }
        throw new IllegalArgumentException("unsupported type of a parameter: " + type);
    }

    private static String text(Object result) {
        String inBrackets = Arrays.deepToString(new Object[] {result});
        return inBrackets.substring(1, inBrackets.length() - 1);
    }

    private ShapeAgreement() {}
}
