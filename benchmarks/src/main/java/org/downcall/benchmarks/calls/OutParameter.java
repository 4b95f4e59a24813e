package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** C leaves a number behind a pointer, and Java reads it after the call. Where is it to be? */
@Shape(
        title = "result through a pointer",
        inDefaultMode = false,
        signature = "int f(long long, long long *)",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutParameter {

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle OUT = Downcalls.plain("bench_out", TYPE);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_out", TYPE);
    private static final MethodHandle CRITICAL_WITH_HEAP =
            Downcalls.plain("bench_out", TYPE, Linker.Option.critical(true));

    public long n = 42;

    private final long[] array = new long[1];
    private final MemorySegment onHeap = MemorySegment.ofArray(array);
    private final MemorySegment kept = Arena.global().allocate(JAVA_LONG);

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a confined arena for each call")
    public long arena() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment result = call.allocate(JAVA_LONG);
            return (int) OUT.invokeExact(n, result) == 0 ? result.get(JAVA_LONG, 0) : -1;
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a segment that is kept")
    public long kept() throws Throwable {
        return (int) OUT.invokeExact(n, kept) == 0 ? kept.get(JAVA_LONG, 0) : -1;
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "a segment that is kept")
    public long criticalKept() throws Throwable {
        return (int) CRITICAL.invokeExact(n, kept) == 0 ? kept.get(JAVA_LONG, 0) : -1;
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "a long[] on the heap")
    public long criticalHeap() throws Throwable {
        return (int) CRITICAL_WITH_HEAP.invokeExact(n, onHeap) == 0 ? array[0] : -1;
    }
}
