package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
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
 * C starts a thread, which calls one function and ends, and waits for it. If the function is
 * Java, the JVM attaches the thread and creates a {@link Thread} for it, and detaches it when
 * the thread ends.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar UpcallFromThread}
 *
 * <p><b>Expect:</b> attaching a thread costs tens of microseconds, on top of starting it. On an
 * AMD EPYC (Zen 4) with JDK 25 in 2026: a function in C 38 us, a static method in Java 70 us,
 * both varying widely.
 */
@Shape(
        title = "upcall: from a new C thread",
        inDefaultMode = false,
        signature = "long long f(long long (*target)(void))",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class UpcallFromThread {

    private static final FunctionDescriptor TARGET = FunctionDescriptor.of(JAVA_LONG);
    private static final MethodHandle ON_THREAD =
            Downcalls.plain("bench_on_thread", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    private static final MemorySegment IN_C = BenchLibrary.address("bench_no_arguments");
    private static final MemorySegment IN_JAVA;

    static {
        try {
            MethodHandle target = MethodHandles.lookup()
                    .findStatic(UpcallFromThread.class, "target", TARGET.toMethodType());
            IN_JAVA = Linker.nativeLinker().upcallStub(target, TARGET, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static long target() {
        return 42;
    }

    @Benchmark
    @Variant(technology = Technology.C, title = "a function in C")
    public long c() throws Throwable {
        return (long) ON_THREAD.invokeExact(IN_C);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a static method")
    public long ffm() throws Throwable {
        return (long) ON_THREAD.invokeExact(IN_JAVA);
    }
}
