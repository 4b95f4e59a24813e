package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class LanesTest {

    static Stream<Named<Executor>> executors() {
        return Stream.of(
                Named.of("none", null),
                Named.of("a thread for each", command -> Thread.ofPlatform().start(command)),
                Named.of("virtual threads", command -> Thread.ofVirtual().start(command)),
                Named.of("the calling thread", Runnable::run),
                Named.of("one that never runs anything", command -> {}),
                Named.of("one that refuses", command -> {
                    throw new RejectedExecutionException();
                }));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void everyLaneIsRunOnce(Executor executor) {
        for (int lanes = 0; lanes <= 5; lanes++) {
            AtomicIntegerArray runs = new AtomicIntegerArray(lanes);
            Lanes.run(lanes, executor, (lane, stopped) -> runs.incrementAndGet((int) lane));
            for (int lane = 0; lane < lanes; lane++) {
                assertEquals(1, runs.get(lane), "lane " + lane + " of " + lanes);
            }
        }
    }

    @Test
    void lanesRunAtTheSameTime() {
        CountDownLatch all = new CountDownLatch(3);
        Lanes.run(3, command -> Thread.ofPlatform().start(command), (lane, stopped) -> {
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
    void whatALaneThrowsIsThrown(Executor executor) {
        RuntimeException failure = new RuntimeException("lane 1");
        assertSame(
                failure,
                assertThrows(
                        RuntimeException.class,
                        () -> Lanes.run(3, executor, (lane, stopped) -> {
                            if (lane == 1) {
                                throw failure;
                            }
                        })));
    }

    /** Lanes that others have begun use the caller's memory, so it waits for them. */
    @Test
    void whatAnExecutorThrowsIsThrownOnceNoLaneRuns() {
        AtomicIntegerArray running = new AtomicIntegerArray(1);
        Error failure = new OutOfMemoryError("no thread");
        for (int round = 0; round < 20; round++) {
            CountDownLatch begun = new CountDownLatch(1);
            Executor executor = command -> {
                if (begun.getCount() == 0) {
                    throw failure;
                }
                Thread.ofPlatform().start(command);
                try {
                    begun.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };
            assertSame(
                    failure,
                    assertThrows(
                            Error.class,
                            () -> Lanes.run(3, executor, (lane, stopped) -> {
                                running.incrementAndGet(0);
                                begun.countDown();
                                Thread.yield();
                                running.decrementAndGet(0);
                            })));
            assertEquals(0, running.get(0));
        }
    }

    @Test
    void aCallerWithinItsOwnBusyExecutorGoesOn() throws Exception {
        try (var executor = Executors.newFixedThreadPool(1)) {
            executor.submit(() -> Lanes.run(3, executor, (lane, stopped) -> {})).get();
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void anInterruptStopsEveryLaneAndStays(Executor executor) {
        Thread caller = Thread.currentThread();
        Lanes.run(3, executor, (lane, stopped) -> {
            caller.interrupt();
            while (!stopped.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
        assertTrue(Thread.interrupted());
    }
}
