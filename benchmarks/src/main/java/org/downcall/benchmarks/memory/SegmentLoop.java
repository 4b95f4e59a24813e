package org.downcall.benchmarks.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Variant;
import org.downcall.benchmarks.calls.VectorSums;
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
 * 1000 ints are added up. Each access checks its bounds and whether the arena is alive. The
 * compiler can move these checks out of the loop if it can determine the range of the loop.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar SegmentLoop}
 *
 * <p><b>Expect:</b> no difference between an array, a buffer and any kind of segment: the checks
 * cost nothing measurable. C2 vectorizes none of these loops; the Vector API uses vectors
 * explicitly. On an AMD EPYC (Zen 4) with JDK 25 in 2026: 280 ns for all loops, which is about one
 * number per clock cycle, and 30 to 40 ns with the Vector API.
 */
@Shape(title = "sum of 1000 ints", inDefaultMode = false, others = Shape.NOTHING_IS_CALLED)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SegmentLoop {

    private static final int LENGTH = 1000;

    private int[] numbers;
    private ByteBuffer buffer;
    private Arena ofOneThread;
    private Arena ofAllThreads;
    private MemorySegment heap;
    private MemorySegment confined;
    private MemorySegment shared;
    private MemorySegment endless;
    private MemorySegment odd;

    @Setup
    public void allocate() {
        numbers = IntStream.range(0, LENGTH).toArray();
        ofOneThread = Arena.ofConfined();
        ofAllThreads = Arena.ofShared();
        heap = MemorySegment.ofArray(numbers);
        confined = ofOneThread.allocateFrom(JAVA_INT, numbers);
        shared = ofAllThreads.allocateFrom(JAVA_INT, numbers);
        endless = MemorySegment.ofAddress(confined.address()).reinterpret(Long.MAX_VALUE);
        odd = ofOneThread
                .allocate(confined.byteSize() + 1, JAVA_INT.byteAlignment())
                .asSlice(1);
        odd.copyFrom(confined);
        buffer = ByteBuffer.allocateDirect(LENGTH * Integer.BYTES).order(ByteOrder.nativeOrder());
        buffer.asIntBuffer().put(numbers);
    }

    @TearDown
    public void free() {
        ofOneThread.close();
        ofAllThreads.close();
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "an int[]")
    public int java() {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "a direct ByteBuffer")
    public int byteBuffer() {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += buffer.getInt(i * Integer.BYTES);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.VECTOR_API, title = "an int[]")
    @Fork(
            jvmArgsAppend = {
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector"
            })
    public int vector() {
        return VectorSums.sum(numbers);
    }

    @Benchmark
    @Variant(technology = Technology.VECTOR_API, title = "a segment of a confined arena")
    @Fork(
            jvmArgsAppend = {
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector"
            })
    public int vectorSegment() {
        return VectorSums.sum(confined, LENGTH);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a segment of an int[]")
    public int heap() {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += heap.getAtIndex(JAVA_INT, i);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a segment of a confined arena")
    public int confined() {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += confined.getAtIndex(JAVA_INT, i);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a segment of a shared arena")
    public int shared() {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += shared.getAtIndex(JAVA_INT, i);
        }
        return sum;
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "a segment of Long.MAX_VALUE bytes, of the global arena")
    public int endless() {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += endless.getAtIndex(JAVA_INT, i);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "an unaligned layout, at an odd address")
    public int unaligned() {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += odd.getAtIndex(JAVA_INT_UNALIGNED, i);
        }
        return sum;
    }
}
