package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.data_h.bench_limit;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A variable of the library, read in place or through a function that returns it. The Java
 * variable is static and not final, so that it is read each time, too.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar GlobalVariable}
 *
 * <p><b>Expect:</b> reading the variable in place costs as much as reading a Java field. On an
 * AMD EPYC (Zen 4) with JDK 25 in 2026: Java, segment and jextract 0.4 ns; critical function 2.7
 * ns, plain function 3.9 ns.
 */
@Shape(
        title = "a global variable",
        inDefaultMode = false,
        signature = "long long limit",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
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
