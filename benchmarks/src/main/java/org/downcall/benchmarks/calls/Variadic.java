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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Three ints to a function that takes any number: other rules than for named arguments on some
 * platforms.
 */
@Shape(
        title = "three variadic ints",
        inDefaultMode = false,
        signature = "int f(int, ...)",
        absent =
                @Shape.Absent(
                        technology = Technology.JNA_DIRECT,
                        reason = "JNA maps no variadic function directly"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Variadic {

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Linker.Option FIRST_VARIADIC = Linker.Option.firstVariadicArg(1);
    private static final MethodHandle CRITICAL =
            Downcalls.plain("bench_variadic", TYPE, FIRST_VARIADIC, Linker.Option.critical(false));
    private static final MethodHandle FFM = Downcalls.plain("bench_variadic", TYPE, FIRST_VARIADIC);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_variadic", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT));

    /** It takes the arguments as Objects, in an array. */
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
            title =
                    "through the invoker that jextract makes: boxed arguments, a handle that is no constant")
    public int jextract() {
        return JEXTRACT.apply(3, a, b, c);
    }

    /** JNI knows no variadic functions: C of one's own passes the three on. */
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
