package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_ten_mixed;

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
 * More arguments than registers. Of the eight integers, System V on x86-64 passes two on the
 * stack. AArch64 has eight registers for integers and eight for floating-point numbers, so
 * nothing goes through memory there.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar TenMixed}
 *
 * <p><b>Expect:</b> arguments on the stack make a downcall about three times as expensive, and
 * JNI cheaper than FFM. On an AMD EPYC (Zen 4) with JDK 25 in 2026: C to C 2.7 ns, critical 8.6
 * ns, plain 15 ns, JNI 7 ns, JNR-FFI 140 ns, JNA 1.2 us.
 */
@Shape(
        title = "ten numbers of four types",
        inDefaultMode = false,
        signature =
                "long long f(int, long long, float, int, long long, double, int, long long, int, long long)")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class TenMixed {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_FLOAT,
            JAVA_INT,
            JAVA_LONG,
            JAVA_DOUBLE,
            JAVA_INT,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_ten_mixed", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_ten_mixed", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated("bench_ten_mixed", TYPE);

    public int a = 1;
    public long b = 2;
    public float c = 3;
    public int d = 4;
    public long e = 5;
    public double f = 6;
    public int g = 7;
    public long h = 8;
    public int i = 9;
    public long j = 10;

    @Benchmark
    public long java() {
        return a + b + (long) c + d + e + (long) f + g + h + i + j;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(a, b, c, d, e, f, g, h, i, j, Downcalls.REPEATS)
                / Downcalls.REPEATS;
    }

    @Benchmark
    public long ffmCritical() throws Throwable {
        return (long) CRITICAL.invokeExact(a, b, c, d, e, f, g, h, i, j);
    }

    @Benchmark
    public long ffm() throws Throwable {
        return (long) FFM.invokeExact(a, b, c, d, e, f, g, h, i, j);
    }

    @Benchmark
    public long jextract() {
        return bench_ten_mixed(a, b, c, d, e, f, g, h, i, j);
    }

    @Benchmark
    public long jni() {
        return Jni.tenMixed(a, b, c, d, e, f, g, h, i, j);
    }

    @Benchmark
    public long jnr() {
        return JnrCalls.INSTANCE.bench_ten_mixed(a, b, c, d, e, f, g, h, i, j);
    }

    @Benchmark
    public long jnaDirect() {
        return JnaDirectCalls.bench_ten_mixed(a, b, c, d, e, f, g, h, i, j);
    }

    @Benchmark
    public long jna() {
        return JnaCalls.INSTANCE.bench_ten_mixed(a, b, c, d, e, f, g, h, i, j);
    }
}
