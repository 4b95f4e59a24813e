package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.downcall.internal.RequiresLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Computations that wait for the memory of others. */
@RequiresLibrary
@Timeout(60)
class NativeMemoryTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final NativeMemory memory = new NativeMemory(100, "org.example.memory");

    private static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(thread.isAlive(), "the thread waits");
            Thread.sleep(1);
        }
    }

    @Test
    void memoryThatIsFreeIsNotWaitedFor() {
        memory.free(memory.allocate(100, "A", SECOND), 100);
        memory.free(memory.allocate(100, "A", 0), 100);
    }

    @Test
    void aComputationThatWaitsGetsTheMemoryOfOneThatEnds() throws InterruptedException {
        long address = memory.allocate(60, "A", 0);
        Thread waiter = Thread.ofVirtual().unstarted(() -> {
            memory.free(memory.allocate(60, "B", 50 * SECOND), 60);
        });
        waiter.start();
        awaitWaiting(waiter);
        memory.free(address, 60);
        waiter.join();
    }

    /** A short one does not overtake a long one, and both get memory that suffices for both. */
    @Test
    void theOrderIsThatOfArrival() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        long address = memory.allocate(90, "A", 0);
        List<Thread> waiters = new ArrayList<>();
        for (String name : List.of("long", "short", "shorter")) {
            long bytes = name.equals("long") ? 95 : 10; // not beside the long one
            Thread waiter = Thread.ofPlatform().start(() -> {
                long own = memory.allocate(bytes, name, 50 * SECOND);
                order.add(name);
                memory.free(own, bytes);
            });
            awaitWaiting(waiter);
            waiters.add(waiter);
        }
        assertEquals(List.of(), order);
        memory.free(address, 90);
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertEquals("long", order.getFirst());
        assertEquals(3, order.size());
    }

    @Test
    void theWaitHasALimitAndTheMessageStatesIt() {
        long address = memory.allocate(60, "A", 0);
        OutOfMemoryError e =
                assertThrows(OutOfMemoryError.class, () -> memory.allocate(60, "B", SECOND / 50));
        assertEquals(
                "The computation of B requires 60 bytes of native memory. All computations together"
                        + " may use 100 bytes, of which 60 bytes are in use. The computation waited"
                        + " for 20 ms. Set -Dorg.example.memory=SIZE to allow more; the default is"
                        + " the maximum heap size (-Xmx).",
                e.getMessage());
        memory.free(address, 60);
        memory.free(memory.allocate(100, "C", 0), 100);
    }

    @Test
    void moreThanTheLimitIsRefusedWithoutWaiting() {
        long start = System.nanoTime();
        assertThrows(OutOfMemoryError.class, () -> memory.allocate(101, "A", 50 * SECOND));
        assertTrue(System.nanoTime() - start < 10 * SECOND);
    }

    /** The next one gets its turn when the first one gives up. */
    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        long address = memory.allocate(60, "A", 0);
        List<Object> outcome = Collections.synchronizedList(new ArrayList<>());
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                memory.allocate(100, "B", 50 * SECOND);
            } catch (CancellationException e) {
                outcome.add(e.getMessage());
                outcome.add(Thread.currentThread().isInterrupted());
            }
        });
        awaitWaiting(first);
        Thread second = Thread.ofPlatform()
                .start(() -> memory.free(memory.allocate(40, "C", 50 * SECOND), 40));
        awaitWaiting(second);
        first.interrupt();
        first.join();
        second.join();
        assertEquals(
                List.of(
                        "The computation of B was cancelled. The calling thread was interrupted"
                                + " while it waited for memory.",
                        true),
                outcome);
        memory.free(address, 60);
    }

    @Test
    void theLimitHoldsWhenManyWait() throws InterruptedException {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        long[] used = {0, 0}; // now, and at most
        for (int i = 0; i < 200; i++) {
            long bytes = 1 + i % 60;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    long address = memory.allocate(bytes, "A", 50 * SECOND);
                    synchronized (used) {
                        used[0] += bytes;
                        used[1] = Math.max(used[0], used[1]);
                    }
                    Thread.sleep(1);
                    synchronized (used) {
                        used[0] -= bytes;
                    }
                    memory.free(address, bytes);
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertTrue(used[1] <= 100, used[1] + " bytes");
    }

    /** With many threads, what malloc keeps for each of them would exceed the limit. */
    @Test
    void whileOthersUseMuchFreedMemoryIsKeptForTheNextComputation() {
        NativeMemory memory = new NativeMemory(8 << 20, "limit");
        long first = memory.allocate(2 << 20, "A", 0);
        long other = memory.allocate(2 << 20, "B", 0);
        memory.free(first, 2 << 20);
        assertEquals(first, memory.allocate(2 << 20, "C", 0));
        memory.free(first, 2 << 20);
        assertEquals(2 << 20, memory.keptBytes());
        long large = memory.allocate(5 << 20, "D", 0);
        assertEquals(0, memory.keptBytes());
        memory.free(large, 5 << 20);
        assertEquals(5 << 20, memory.keptBytes());
        memory.free(other, 2 << 20);
        assertEquals(0, memory.keptBytes());
    }

    @Test
    void aSingleComputationKeepsNothing() {
        NativeMemory memory = new NativeMemory(8 << 20, "limit");
        for (int i = 1; i <= 8; i++) {
            memory.free(memory.allocate((long) i << 20, "A", 0), (long) i << 20);
            assertEquals(0, memory.keptBytes());
        }
    }
}
