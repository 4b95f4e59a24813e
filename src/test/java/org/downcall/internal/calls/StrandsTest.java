package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class StrandsTest {

    static Stream<Named<Executor>> executors() {
        return Stream.of(
                Named.of("none", null),
                Named.of("a thread for each", command -> Thread.ofPlatform().start(command)),
                Named.of("virtual threads", command -> Thread.ofVirtual().start(command)),
                Named.of("the calling thread", Runnable::run),
                Named.of("one that never runs anything", command -> {}),
                Named.of("one that rejects everything", command -> {
                    throw new RejectedExecutionException();
                }),
                Named.of("one that runs everything twice", command -> {
                    command.run();
                    command.run();
                }),
                Named.of("one that rejects what it has run", command -> {
                    command.run();
                    throw new RejectedExecutionException();
                }));
    }

    private static void run(long strands, Executor executor, Strands.Work work) {
        try (Strands stage = new Strands(executor)) {
            stage.run(strands, work);
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void everyStrandIsRunOnce(Executor executor) {
        for (int strands = 0; strands <= 5; strands++) {
            AtomicIntegerArray runs = new AtomicIntegerArray(strands);
            run(strands, executor, (strand, stopped) -> runs.incrementAndGet((int) strand));
            for (int strand = 0; strand < strands; strand++) {
                assertEquals(1, runs.get(strand), "strand " + strand + " of " + strands);
            }
        }
    }

    /** An executor may be too busy to start its tasks, or may be stopped. */
    @Test
    void aHelperThatHasNotStartedKeepsNothingReachable() throws InterruptedException {
        List<Runnable> queue = new ArrayList<>();
        WeakReference<long[]> operand = runWithOperand(queue::add);
        assertEquals(Math.min(2, Strands.MOST_HELPERS), queue.size());
        while (operand.get() != null) {
            System.gc();
            Thread.sleep(1);
        }
        queue.forEach(Runnable::run);
    }

    private static WeakReference<long[]> runWithOperand(Executor executor) {
        long[] operand = new long[1];
        run(3, executor, (strand, stopped) -> operand[0]++);
        assertEquals(3, operand[0]);
        return new WeakReference<>(operand);
    }

    /** The calling thread is one of the threads. */
    @Test
    void theExecutorGetsOneTaskLessThanThereAreStrands() {
        for (int strands = 0; strands <= Strands.MOST_HELPERS + 1; strands++) {
            AtomicInteger submitted = new AtomicInteger();
            run(strands, command -> submitted.incrementAndGet(), (strand, stopped) -> {});
            assertEquals(Math.max(0, strands - 1), submitted.get());
        }
    }

    @Test
    void theExecutorGetsNoMoreTasksThanThereAreProcessors() {
        AtomicInteger submitted = new AtomicInteger();
        run(1_000_000, command -> submitted.incrementAndGet(), (strand, stopped) -> {});
        assertEquals(Strands.MOST_HELPERS, submitted.get());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void everyStageBeginsWhenTheOneBeforeHasEnded(Executor executor) {
        AtomicInteger ended = new AtomicInteger();
        try (Strands strands = new Strands(executor)) {
            for (int stage = 0; stage < 1_000; stage++) {
                int before = 4 * stage;
                strands.run(4, (strand, stopped) -> {
                    if (ended.get() >= before) {
                        ended.incrementAndGet();
                    }
                });
                assertEquals(before + 4, ended.get());
            }
        }
    }

    /** A helper that finds no strand sleeps while the calling thread is slow. */
    @Test
    void aHelperDoesNotOccupyAProcessorDuringALongStrand() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadCpuTimeSupported());
        AtomicLong nanos = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        run(
                2,
                command -> Thread.ofPlatform().start(() -> {
                    command.run();
                    nanos.set(threads.getCurrentThreadCpuTime());
                    ended.countDown();
                }),
                (strand, stopped) -> {
                    if (Thread.currentThread() == caller) {
                        sleep(600);
                    }
                });
        ended.await();
        assertTrue(nanos.get() < 300_000_000, nanos + " ns");
    }

    /** A listener may use the executor, all of whose threads are helpers, and wait for the result. */
    @Test
    void aStrandMayWaitForOtherWorkOfTheExecutor() {
        Thread caller = Thread.currentThread();
        try (ExecutorService executor = Executors.newFixedThreadPool(Strands.MOST_HELPERS)) {
            run(Strands.MOST_HELPERS + 1, executor, (strand, stopped) -> {
                if (Thread.currentThread() == caller) {
                    sleep(20); // the helpers have no further strands
                    assertEquals(7, get(executor.submit(() -> 7)));
                }
            });
        }
    }

    private static int get(Future<Integer> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A thread of the executor waits for the next stage, but not for long. */
    @Test
    void helpersEnd() throws InterruptedException {
        BlockingQueue<Thread> helpers = new LinkedBlockingQueue<>();
        Executor executor = command -> helpers.add(Thread.ofPlatform().start(command));
        try (Strands strands = new Strands(executor)) {
            strands.run(2, (strand, stopped) -> {});
            helpers.take().join();
            strands.run(2, (strand, stopped) -> {});
        }
        helpers.take().join();
    }

    /** An executor may return only after the task. */
    @Test
    void anExecutorThatWaitsForItsTaskDoesNotBlock() {
        Executor executor = command -> {
            Thread thread = Thread.ofPlatform().start(command);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        AtomicInteger runs = new AtomicInteger();
        try (Strands strands = new Strands(executor)) {
            for (int stage = 0; stage < 3; stage++) {
                strands.run(4, (strand, stopped) -> runs.incrementAndGet());
            }
        }
        assertEquals(12, runs.get());
    }

    @Test
    void strandsRunAtTheSameTime() {
        CountDownLatch all = new CountDownLatch(2);
        run(2, command -> Thread.ofPlatform().start(command), (strand, stopped) -> {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("executors")
    void theExceptionOfAStrandIsThrown(Executor executor) {
        RuntimeException failure = new RuntimeException("strand 1");
        assertSame(
                failure,
                assertThrows(
                        RuntimeException.class,
                        () -> run(3, executor, (strand, stopped) -> {
                            if (strand == 1) {
                                throw failure;
                            }
                        })));
    }

    /** Strands that have started use the caller's memory, so the caller waits for them. */
    @Test
    void theErrorOfAnExecutorIsThrownWhenNoStrandRuns() {
        AtomicIntegerArray running = new AtomicIntegerArray(1);
        Error failure = new OutOfMemoryError("no thread");
        for (int round = 0; round < 20; round++) {
            CountDownLatch begun = new CountDownLatch(1);
            Executor executor = command -> {
                Thread.ofPlatform().start(command);
                try {
                    begun.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                throw failure;
            };
            assertSame(
                    failure,
                    assertThrows(
                            Error.class,
                            () -> run(3, executor, (strand, stopped) -> {
                                running.incrementAndGet(0);
                                begun.countDown();
                                Thread.yield();
                                running.decrementAndGet(0);
                            })));
            assertEquals(0, running.get(0));
        }
    }

    @Test
    void aCallerThatOccupiesItsOwnExecutorIsNotBlocked() throws Exception {
        try (var executor = Executors.newFixedThreadPool(1)) {
            executor.submit(() -> run(3, executor, (strand, stopped) -> {})).get();
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void anInterruptStopsEveryStrandAndTheStatusRemainsSet(Executor executor) {
        Thread caller = Thread.currentThread();
        run(3, executor, (strand, stopped) -> {
            caller.interrupt();
            while (!stopped.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
        assertTrue(Thread.interrupted());
    }

    /** A strand that has seen the interrupt is incomplete, so the caller must learn of it. */
    @Test
    void anInterruptThatTheExecutorClearsIsNotLost() {
        Thread caller = Thread.currentThread();
        CountDownLatch stoppedEarly = new CountDownLatch(1);
        Executor executor = command -> {
            Thread.ofPlatform().start(command);
            while (stoppedEarly.getCount() > 0) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        };
        run(3, executor, (strand, stopped) -> {
            if (strand == 0) {
                caller.interrupt();
                while (!stopped.getAsBoolean()) {
                    Thread.onSpinWait();
                }
                stoppedEarly.countDown();
            }
        });
        assertTrue(Thread.interrupted());
    }

    /** Java code can throw a checked exception that it does not declare; other languages do. */
    @Test
    void aCheckedExceptionOfAnExecutorIsThrownWhenNoStrandRuns() {
        AtomicIntegerArray running = new AtomicIntegerArray(1);
        CountDownLatch begun = new CountDownLatch(1);
        Exception failure = new Exception("checked");
        Executor executor = command -> {
            Thread.ofPlatform().start(command);
            while (begun.getCount() > 0) {
                Thread.onSpinWait();
            }
            throwUndeclared(failure);
        };
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> run(3, executor, (strand, stopped) -> {
                    running.incrementAndGet(0);
                    begun.countDown();
                    while (!stopped.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    running.decrementAndGet(0);
                }));
        assertSame(failure, thrown.getCause());
        assertEquals(0, running.get(0));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUndeclared(Throwable e) throws T {
        throw (T) e;
    }
}
