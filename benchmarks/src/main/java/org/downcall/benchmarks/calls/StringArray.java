package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Ten strings in an array of pointers that ends with NULL, as main gets them; C returns how long
 * they are together.
 */
@Shape(
        title = "array of ten strings",
        inDefaultMode = false,
        signature = "long long f(const char *const *texts)",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StringArray {

    private static final MethodHandle LENGTHS =
            Downcalls.plain("bench_lengths", FunctionDescriptor.of(JAVA_LONG, ADDRESS));

    private static final int COUNT = 10;

    /** Enough for the strings and the pointers. */
    private static final long BYTES = 512;

    private String[] strings;
    private Arena arena;
    private MemorySegment buffer;
    private MemorySegment kept;

    @Setup
    public void allocate() {
        strings = new String[COUNT];
        for (int i = 0; i < COUNT; i++) {
            strings[i] = "--argument=" + i;
        }
        arena = Arena.ofConfined();
        buffer = arena.allocate(BYTES, ADDRESS.byteAlignment());
        kept = pointers(arena);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    private MemorySegment pointers(SegmentAllocator allocator) {
        MemorySegment pointers = allocator.allocate(ADDRESS, COUNT + 1);
        for (int i = 0; i < COUNT; i++) {
            pointers.setAtIndex(ADDRESS, i, allocator.allocateFrom(strings[i]));
        }
        pointers.setAtIndex(
                ADDRESS, COUNT, MemorySegment.NULL); // memory that was used before is not zero
        return pointers;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a confined arena for each call")
    public long arena() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            return (long) LENGTHS.invokeExact(pointers(call));
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a slicing allocator on a segment that is kept")
    public long slicing() throws Throwable {
        return (long) LENGTHS.invokeExact(pointers(SegmentAllocator.slicingAllocator(buffer)));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "made once")
    public long kept() throws Throwable {
        return (long) LENGTHS.invokeExact(kept);
    }
}
