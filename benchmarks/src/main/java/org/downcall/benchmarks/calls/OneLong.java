package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_one_long;

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
 * The smallest call that could compute something: C returns its argument.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar OneLong}
 *
 * <p><b>Expect:</b> a critical downcall costs about 1.5 ns more than the call in C, and a plain
 * one about 3 ns more. JNI and JNR-FFI are close to the plain downcall; JNA is one to two orders
 * of magnitude slower. On an AMD EPYC (Zen 4) with JDK 25 in 2026: Java below 1 ns, C to C 1.5
 * ns, critical 3 ns, plain 4 to 5 ns, JNA direct 70 to 90 ns, JNA about 200 ns.
 */
@Shape(title = "one long", signature = "long long f(long long)")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class OneLong {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_one_long", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_one_long", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated("bench_one_long", TYPE);

    public long n = 42;

    @Benchmark
    public long java() {
        return n;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(n, Downcalls.REPEATS) / Downcalls.REPEATS;
    }

    @Benchmark
    public long ffmCritical() throws Throwable {
        return (long) CRITICAL.invokeExact(n);
    }

    @Benchmark
    public long ffm() throws Throwable {
        return (long) FFM.invokeExact(n);
    }

    @Benchmark
    public long jextract() {
        return bench_one_long(n);
    }

    @Benchmark
    public long jni() {
        return Jni.oneLong(n);
    }

    @Benchmark
    public long jnr() {
        return JnrCalls.INSTANCE.bench_one_long(n);
    }

    @Benchmark
    public long jnaDirect() {
        return JnaDirectCalls.bench_one_long(n);
    }

    @Benchmark
    public long jna() {
        return JnaCalls.INSTANCE.bench_one_long(n);
    }
}
