package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call after the JVM has filled a new array with zeros. On x86-64, this leaves values in the upper
 * halves of the vector registers. A plain call clears them, a critical call does not, and some
 * processors then stop at the first instruction of C that uses such a register without the VEX
 * prefix. Each time includes the array.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar AfterNewArray}
 *
 * <p><b>Expect:</b> on an Intel Xeon (Sapphire Rapids) with JDK 25 in 2026, the critical call takes
 * a hundred nanoseconds longer than the others. On a processor without AVX, and on ARM, a critical
 * call is not slower than a plain one.
 */
@Shape(
        title = "after a new array: a function with an SSE instruction",
        inDefaultMode = false,
        signature = "long long f(long long)",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class AfterNewArray {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PLAIN = Downcalls.plain("bench_sse", TYPE);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_sse", TYPE);
    private static final MethodHandle CLEARED = Downcalls.critical("bench_sse_cleared", TYPE);

    private static final int LENGTH = 16;

    /** Not constant, and visible to others, so that no array is omitted. */
    public long[] array;

    private long n = 1;

    @Benchmark
    public long ffm() throws Throwable {
        array = new long[LENGTH];
        return (long) PLAIN.invokeExact(n);
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "the function itself")
    public long ffmCritical() throws Throwable {
        array = new long[LENGTH];
        return (long) CRITICAL.invokeExact(n);
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM_CRITICAL,
            title = "a function that clears the upper halves of the vector registers first")
    public long ffmCriticalCleared() throws Throwable {
        array = new long[LENGTH];
        return (long) CLEARED.invokeExact(n);
    }
}
