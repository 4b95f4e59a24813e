package org.downcall.benchmarks.vm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 64 tasks that block for a millisecond each; the time is that of all of them. A virtual thread
 * that blocks in C, or in Java code that C has called, holds its carrier thread. There are only
 * as many carriers as processors, so the tasks wait for each other.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar BlockedThreads}
 *
 * <p><b>Expect:</b> tasks that block in C take as long as 64 tasks on as many threads as there
 * are processors. On an AMD EPYC (Zen 4) with JDK 25 in 2026: on two processors, sleeping in
 * Java takes 1.3 ms on virtual threads, blocking in C 2 ms on platform threads and 36 ms on
 * virtual ones, the same in an upcall.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class BlockedThreads {

    static final int TASKS = 64;
    static final long NANOSECONDS = 1_000_000;

    private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService platformThreads = Executors.newFixedThreadPool(TASKS);

    @TearDown
    public void close() {
        virtualThreads.close();
        platformThreads.close();
    }

    @Benchmark
    public int sleepOnVirtualThreads() throws InterruptedException, ExecutionException {
        return all(virtualThreads, BlockedThreads::sleep);
    }

    @Benchmark
    public int sleepOnPlatformThreads() throws InterruptedException, ExecutionException {
        return all(platformThreads, BlockedThreads::sleep);
    }

    @Benchmark
    public int ffmOnVirtualThreads() throws InterruptedException, ExecutionException {
        return all(virtualThreads, () -> VmFunctions.block(NANOSECONDS));
    }

    @Benchmark
    public int ffmOnPlatformThreads() throws InterruptedException, ExecutionException {
        return all(platformThreads, () -> VmFunctions.block(NANOSECONDS));
    }

    @Benchmark
    public int upcallOnVirtualThreads() throws InterruptedException, ExecutionException {
        return all(virtualThreads, () -> VmFunctions.callBack(Upcall.SLEEP));
    }

    @Benchmark
    public int upcallOnPlatformThreads() throws InterruptedException, ExecutionException {
        return all(platformThreads, () -> VmFunctions.callBack(Upcall.SLEEP));
    }

    /** @param task returns 1 when it has blocked */
    private static int all(ExecutorService threads, Callable<Integer> task)
            throws InterruptedException, ExecutionException {
        int blocked = 0;
        for (Future<Integer> done : threads.invokeAll(Collections.nCopies(TASKS, task))) {
            blocked += done.get();
        }
        if (blocked != TASKS) {
            throw new IllegalStateException("only " + blocked + " of " + TASKS + " tasks blocked");
        }
        return blocked;
    }

    /** Throws no exception, because one that leaves an upcall would end the JVM. */
    private static int sleep() {
        try {
            Thread.sleep(TimeUnit.NANOSECONDS.toMillis(NANOSECONDS));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static final class Upcall {

        private static final MemorySegment SLEEP = stub();

        private static MemorySegment stub() {
            try {
                return Linker.nativeLinker()
                        .upcallStub(
                                MethodHandles.lookup()
                                        .findStatic(
                                                BlockedThreads.class,
                                                "sleep",
                                                MethodType.methodType(int.class)),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT),
                                Arena.global());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}
