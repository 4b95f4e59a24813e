package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The sum of {@link FloatArray}, compiled for the baseline instruction set and for AVX2. On a
 * processor without AVX2, and on ARM, the second is the same as the first.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar InstructionSets}
 *
 * <p><b>Expect:</b> little or no difference, because with 16 partial sums, each addition waits for
 * the previous addition to the same sum. On an AMD EPYC (Zen 4) with JDK 25 in 2026, both take 220
 * to 230 ns. On an Intel Xeon (Sapphire Rapids), additions take less time, and AVX2, which needs
 * half the instructions, takes 130 ns instead of 160 ns.
 */
@Shape(
        title = "4096 floats, added in 16 partial sums",
        inDefaultMode = false,
        signature = "float f(const float *values, long long length)",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class InstructionSets {

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(JAVA_FLOAT, ADDRESS, JAVA_LONG);
    private static final MethodHandle BASELINE = Downcalls.critical("bench_sum", TYPE);
    private static final MethodHandle AVX2 = Downcalls.critical("bench_sum_avx2", TYPE);

    private static final int LENGTH = 4096;

    private Arena arena;
    private MemorySegment values;

    @Setup
    public void allocate() {
        Random random = new Random(LENGTH);
        arena = Arena.ofConfined();
        values = arena.allocate(JAVA_FLOAT, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            values.setAtIndex(JAVA_FLOAT, i, random.nextFloat());
        }
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "C for every processor")
    public float baseline() throws Throwable {
        return (float) BASELINE.invokeExact(values, (long) LENGTH);
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "C for AVX2")
    public float avx2() throws Throwable {
        return (float) AVX2.invokeExact(values, (long) LENGTH);
    }
}
