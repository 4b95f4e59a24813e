package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
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
 * 64 bytes for one call: Java writes the first word and the last, and C reads both. A new arena
 * zeroes its memory; malloc and a reused segment do not.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar Arenas}
 *
 * <p><b>Expect:</b> reused memory costs nothing measurable, malloc about 10 ns, a confined arena
 * about 20 ns, and a shared arena three orders of magnitude more. On an AMD EPYC (Zen 4) with JDK
 * 25 in 2026: reused, prefix, slicing and per thread 8 ns; malloc 20 ns, confined 30 ns, automatic
 * 120 ns without the collections, shared 20 us.
 */
@Shape(
        title = "64 bytes for a call",
        inDefaultMode = false,
        signature = "long long f(const long long *words, long long count)",
        others = Shape.ONLY_ALLOCATORS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class Arenas {

    private static final long WORDS = 8;
    private static final long BYTES = WORDS * Long.BYTES;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle ENDS = LINKER.downcallHandle(
            BenchLibrary.address("bench_ends"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle MALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().find("malloc").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = LINKER.downcallHandle(
            LINKER.defaultLookup().find("free").orElseThrow(),
            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    private static final MethodHandle CRITICAL_MALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().find("malloc").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
            Linker.Option.critical(false));
    private static final MethodHandle CRITICAL_FREE = LINKER.downcallHandle(
            LINKER.defaultLookup().find("free").orElseThrow(),
            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS),
            Linker.Option.critical(false));

    private static final ThreadLocal<MemorySegment> OF_THREAD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(BYTES, Long.BYTES));

    private long first;
    private long last;
    private Arena arena;
    private MemorySegment kept;
    private SegmentAllocator prefix;

    @Setup
    public void allocate() {
        first = 40;
        last = 2;
        arena = Arena.ofConfined();
        kept = arena.allocate(BYTES, Long.BYTES);
        prefix = SegmentAllocator.prefixAllocator(kept);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    private long call(MemorySegment words) throws Throwable {
        words.setAtIndex(ValueLayout.JAVA_LONG, 0, first);
        words.setAtIndex(ValueLayout.JAVA_LONG, WORDS - 1, last);
        return (long) ENDS.invokeExact(words, WORDS);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a reused segment")
    public long reused() throws Throwable {
        return call(kept);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a prefix allocator on a reused segment")
    public long prefix() throws Throwable {
        return call(prefix.allocate(BYTES, Long.BYTES));
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "a new slicing allocator for each call, on a reused segment")
    public long slicing() throws Throwable {
        return call(SegmentAllocator.slicingAllocator(kept).allocate(BYTES, Long.BYTES));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a reused segment per thread, in a ThreadLocal")
    public long threadLocal() throws Throwable {
        return call(OF_THREAD.get());
    }

    private static MemorySegment checked(MemorySegment allocated) {
        if (allocated.address() == 0) {
            throw new OutOfMemoryError("malloc");
        }
        return allocated;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "malloc and free")
    public long malloc() throws Throwable {
        MemorySegment words = checked((MemorySegment) MALLOC.invokeExact(BYTES)).reinterpret(BYTES);
        try {
            return call(words);
        } finally {
            FREE.invokeExact(words);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "malloc and free, both critical")
    public long mallocCritical() throws Throwable {
        MemorySegment words =
                checked((MemorySegment) CRITICAL_MALLOC.invokeExact(BYTES)).reinterpret(BYTES);
        try {
            return call(words);
        } finally {
            CRITICAL_FREE.invokeExact(words);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "malloc, and free when a confined arena closes")
    public long mallocArena() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment words = checked((MemorySegment) MALLOC.invokeExact(BYTES));
            return call(words.reinterpret(BYTES, call, Arenas::release));
        }
    }

    private static void release(MemorySegment words) {
        try {
            FREE.invokeExact(words);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a confined arena for each call")
    public long confined() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            return call(call.allocate(BYTES, Long.BYTES));
        }
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "a shared arena for each call, no other thread running Java")
    public long shared() throws Throwable {
        try (Arena call = Arena.ofShared()) {
            return call(call.allocate(BYTES, Long.BYTES));
        }
    }

    /**
     * Another thread frees the memory, after the garbage collector has found it unreachable. The
     * time, a median of slices, includes neither that nor the collections. With them, an allocation
     * costs several times as much: see the mean in results.json.
     */
    @Benchmark
    @Variant(technology = Technology.FFM, title = "an automatic arena for each call")
    public long auto() throws Throwable {
        return call(Arena.ofAuto().allocate(BYTES, Long.BYTES));
    }
}
