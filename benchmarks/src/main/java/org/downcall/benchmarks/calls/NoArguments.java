package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_no_arguments;

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
 * The call itself: no argument goes in, and C returns a constant.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar NoArguments}
 *
 * <p><b>Expect:</b> a plain downcall costs a few nanoseconds more than the call in C. On an AMD
 * EPYC (Zen 4) with JDK 25 in 2026: Java 0.6 ns, C to C 1.5 ns, critical 3 ns; plain, jextract,
 * JNI and JNR-FFI 4 to 5 ns; JNA 60 to 75 ns.
 */
@Shape(title = "no arguments", inDefaultMode = false, signature = "long long f(void)")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class NoArguments {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_no_arguments", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_no_arguments", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated("bench_no_arguments", TYPE);

    @Benchmark
    public long java() {
        return 42;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(Downcalls.REPEATS) / Downcalls.REPEATS;
    }

    @Benchmark
    public long ffmCritical() throws Throwable {
        return (long) CRITICAL.invokeExact();
    }

    @Benchmark
    public long ffm() throws Throwable {
        return (long) FFM.invokeExact();
    }

    @Benchmark
    public long jextract() {
        return bench_no_arguments();
    }

    @Benchmark
    public long jni() {
        return Jni.noArguments();
    }

    @Benchmark
    public long jnr() {
        return JnrCalls.INSTANCE.bench_no_arguments();
    }

    @Benchmark
    public long jnaDirect() {
        return JnaDirectCalls.bench_no_arguments();
    }

    @Benchmark
    public long jna() {
        return JnaCalls.INSTANCE.bench_no_arguments();
    }
}
