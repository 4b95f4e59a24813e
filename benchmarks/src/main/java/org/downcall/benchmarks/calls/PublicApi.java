package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.run.DowncallKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A function of the library itself: a lookup in a table of 93 longs. The public method adds the
 * check of its argument and the choice of the kernel. It runs C only with {@code
 * -Dorg.downcall.backend=native}, which its fork sets.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar PublicApi}
 *
 * <p><b>Expect:</b> the public method costs as much as a critical downcall. The Java kernel is
 * several times as fast, so the library uses it by default. On an AMD EPYC (Zen 4) with JDK 25 in
 * 2026: Java 0.5 ns, C to C 2 ns, critical 3.3 ns, public method 3.4 ns, plain 4.5 ns.
 */
@Shape(
        title = "one int, the library's own function",
        inDefaultMode = false,
        signature = "long long dc_fib_long(int)",
        absent = {
            @Shape.Absent(technology = Technology.JNI, reason = "the library has no JNI glue"),
            @Shape.Absent(
                    technology = Technology.JNR,
                    reason = "the library has no file that JNR-FFI can open"),
            @Shape.Absent(
                    technology = Technology.JNA_DIRECT,
                    reason = "the library has no file that JNA can open"),
            @Shape.Absent(
                    technology = Technology.JNA,
                    reason = "the library has no file that JNA can open")
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class PublicApi {

    private static final MemorySegment TARGET = DowncallKernels.fibLongAddress();
    private static final FunctionDescriptor TYPE = DowncallKernels.fibLongDescriptor();
    private static final MethodHandle CRITICAL =
            Linker.nativeLinker().downcallHandle(TARGET, TYPE, Linker.Option.critical(false));
    private static final MethodHandle FFM = Linker.nativeLinker().downcallHandle(TARGET, TYPE);
    private static final MethodHandle IN_C = Downcalls.plain(
            "bench_repeat_one_int", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT));

    public int n = 42;

    @Benchmark
    public long java() {
        return DowncallKernels.javaFibonacci().longValue(n);
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(TARGET, n, Downcalls.REPEATS) / Downcalls.REPEATS;
    }

    @Benchmark
    public long ffmCritical() throws Throwable {
        return (long) CRITICAL.invokeExact(n);
    }

    @Benchmark
    public long ffm() throws Throwable {
        return (long) FFM.invokeExact(n);
    }

    @Benchmark
    public long jextract() {
        return DowncallKernels.generatedFibLong(n);
    }

    @Benchmark
    @Fork(jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Dorg.downcall.backend=native"})
    public long publicApi() {
        return Fibonacci.longValue(n);
    }
}
