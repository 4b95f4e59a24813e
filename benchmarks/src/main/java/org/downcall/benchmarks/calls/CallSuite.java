package org.downcall.benchmarks.calls;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.downcall.Backend;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;
import org.openjdk.jmh.annotations.Param;

/** The cost of a call: every shape, with every way to call it. Memory shapes run the same way. */
public final class CallSuite implements Suite {

    /** The shapes that pass scalars and structs, in the order of the tables. */
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
            OutParameter.class,
            GlobalVariable.class,
            BitField.class,
            OpaqueHandle.class,
            Linking.class,
            PublicApi.class);

    /** All shapes that call C. */
    public static final List<Class<?>> ALL =
            Stream.of(SHAPES, DataShapes.ALL).flatMap(List::stream).toList();

    /**
     * These calls run so much Java code that C2 had not compiled all of it after the usual warm-up:
     * a struct that C returned took 2 us for half a second, and 30 ns from then on.
     */
    private static final Set<Class<?>> SLOW_TO_COMPILE = Set.of(
            StructIn16.class,
            StructIn40.class,
            StructOutByValue.class,
            StructOutByPointer.class,
            FunctionPointer.class,
            HandleNotConstant.class,
            Linking.class);

    /**
     * These need less than those above, but more than the usual warm-up. So do all shapes that call
     * no C, because their accesses to memory go through much Java code.
     */
    private static final Set<Class<?>> SLOWER_TO_COMPILE = Set.of(
            StringIn.class,
            StringOut.class,
            Arenas.class,
            ErrnoCaptured.class,
            UpcallComparator.class,
            UpcallIntegrand.class,
            UpcallFromThread.class,
            StringArray.class,
            OpaqueHandle.class);

    /**
     * JNA and JNR-FFI do in Java what the JVM does for the others, so there is more to compile for
     * every shape.
     */
    private static final Set<Technology> PEERS_IN_JAVA =
            Set.of(Technology.JNA, Technology.JNA_DIRECT, Technology.JNR);

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(1);
    private static final Duration LONGER_WARM_UP = Duration.ofMillis(600);

    private final List<Class<?>> shapes;

    /** The suite of {@link #ALL}. */
    public CallSuite() {
        this(ALL);
    }

    /**
     * @param shapes those that are not in {@link #ALL} call no C of the benchmarks and run without
     *     its native library
     */
    public CallSuite(List<Class<?>> shapes) {
        this.shapes = List.copyOf(shapes);
    }

    @Override
    public List<Comparison> comparisons(RunMode mode) {
        return shapes(mode)
                .filter(shape -> whyNot(shape) == null)
                .flatMap(shape -> comparisons(shape, mode))
                .toList();
    }

    private Stream<Class<?>> shapes(RunMode mode) {
        return shapes.stream()
                .filter(shape -> mode != RunMode.DEFAULT
                        || shape.getAnnotation(Shape.class).inDefaultMode());
    }

    /** One for each combination of the parameters that are not {@link Contenders}. */
    private static Stream<Comparison> comparisons(Class<?> shape, RunMode mode) {
        Map<SortedMap<String, String>, List<SortedMap<String, String>>> groups =
                new LinkedHashMap<>();
        for (SortedMap<String, String> params : params(shape, mode)) {
            SortedMap<String, String> common = new TreeMap<>(params);
            paramFields(shape).stream()
                    .filter(field -> field.isAnnotationPresent(Contenders.class))
                    .forEach(field -> common.remove(field.getName()));
            groups.computeIfAbsent(common, any -> new ArrayList<>()).add(params);
        }
        String title = shape.getAnnotation(Shape.class).title();
        return groups.entrySet().stream()
                .map(group -> comparison(
                        mode,
                        shape,
                        group.getKey().isEmpty() ? title : title + " " + group.getKey(),
                        group.getValue()));
    }

    private static Comparison comparison(
            RunMode mode,
            Class<?> shape,
            String name,
            List<SortedMap<String, String>> combinations) {
        List<JmhTrial> trials = Way.of(shape).stream()
                .filter(way -> whyNot(way) == null)
                .filter(way -> mode != RunMode.DEFAULT || isInDefaultMode(shape, way))
                .flatMap(way -> combinations.stream().map(params -> trial(shape, way, params)))
                .toList();
        return new Comparison(
                name,
                trials,
                () -> combinations.forEach(params -> ShapeAgreement.check(shape, params)));
    }

    /** Default mode has to be short. It compares all technologies for one shape only. */
    private static boolean isInDefaultMode(Class<?> shape, Way way) {
        return way.inDefaultMode()
                && (shape == OneLong.class || !PEERS_IN_JAVA.contains(way.technology()));
    }

    private static JmhTrial trial(Class<?> shape, Way way, Map<String, String> params) {
        return JmhTrial.of(shape, way.name(), params)
                .with(mode -> JmhTrial.Timing.of(mode, warmUp(shape, way)));
    }

    private static Duration warmUp(Class<?> shape, Way way) {
        // Until C2 has compiled a loop of the Vector API, each vector in it is an object.
        if (SLOW_TO_COMPILE.contains(shape) || way.technology() == Technology.VECTOR_API) {
            return LONGEST_WARM_UP;
        }
        return SLOWER_TO_COMPILE.contains(shape)
                        || !ALL.contains(shape)
                        || PEERS_IN_JAVA.contains(way.technology())
                ? LONGER_WARM_UP
                : Duration.ZERO;
    }

    /** {@return every combination of the values of the {@code @Param} fields in this mode} */
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
        shapes(mode)
                .forEach(shape -> Way.of(shape)
                        .forEach(way -> Optional.ofNullable(whyNot(shape))
                                .or(() -> Optional.ofNullable(whyNot(way)))
                                .ifPresent(reason -> absences.add(new Absence(
                                        shape.getName() + "." + way.name(), Map.of(), reason)))));
        return absences;
    }

    /** {@return null if the shape can be measured} */
    static String whyNot(Class<?> shape) {
        if (!ALL.contains(shape)) {
            return null;
        }
        if (!BenchLibrary.present()) {
            return BenchLibrary.ABSENCE;
        }
        if (shape == Crc32.class) {
            return Zlib.absence().orElse(null);
        }
        if (shape == PublicApi.class && !DowncallKernels.present()) {
            return Backend.current().reason().orElseThrow();
        }
        return null;
    }

    /** {@return null if the way can be measured wherever its shape can} */
    static String whyNot(Way way) {
        return switch (way.technology()) {
            case VECTOR_API ->
                ModuleLayer.boot().findModule(VectorSums.MODULE).isPresent()
                        ? null
                        : "this JVM runs without --add-modules=" + VectorSums.MODULE;
            case JNA, JNA_DIRECT -> Peers.NO_JNA;
            case JNR -> Peers.NO_JNR;
            default -> null;
        };
    }

    /** Initialized on first use, because the peers need the benchmarks' library. */
    private static final class Peers {

        private static final String NO_JNA = whyNot("JNA", () -> JnaCalls.INSTANCE);
        private static final String NO_JNR = whyNot("JNR-FFI", () -> JnrCalls.RUNTIME);

        /** {@return null if the native code of a peer can be loaded} */
        private static String whyNot(String name, Supplier<?> use) {
            try {
                use.get();
                return null;
            } catch (LinkageError e) {
                return "the native library of " + name + " cannot be loaded on this machine";
            }
        }
    }
}
