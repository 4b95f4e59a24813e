package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_two_doubles;

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
 * Two doubles, which C adds: floating-point registers instead of integer ones.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar TwoDoubles}
 *
 * <p><b>Expect:</b> the same as for one long, except through JNA, which boxes its arguments. On
 * an AMD EPYC (Zen 4) with JDK 25 in 2026: critical 2.9 ns, plain 4.2 ns, JNA direct 100 ns, JNA
 * 330 ns.
 */
@Shape(title = "two doubles", inDefaultMode = false, signature = "double f(double, double)")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class TwoDoubles {

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(JAVA_DOUBLE, JAVA_DOUBLE, JAVA_DOUBLE);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_two_doubles", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_two_doubles", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_two_doubles", FunctionDescriptor.of(JAVA_LONG, JAVA_DOUBLE, JAVA_DOUBLE));

    public double a = 40;
    public double b = 2;

    @Benchmark
    public double java() {
        return a + b;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public double c() throws Throwable {
        return (double) ((long) IN_C.invokeExact(a, b, Downcalls.REPEATS) / Downcalls.REPEATS);
    }

    @Benchmark
    public double ffmCritical() throws Throwable {
        return (double) CRITICAL.invokeExact(a, b);
    }

    @Benchmark
    public double ffm() throws Throwable {
        return (double) FFM.invokeExact(a, b);
    }

    @Benchmark
    public double jextract() {
        return bench_two_doubles(a, b);
    }

    @Benchmark
    public double jni() {
        return Jni.twoDoubles(a, b);
    }

    @Benchmark
    public double jnr() {
        return JnrCalls.INSTANCE.bench_two_doubles(a, b);
    }

    @Benchmark
    public double jnaDirect() {
        return JnaDirectCalls.bench_two_doubles(a, b);
    }

    @Benchmark
    public double jna() {
        return JnaCalls.INSTANCE.bench_two_doubles(a, b);
    }
}
