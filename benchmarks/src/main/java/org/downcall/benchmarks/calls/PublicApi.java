package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.internal.bindings.downcall_h.dc_fib_long;
import static org.downcall.internal.bindings.downcall_h.dc_fib_long$address;
import static org.downcall.internal.bindings.downcall_h.dc_fib_long$descriptor;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.run.NativeKernels;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.JavaFibonacci;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A function of the library itself: a look-up in a table of 93 longs. What the public method adds
 * is the check of its argument and the way to the kernel, which is C only with
 * {@code -Dorg.downcall.backend=native}.
 */
@Shape(
        title = "one int, the library's own function",
        signature = "long long dc_fib_long(int)",
        absent = {
            @Shape.Absent(technology = Technology.JNI, reason = "the library has no JNI glue"),
            @Shape.Absent(
                    technology = Technology.JNR,
                    reason = "the library has no file that JNR-FFI could open"),
            @Shape.Absent(
                    technology = Technology.JNA_DIRECT,
                    reason = "the library has no file that JNA could open"),
            @Shape.Absent(
                    technology = Technology.JNA,
                    reason = "the library has no file that JNA could open")
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublicApi {

    private static final MemorySegment TARGET = target();
    private static final MethodHandle CRITICAL = Linker.nativeLinker()
            .downcallHandle(TARGET, dc_fib_long$descriptor(), Linker.Option.critical(false));
    private static final MethodHandle FFM =
            Linker.nativeLinker().downcallHandle(TARGET, dc_fib_long$descriptor());
    private static final MethodHandle IN_C = Downcalls.plain(
            "bench_repeat_one_int", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT));

    private static final FibonacciKernel IN_JAVA = new JavaFibonacci();

    private static MemorySegment target() {
        NativeKernels.requireLibrary();
        return dc_fib_long$address();
    }

    public int n = 42;

    @Benchmark
    public long java() {
        return IN_JAVA.longValue(n);
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
        return dc_fib_long(n);
    }

    @Benchmark
    public long publicApi() {
        return Fibonacci.longValue(n);
    }
}
