package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.calls_h.bench_variadic;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Three ints passed to a variadic function. Some platforms pass variadic arguments differently
 * from named ones.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar Variadic}
 *
 * <p><b>Expect:</b> the plain handle costs 1 to 2 ns more than for named arguments. jextract's
 * invoker takes an array of objects and costs more than twice as much. On an AMD EPYC (Zen 4) with
 * JDK 25 in 2026: critical 6 ns, plain 7 ns, jextract 17 ns with 32 bytes of heap, JNI 9 ns,
 * JNR-FFI 100 ns, JNA 600 ns.
 */
@Shape(
        title = "three variadic ints",
        inDefaultMode = false,
        signature = "int f(int, ...)",
        absent =
                @Shape.Absent(
                        technology = Technology.JNA_DIRECT,
                        reason = "JNA direct mapping does not support variadic functions"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class Variadic {

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Linker.Option FIRST_VARIADIC = Linker.Option.firstVariadicArg(1);
    private static final MethodHandle CRITICAL =
            Downcalls.plain("bench_variadic", TYPE, FIRST_VARIADIC, Linker.Option.critical(false));
    private static final MethodHandle FFM = Downcalls.plain("bench_variadic", TYPE, FIRST_VARIADIC);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_variadic", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT));

    /** It takes its arguments as an array of objects. */
    private static final bench_variadic JEXTRACT =
            bench_variadic.makeInvoker(JAVA_INT, JAVA_INT, JAVA_INT);

    public int a = 30;
    public int b = 10;
    public int c = 2;

    @Benchmark
    public int java() {
        return a + b + c;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public int c() throws Throwable {
        return (int) ((long) IN_C.invokeExact(a, b, c, Downcalls.REPEATS) / Downcalls.REPEATS);
    }

    @Benchmark
    public int ffmCritical() throws Throwable {
        return (int) CRITICAL.invokeExact(3, a, b, c);
    }

    @Benchmark
    public int ffm() throws Throwable {
        return (int) FFM.invokeExact(3, a, b, c);
    }

    @Benchmark
    @Variant(
            technology = Technology.JEXTRACT,
            title = "through jextract's invoker: boxed arguments, a handle that is not constant")
    public int jextract() {
        return JEXTRACT.apply(3, a, b, c);
    }

    /** JNI has no variadic native methods: glue code in C passes the three on. */
    @Benchmark
    public int jni() {
        return Jni.variadic(a, b, c);
    }

    @Benchmark
    public int jnr() {
        return JnrCalls.INSTANCE.bench_variadic(3, a, b, c);
    }

    @Benchmark
    public int jna() {
        return JnaCalls.INSTANCE.bench_variadic(3, a, b, c);
    }
}
