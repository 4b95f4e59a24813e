package org.downcall.benchmarks;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.internal.bindings.downcall_h;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The price of the call itself: a function that does nothing but return a number. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class DowncallBenchmark {

    /** Without the thread-state transition. The compiler inlines only a handle that is static and final. */
    private static final MethodHandle CRITICAL;

    static {
        NativeKernels.requireLibrary();
        CRITICAL = Linker.nativeLinker()
                .downcallHandle(
                        downcall_h.dc_abi_version$address(),
                        downcall_h.dc_abi_version$descriptor(),
                        Linker.Option.critical(false));
    }

    private static int abiVersion() {
        return 1;
    }

    /** What is left when there is no downcall. HotSpot inlines the method, as it would anywhere. */
    @Benchmark
    public int javaCall() {
        return abiVersion();
    }

    @Benchmark
    public int downcall() {
        return downcall_h.dc_abi_version();
    }

    @Benchmark
    public int criticalDowncall() throws Throwable {
        return (int) CRITICAL.invokeExact();
    }
}
