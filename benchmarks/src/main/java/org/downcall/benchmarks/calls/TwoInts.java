package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_two_ints;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
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
 * Two ints, which C adds.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar TwoInts}
 *
 * <p><b>Expect:</b> the same as for one long, because a second argument in a register is almost
 * free. On an AMD EPYC (Zen 4) with JDK 25 in 2026: C to C 1.4 ns, critical 2.8 ns, plain 4.2
 * ns, JNA direct 84 ns, JNA 270 ns.
 */
@Shape(title = "two ints", inDefaultMode = false, signature = "int f(int, int)")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class TwoInts {

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_two_ints", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_two_ints", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_two_ints", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT));

    public int a = 40;
    public int b = 2;

    @Benchmark
    public int java() {
        return a + b;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public int c() throws Throwable {
        return (int) ((long) IN_C.invokeExact(a, b, Downcalls.REPEATS) / Downcalls.REPEATS);
    }

    @Benchmark
    public int ffmCritical() throws Throwable {
        return (int) CRITICAL.invokeExact(a, b);
    }

    @Benchmark
    public int ffm() throws Throwable {
        return (int) FFM.invokeExact(a, b);
    }

    @Benchmark
    public int jextract() {
        return bench_two_ints(a, b);
    }

    @Benchmark
    public int jni() {
        return Jni.twoInts(a, b);
    }

    @Benchmark
    public int jnr() {
        return JnrCalls.INSTANCE.bench_two_ints(a, b);
    }

    @Benchmark
    public int jnaDirect() {
        return JnaDirectCalls.bench_two_ints(a, b);
    }

    @Benchmark
    public int jna() {
        return JnaCalls.INSTANCE.bench_two_ints(a, b);
    }
}
