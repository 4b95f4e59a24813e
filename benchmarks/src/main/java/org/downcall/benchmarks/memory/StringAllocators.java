package org.downcall.benchmarks.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
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
 * A string of 16 characters is converted to UTF-8, in memory from several sources. {@link
 * org.downcall.benchmarks.calls.Arenas} compares the same sources for a call.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StringAllocators}
 *
 * <p><b>Expect:</b> an allocator on reused memory is the fastest, and a confined arena costs
 * about three times as much. On an AMD EPYC (Zen 4) with JDK 25 in 2026: prefix, slicing and per
 * thread 10 ns, setString and malloc 20 ns, confined 30 ns, automatic 140 ns without the
 * collections.
 */
@Shape(
        title = "a string of 16 characters, converted for C",
        inDefaultMode = false,
        others = Shape.ONLY_ALLOCATORS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StringAllocators {

    private static final int LENGTH = 16;
    private static final long BYTES = 64;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().find("malloc").orElseThrow(),
            FunctionDescriptor.of(ADDRESS, JAVA_LONG),
            Linker.Option.critical(false));
    private static final MethodHandle FREE = LINKER.downcallHandle(
            LINKER.defaultLookup().find("free").orElseThrow(),
            FunctionDescriptor.ofVoid(ADDRESS),
            Linker.Option.critical(false));
    private static final SegmentAllocator BY_MALLOC = (size, alignment) -> malloc(size);

    private static final ThreadLocal<MemorySegment> OF_THREAD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(BYTES));

    public String text = "sixteen of ASCII";

    private Arena arena;
    private MemorySegment kept;
    private SegmentAllocator prefix;

    @Setup
    public void allocate() {
        arena = Arena.ofConfined();
        kept = arena.allocate(BYTES);
        prefix = SegmentAllocator.prefixAllocator(kept);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    /** Keeps the compiler from removing the conversion. */
    private static byte last(MemorySegment utf8) {
        return utf8.get(JAVA_BYTE, LENGTH - 1);
    }

    private static MemorySegment malloc(long size) {
        try {
            MemorySegment allocated = (MemorySegment) MALLOC.invokeExact(size);
            if (allocated.address() == 0) {
                throw new OutOfMemoryError("malloc");
            }
            return allocated.reinterpret(size);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "setString into a reused segment")
    public byte setString() {
        kept.setString(0, text);
        return last(kept);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "allocateFrom, a prefix allocator")
    public byte prefix() {
        return last(prefix.allocateFrom(text));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "allocateFrom, a new slicing allocator for each")
    public byte slicing() {
        return last(SegmentAllocator.slicingAllocator(kept).allocateFrom(text));
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "allocateFrom, a slicing allocator on a segment per thread")
    public byte threadLocal() {
        return last(SegmentAllocator.slicingAllocator(OF_THREAD.get()).allocateFrom(text));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "allocateFrom, critical malloc and free")
    public byte malloc() throws Throwable {
        MemorySegment utf8 = BY_MALLOC.allocateFrom(text);
        try {
            return last(utf8);
        } finally {
            FREE.invokeExact(utf8);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "allocateFrom, a new confined arena for each")
    public byte confined() {
        try (Arena one = Arena.ofConfined()) {
            return last(one.allocateFrom(text));
        }
    }

    /**
     * Another thread frees the memory, after the garbage collector has found it unreachable. The
     * time, a median of slices, includes neither that nor the collections. With them, an allocation
     * costs several times as much: see the mean in results.json.
     */
    @Benchmark
    @Variant(technology = Technology.FFM, title = "allocateFrom, a new automatic arena for each")
    public byte auto() {
        return last(Arena.ofAuto().allocateFrom(text));
    }
}
