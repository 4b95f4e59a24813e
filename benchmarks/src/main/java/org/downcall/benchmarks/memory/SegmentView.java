package org.downcall.benchmarks.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Variant;
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
 * The same long is read through a reused segment, and through segments that are created for the
 * access. A segment that does not leave the method need not exist as an object: 0 bytes per
 * operation mean that it does not.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar SegmentView}
 *
 * <p><b>Expect:</b> a slice or a reinterpreted segment is free. On an AMD EPYC (Zen 4) with JDK
 * 25 in 2026: 0.6 to 1.9 ns and 0 bytes of heap for all.
 */
@Shape(
        title = "a long, read through another segment",
        inDefaultMode = false,
        others = Shape.NOTHING_IS_CALLED)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SegmentView {

    private static final long OFFSET = 8;
    private static final long BYTES = 16;

    private static final AddressLayout POINTER =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(BYTES, JAVA_BYTE));

    private Arena arena;
    private MemorySegment segment;
    private MemorySegment cell;
    private MemorySegment pointer;
    private long address;
    private ByteBuffer buffer;

    @Setup
    public void allocate() {
        arena = Arena.ofConfined();
        segment = arena.allocate(BYTES, Long.BYTES);
        segment.set(JAVA_LONG, OFFSET, 42);
        cell = arena.allocateFrom(ADDRESS, segment);
        address = segment.address();
        pointer = MemorySegment.ofAddress(address);
        buffer = segment.asByteBuffer();
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "the segment itself")
    public long kept() {
        return segment.get(JAVA_LONG, OFFSET);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "asSlice")
    public long slice() {
        return segment.asSlice(OFFSET, Long.BYTES).get(JAVA_LONG, 0);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "reinterpret of a pointer")
    public long resized() {
        return pointer.reinterpret(BYTES).get(JAVA_LONG, OFFSET);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "ofAddress and reinterpret")
    public long ofAddress() {
        return MemorySegment.ofAddress(address).reinterpret(BYTES).get(JAVA_LONG, OFFSET);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a pointer in memory, read with a target layout")
    public long targetLayout() {
        return cell.get(POINTER, 0).get(JAVA_LONG, OFFSET);
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "reinterpret with a confined arena and a cleanup action, then closed")
    public long cleanup() {
        try (Arena owner = Arena.ofConfined()) {
            return pointer.reinterpret(BYTES, owner, owned -> {}).get(JAVA_LONG, OFFSET);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "asByteBuffer")
    public long asByteBuffer() {
        return segment.asByteBuffer().order(ByteOrder.nativeOrder()).getLong((int) OFFSET);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "ofBuffer of a direct ByteBuffer")
    public long ofBuffer() {
        return MemorySegment.ofBuffer(buffer).get(JAVA_LONG, OFFSET);
    }
}
