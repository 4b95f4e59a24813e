package org.downcall.benchmarks.calls;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.downcall.Backend;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.NativeKernels;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;
import org.openjdk.jmh.annotations.Param;

/** What a call costs: every shape, with every way to make its call. */
public final class CallSuite implements Suite {

    /** In the order of the tables. */
    public static final List<Class<?>> SHAPES = List.of(
            NoArguments.class,
            OneLong.class,
            TwoInts.class,
            TwoDoubles.class,
            TenMixed.class,
            PointerArgument.class,
            StructIn16.class,
            StructIn40.class,
            StructOutByValue.class,
            StructOutByPointer.class,
            ErrnoCaptured.class,
            Variadic.class,
            FunctionPointer.class,
            HandleNotConstant.class,
            PublicApi.class);

    /** And those of other lists. */
    static final List<Class<?>> ALL =
            Stream.of(SHAPES, DataShapes.ALL).flatMap(List::stream).toList();

    /**
     * These calls go through so much Java that C2 was not done with it after the usual warm-up: for half a second a
     * struct that C returned took 2 us, and then 30 ns.
     */
    private static final Set<Class<?>> SLOW_TO_COMPILE = Set.of(
            StructIn16.class,
            StructIn40.class,
            StructOutByValue.class,
            StructOutByPointer.class,
            FunctionPointer.class,
            HandleNotConstant.class);

    private static final Duration LONG_WARM_UP = Duration.ofSeconds(1);

    @Override
    public List<Comparison> comparisons(RunMode mode) {
        return ALL.stream()
                .filter(shape -> whyNot(shape) == null)
                .flatMap(shape -> params(shape, mode).stream().map(params -> comparison(shape, params)))
                .toList();
    }

    private static Comparison comparison(Class<?> shape, SortedMap<String, String> params) {
        String title = shape.getAnnotation(Shape.class).title();
        List<JmhTrial> trials = Way.of(shape).stream()
                .map(way -> trial(shape, way, params))
                .toList();
        return new Comparison(
                params.isEmpty() ? title : title + " " + params,
                trials,
                () -> ShapeAgreement.check(shape, params));
    }

    private static JmhTrial trial(Class<?> shape, Way way, Map<String, String> params) {
        JmhTrial trial = JmhTrial.of(shape, way.name(), params);
        // By default the library does its small work in Java, and there would be no call to measure.
        if (way.technology() == Technology.PUBLIC_API) {
            return trial.with("-Dorg.downcall.backend=native");
        }
        return SLOW_TO_COMPILE.contains(shape) ? trial.with(CallSuite::longWarmUp) : trial;
    }

    private static JmhTrial.Timing longWarmUp(RunMode mode) {
        int warmups = mode == RunMode.SMOKE ? mode.warmups() : (int) LONG_WARM_UP.dividedBy(mode.iteration());
        return new JmhTrial.Timing(warmups, 1, mode.iterations(), 1, mode.iteration());
    }

    /** Every combination of the values that the fields with {@code @Param} have in this mode. */
    static List<SortedMap<String, String>> params(Class<?> shape, RunMode mode) {
        List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
        for (Field field : paramFields(shape)) {
            List<SortedMap<String, String>> longer = new ArrayList<>();
            for (SortedMap<String, String> combination : combinations) {
                for (String value : values(field, mode)) {
                    SortedMap<String, String> more = new TreeMap<>(combination);
                    more.put(field.getName(), value);
                    longer.add(more);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static String[] values(Field field, RunMode mode) {
        InDefaultMode some = field.getAnnotation(InDefaultMode.class);
        return some != null && mode == RunMode.DEFAULT
                ? some.value()
                : field.getAnnotation(Param.class).value();
    }

    static List<Field> paramFields(Class<?> state) {
        return Arrays.stream(state.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Param.class))
                .sorted(Comparator.comparing(Field::getName))
                .toList();
    }

    @Override
    public List<Absence> absences(RunMode mode) {
        List<Absence> absences = new ArrayList<>();
        for (Class<?> shape : ALL) {
            String whyNot = whyNot(shape);
            if (whyNot != null) {
                Way.of(shape).forEach(way ->
                        absences.add(new Absence(shape.getName() + "." + way.name(), Map.of(), whyNot)));
            }
        }
        return absences;
    }

    /** {@return null if the shape can be measured} */
    private static String whyNot(Class<?> shape) {
        if (!BenchLibrary.present()) {
            return "the library of the benchmarks was not built, or -Dbench.library does not name it";
        }
        if (shape == PublicApi.class && !NativeKernels.present()) {
            return Backend.current().reason().orElseThrow();
        }
        return null;
    }
}
