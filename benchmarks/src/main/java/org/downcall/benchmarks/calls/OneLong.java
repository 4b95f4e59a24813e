package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_one_long;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The smallest call that could compute something. */
@Shape(title = "one long", signature = "long long f(long long)")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
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
