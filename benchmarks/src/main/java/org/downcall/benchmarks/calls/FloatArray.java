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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An array goes in, and each element is read once: added to one of 16 lanes, so that no addition
 * has to wait for the last one, which would hide what it costs to copy the array. The order is
 * fixed: all ways have the same sum and differ only in how the array gets there. Yet a compiler may
 * add several lanes at once. The C compiler does; whether C2 does is for the numbers to say.
 */
@Shape(
        title = "array of floats, added up in 16 lanes",
        signature = "float f(const float *values, long long length)",
        absent =
                @Shape.Absent(
                        technology = Technology.JEXTRACT,
                        reason = "its method takes the same segments as the handle of FFM"))
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloatArray {

    /**
     * Spread the downcall to the loop in C thin; the longest array still takes less than a tenth of
     * a second.
     */
    private static final int REPETITIONS = 256;

    private static final int LANES = 16;

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
    @InDefaultMode({"16", "4096"})
    public int length;

    private Arena arena;
    private float[] values;
    private final float[] lanes = new float[LANES];
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
        Arrays.fill(lanes, 0);
        int i = 0;
        for (; i + LANES <= values.length; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += values[i + lane];
            }
        }
        for (int lane = 0; i < values.length; lane++, i++) {
            lanes[lane] += values[i];
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
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
    @Variant(technology = Technology.FFM, title = "copied into a fresh segment")
    public float ffmFreshCopy() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment copy = call.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            return (float) SUM.invokeExact(copy, (long) values.length);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "copied into a segment that is kept")
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
    @Variant(technology = Technology.JNI, title = "GetFloatArrayRegion into a buffer that is kept")
    public float jniRegion() {
        return JniData.sumRegion(values, buffer.address(), length);
    }

    @Benchmark
    @Variant(technology = Technology.JNR, title = "copied in")
    public float jnr() {
        return JnrData.INSTANCE.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(technology = Technology.JNR, title = "pinned")
    public float jnrPinned() {
        return JnrData.Pinning.INSTANCE.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(technology = Technology.JNR, title = "off-heap from the start")
    public float jnrOffHeap() {
        return JnrData.INSTANCE.bench_sum(jnrPointer, length);
    }

    @Benchmark
    @Variant(technology = Technology.JNA_DIRECT, title = "copied in and back")
    public float jnaDirect() {
        return JnaDataDirect.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(technology = Technology.JNA_DIRECT, title = "off-heap from the start, in a Memory")
    public float jnaDirectOffHeap() {
        return JnaDataDirect.bench_sum(jnaMemory, length);
    }

    @Benchmark
    @Variant(technology = Technology.JNA, title = "copied in and back")
    public float jna() {
        return JnaData.INSTANCE.bench_sum(values, values.length);
    }

    @Benchmark
    @Variant(technology = Technology.JNA, title = "off-heap from the start, in a Memory")
    public float jnaOffHeap() {
        return JnaData.INSTANCE.bench_sum(jnaMemory, length);
    }
}
