package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.data_h.bench_limit;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A variable of the library, read where it is or through a function that returns it. Java's is
 * static and not final, so that it, too, is read each time.
 */
@Shape(
        title = "a global variable",
        inDefaultMode = false,
        signature = "long long limit",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GlobalVariable {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG);
    private static final MethodHandle GETTER = Downcalls.plain("bench_get_limit", TYPE);
    private static final MethodHandle CRITICAL_GETTER = Downcalls.critical("bench_get_limit", TYPE);
    private static final MemorySegment VARIABLE =
            BenchLibrary.address("bench_limit").reinterpret(JAVA_LONG.byteSize());

    private static long limit = 42;

    @Benchmark
    public long java() {
        return limit;
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "a function that returns it")
    public long ffmCritical() throws Throwable {
        return (long) CRITICAL_GETTER.invokeExact();
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a function that returns it")
    public long ffm() throws Throwable {
        return (long) GETTER.invokeExact();
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a segment in a static final field")
    public long segment() {
        return VARIABLE.get(JAVA_LONG, 0);
    }

    @Benchmark
    public long jextract() {
        return bench_limit();
    }
}
