package org.downcall.benchmarks.calls;

import com.sun.jna.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An array goes in, and each element is read once. It is added to one of 16 partial sums, so
 * that an addition need not wait for the previous one, which would hide the cost of copying the
 * array. The order of the additions is fixed, so all ways return the same sum to the last bit. A
 * compiler may still add several elements with one instruction: the C compiler does, C2 does
 * not, and the Vector API does it explicitly.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar FloatArray}
 *
 * <p><b>Expect:</b> for 16 elements, the way in which the array is passed decides. From 4096
 * elements on, a copy doubles the time or worse, and the loop, which C2 does not vectorize, is
 * several times slower than C. On an AMD EPYC (Zen 4) with JDK 25 in 2026: 4096 elements take
 * 250 ns without a copy, 500 ns copied into a reused segment, 600 ns into a new one, 1.7 us in
 * scalar Java, 2.3 us through JNA; 1,048,576 elements take 70 us without a copy and 400 us with
 * one. The Vector API, which adds in the same order as C, takes as long as C.
 */
@Shape(
        title = "array of floats, added in 16 partial sums",
        signature = "float f(const float *values, long long length)",
        absent =
                @Shape.Absent(
                        technology = Technology.JEXTRACT,
                        reason = "its method takes the same segments as the FFM handle"))
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class FloatArray {

    /**
     * How often C computes the sum for each downcall of {@link #c}: so often that the time of the
     * downcall is negligible. All sums of the longest array take less than a tenth of a second.
     */
    private static final int REPETITIONS = 256;

    static final int PARTIAL_SUMS = 16;

    private static final FunctionDescriptor SIGNATURE = FunctionDescriptor.of(
            ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle SUM =
            Linker.nativeLinker().downcallHandle(BenchLibrary.address("bench_sum"), SIGNATURE);
    private static final MethodHandle SUM_CRITICAL = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_sum"), SIGNATURE, Linker.Option.critical(true));
    private static final MethodHandle SUM_REPEATED = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_sum_repeated"),
                    SIGNATURE.appendArgumentLayouts(ValueLayout.JAVA_LONG));

    @Param({"16", "4096", "1048576"})
    @InDefaultMode("4096")
    public int length;

    private Arena arena;
    private float[] values;
    private final float[] sums = new float[PARTIAL_SUMS];
    private MemorySegment offHeap;
    private MemorySegment buffer;
    private Memory jnaMemory;
    private Pointer jnrPointer;

    @Setup
    public void allocate() {
        Random random = new Random(length);
        values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        arena = Arena.ofConfined();
        offHeap = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
        buffer = arena.allocate(ValueLayout.JAVA_FLOAT, length);
        jnaMemory = new Memory((long) length * Float.BYTES);
        jnaMemory.write(0, values, 0, length);
        jnrPointer = Pointer.wrap(Runtime.getSystemRuntime(), offHeap.address());
    }

    @TearDown
    public void free() {
        jnaMemory.close();
        arena.close();
    }

    @Benchmark
    public float java() {
        Arrays.fill(sums, 0);
        int i = 0;
        for (; i + PARTIAL_SUMS <= values.length; i += PARTIAL_SUMS) {
            for (int j = 0; j < PARTIAL_SUMS; j++) {
                sums[j] += values[i + j];
            }
        }
        return total(i);
    }

    @Benchmark
    @Fork(
            jvmArgsAppend = {
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector"
            })
    public float vector() {
        return total(VectorSums.add(values, sums));
    }

    /** Adds the values from index i on to the partial sums, and then the partial sums. */
    private float total(int i) {
        for (int j = 0; i < values.length; j++, i++) {
            sums[j] += values[i];
        }
        for (int half = PARTIAL_SUMS / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                sums[j] += sums[j + half];
            }
        }
        return sums[0];
    }

    @Benchmark
    @OperationsPerInvocation(REPETITIONS)
    public float c() throws Throwable {
        return (float) SUM_REPEATED.invokeExact(offHeap, (long) length, (long) REPETITIONS);
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "the array itself, on the heap")
    public float criticalZeroCopy() throws Throwable {
        return (float)
                SUM_CRITICAL.invokeExact(MemorySegment.ofArray(values), (long) values.length);
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "copied into a fresh segment",
            inDefaultMode = false)
    public float ffmFreshCopy() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment copy = call.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            return (float) SUM.invokeExact(copy, (long) values.length);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "copied into a reused segment")
    public float ffmReusedCopy() throws Throwable {
        MemorySegment.copy(values, 0, buffer, ValueLayout.JAVA_FLOAT, 0, values.length);
        return (float) SUM.invokeExact(buffer, (long) values.length);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "off-heap from the start")
    public float ffmOffHeap() throws Throwable {
        return (float) SUM.invokeExact(offHeap, (long) length);
    }

    @Benchmark
    @Variant(technology = Technology.JNI, title = "GetPrimitiveArrayCritical")
    public float jniCritical() {
        return JniData.sumCritical(values);
    }

    @Benchmark
    @Variant(
            technology = Technology.JNI,
            title = "GetFloatArrayRegion into a reused buffer",
            inDefaultMode = false)
    public float jniRegion() {
        return JniData.sumRegion(values, buffer.address(), length);
    }

    @Benchmark
    @Variant(technology = Technology.JNR, title = "copied in", inDefaultMode = false)
    public float jnr() {
        return JnrData.INSTANCE.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(technology = Technology.JNR, title = "pinned", inDefaultMode = false)
    public float jnrPinned() {
        return JnrData.Pinning.INSTANCE.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(technology = Technology.JNR, title = "off-heap from the start", inDefaultMode = false)
    public float jnrOffHeap() {
        return JnrData.INSTANCE.bench_sum(jnrPointer, length);
    }

    @Benchmark
    @Variant(technology = Technology.JNA_DIRECT, title = "copied in and back")
    public float jnaDirect() {
        return JnaDataDirect.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(
            technology = Technology.JNA_DIRECT,
            title = "off-heap from the start, in a Memory",
            inDefaultMode = false)
    public float jnaDirectOffHeap() {
        return JnaDataDirect.bench_sum(jnaMemory, length);
    }

    @Benchmark
    @Variant(technology = Technology.JNA, title = "copied in and back")
    public float jna() {
        return JnaData.INSTANCE.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(
            technology = Technology.JNA,
            title = "off-heap from the start, in a Memory",
            inDefaultMode = false)
    public float jnaOffHeap() {
        return JnaData.INSTANCE.bench_sum(jnaMemory, length);
    }
}
