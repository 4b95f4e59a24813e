package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.downcall.internal.RequiresLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Computations that wait for the memory of others, and the memory that is kept for the next ones.
 */
@RequiresLibrary
@Timeout(60)
class NativeMemoryTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final MemoryWait NO_WAIT = new MemoryWait(0);

    private static final Path MAPPINGS = Path.of("/proc/self/smaps");

    private final NativeMemory memory = new NativeMemory(100, "org.example.memory");

    private static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(thread.isAlive(), "the thread waits");
            Thread.sleep(1);
        }
    }

    @Test
    void memoryThatIsFreeIsNotWaitedFor() {
        memory.free(memory.allocate(100, "A", new MemoryWait(SECOND)), 100);
        memory.free(memory.allocate(100, "A", NO_WAIT), 100);
    }

    @Test
    void aComputationThatWaitsGetsTheMemoryOfOneThatEnds() throws InterruptedException {
        long address = memory.allocate(60, "A", NO_WAIT);
        Thread waiter = Thread.ofVirtual().unstarted(() -> {
            memory.free(memory.allocate(60, "B", new MemoryWait(50 * SECOND)), 60);
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
        long address = memory.allocate(90, "A", NO_WAIT);
        List<Thread> waiters = new ArrayList<>();
        for (String name : List.of("long", "short", "shorter")) {
            long bytes = name.equals("long") ? 95 : 10; // not beside the long one
            Thread waiter = Thread.ofPlatform().start(() -> {
                long own = memory.allocate(bytes, name, new MemoryWait(50 * SECOND));
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
        long address = memory.allocate(60, "A", NO_WAIT);
        OutOfMemoryError e = assertThrows(
                OutOfMemoryError.class,
                () -> memory.allocate(60, "B", new MemoryWait(SECOND / 50)));
        assertEquals(
                "The computation of B requires 60 bytes of native memory. All computations together"
                        + " may use 100 bytes, of which 60 bytes are in use. The computation waited"
                        + " for 20 ms. Set -Dorg.example.memory=SIZE to allow more; the default is"
                        + " the maximum heap size (-Xmx).",
                e.getMessage());
        memory.free(address, 60);
        memory.free(memory.allocate(100, "C", NO_WAIT), 100);
    }

    /** The tasks of an operation share its limit. */
    @Test
    void theWaitsOfAnOperationAddUp() throws InterruptedException {
        MemoryWait wait = new MemoryWait(50 * SECOND);
        for (int i = 1; i <= 3; i++) {
            long other = memory.allocate(60, "A", NO_WAIT);
            Thread waiter = Thread.ofPlatform()
                    .start(() -> memory.free(memory.allocate(60, "B", wait), 60));
            awaitWaiting(waiter);
            Thread.sleep(20);
            memory.free(other, 60);
            waiter.join();
            assertTrue(wait.waitedNanos() >= i * SECOND / 50, wait.waitedNanos() + " ns");
        }
        wait.waited(60 * SECOND);
        long other = memory.allocate(60, "A", NO_WAIT);
        String message = assertThrows(OutOfMemoryError.class, () -> memory.allocate(60, "B", wait))
                .getMessage();
        assertTrue(message.contains(" The computation waited for 50000 ms."), message);
        memory.free(other, 60);
    }

    /**
     * The memory that is free never suffices for the first computation, because others that may not
     * wait take each byte that is freed.
     */
    @Test
    void aComputationThatWaitsDoesNotStarve() throws InterruptedException {
        Deque<Long> others = new ArrayDeque<>();
        others.add(memory.allocate(30, "A", NO_WAIT));
        others.add(memory.allocate(30, "A", NO_WAIT));
        Thread waiter = Thread.ofPlatform()
                .start(() ->
                        memory.free(memory.allocate(50, "B", new MemoryWait(50 * SECOND)), 50));
        long start = System.nanoTime();
        awaitWaiting(waiter);
        long refused = 0;
        String message = null;
        while (message == null && refused < start + 10 * SECOND) {
            try {
                others.add(memory.allocate(30, "C", NO_WAIT));
                memory.free(others.remove(), 30);
            } catch (OutOfMemoryError e) {
                message = e.getMessage();
            }
            refused = System.nanoTime();
        }
        assertEquals(
                "The computation of C requires 30 bytes of native memory. All computations together"
                        + " may use 100 bytes, of which 60 bytes are in use. A computation that has"
                        + " waited for 1 s or longer gets the next 50 bytes. Set"
                        + " -Dorg.example.memory=SIZE to allow more; the default is the maximum heap"
                        + " size (-Xmx).",
                message);
        assertTrue(refused - start >= SECOND / 2, "others are refused after a second");
        memory.free(others.remove(), 30);
        waiter.join();
        others.add(memory.allocate(70, "D", NO_WAIT)); // others take the memory again
        memory.free(others.remove(), 30);
        memory.free(others.remove(), 70);
    }

    /** Others may still take what the computation that waits does not need. */
    @Test
    void memoryThatNoComputationWaitsForCanBeTaken() throws InterruptedException {
        long first = memory.allocate(60, "A", NO_WAIT);
        Thread waiter = Thread.ofPlatform().unstarted(() -> {
            memory.free(memory.allocate(50, "B", new MemoryWait(50 * SECOND)), 50);
        });
        waiter.start();
        awaitWaiting(waiter);
        Thread.sleep(1_100);
        assertThrows(OutOfMemoryError.class, () -> memory.allocate(1, "C", NO_WAIT));
        memory.free(first, 60);
        memory.free(memory.allocate(50, "C", NO_WAIT), 50); // beside the 50 of the waiter
        waiter.join();
    }

    @Test
    void moreThanTheLimitIsRefusedWithoutWaiting() {
        long start = System.nanoTime();
        assertThrows(
                OutOfMemoryError.class,
                () -> memory.allocate(101, "A", new MemoryWait(50 * SECOND)));
        assertTrue(System.nanoTime() - start < 10 * SECOND);
    }

    /** The next one gets its turn when the first one gives up. */
    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        long address = memory.allocate(60, "A", NO_WAIT);
        List<Object> outcome = Collections.synchronizedList(new ArrayList<>());
        Thread first = Thread.ofPlatform().start(() -> {
            try {
                memory.allocate(100, "B", new MemoryWait(50 * SECOND));
            } catch (CancellationException e) {
                outcome.add(e.getMessage());
                outcome.add(Thread.currentThread().isInterrupted());
            }
        });
        awaitWaiting(first);
        Thread second = Thread.ofPlatform()
                .start(() ->
                        memory.free(memory.allocate(40, "C", new MemoryWait(50 * SECOND)), 40));
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
                    long address = memory.allocate(bytes, "A", new MemoryWait(50 * SECOND));
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
        long first = memory.allocate(2 << 20, "A", NO_WAIT);
        long other = memory.allocate(2 << 20, "B", NO_WAIT);
        memory.free(first, 2 << 20);
        assertEquals(first, memory.allocate(2 << 20, "C", NO_WAIT));
        memory.free(first, 2 << 20);
        assertEquals(2 << 20, memory.keptBytes());
        long large = memory.allocate(5 << 20, "D", NO_WAIT);
        assertEquals(0, memory.keptBytes());
        memory.free(large, 5 << 20);
        assertEquals(5 << 20, memory.keptBytes());
        memory.free(other, 2 << 20);
        assertEquals(2 << 20, memory.keptBytes()); // the other block exceeds half of the limit
    }

    /** The next computation of about the same size gets the block of the previous one. */
    @Test
    void aBlockIsKeptWhenNoComputationRuns() {
        NativeMemory memory = new NativeMemory(64 << 20, "limit");
        long address = memory.allocate(1_000_000, "A", NO_WAIT);
        memory.free(address, 1_000_000);
        assertEquals(31 << 15, memory.keptBytes()); // the next multiple of 2^19 / 16
        for (int i = 0; i < 3; i++) {
            assertEquals(address, memory.allocate(1_000_001, "B", NO_WAIT));
            assertEquals(0, memory.keptBytes());
            memory.free(address, 1_000_001);
            assertEquals(31 << 15, memory.keptBytes());
        }
    }

    @Test
    void whenNoComputationRunsHalfOfTheLimitIsKept() {
        NativeMemory memory = new NativeMemory(16 << 20, "limit");
        for (long size : new long[] {(8 << 20) + (1 << 19), 9 << 20}) {
            memory.free(memory.allocate(size, "A", NO_WAIT), size);
            assertEquals(0, memory.keptBytes());
        }
        for (long size : new long[] {2 << 20, 3 << 20, 4 << 20}) { // more than 8 MiB in total
            memory.free(memory.allocate(size, "A", NO_WAIT), size);
        }
        assertEquals(7 << 20, memory.keptBytes()); // without the first block
        memory.free(memory.allocate(8 << 20, "A", NO_WAIT), 8 << 20);
        assertEquals(8 << 20, memory.keptBytes());
    }

    /** Half of this limit is 512 GiB. */
    @Test
    void whenNoComputationRunsAtMost512MebibytesAreKept() {
        NativeMemory memory = new NativeMemory(1L << 40, "limit");
        long more = 544 << 20;
        memory.free(memory.allocate(more, "A", NO_WAIT), more);
        assertEquals(0, memory.keptBytes());
        memory.free(memory.allocate(512 << 20, "A", NO_WAIT), 512 << 20);
        assertEquals(512 << 20, memory.keptBytes());
        memory.free(memory.allocate(1 << 20, "A", NO_WAIT), 1 << 20);
        assertEquals(1 << 20, memory.keptBytes());
    }

    /** The system may take the pages of a kept block only until the next computation has it. */
    @Test
    void aKeptBlockThatIsUsedAgainKeepsWhatIsWritten() {
        NativeMemory memory = new NativeMemory(256 << 20, "limit");
        long bytes = 64 << 20;
        long address = memory.allocate(bytes, "A", NO_WAIT);
        MemorySegment block = MemorySegment.ofAddress(address).reinterpret(bytes);
        block.fill((byte) 1);
        memory.free(address, bytes);
        assertEquals(address, memory.allocate(bytes, "B", NO_WAIT));
        block.fill((byte) 2);
        for (long at = 0; at < bytes; at += 1 << 10) {
            assertEquals(2, block.get(ValueLayout.JAVA_BYTE, at), "byte " + at);
        }
        memory.free(address, bytes);
    }

    @Test
    void shortBlocksAreLeftToMalloc() {
        NativeMemory memory = new NativeMemory(64 << 20, "limit");
        memory.free(memory.allocate((128 << 10) - 1, "A", NO_WAIT), (128 << 10) - 1);
        memory.free(memory.allocate(120 << 10, "A", NO_WAIT), 120 << 10);
        assertEquals(128 << 10, memory.keptBytes()); // the size of the first block is rounded up
    }

    /** What is kept never delays or prevents another computation. */
    @Test
    void whatIsKeptDoesNotCountAsInUse() {
        NativeMemory memory = new NativeMemory(16 << 20, "limit");
        memory.free(memory.allocate(8 << 20, "A", NO_WAIT), 8 << 20);
        assertEquals(8 << 20, memory.keptBytes());
        long all = memory.allocate(16 << 20, "B", NO_WAIT);
        assertEquals(0, memory.keptBytes());
        memory.free(all, 16 << 20);
    }

    @Test
    void aGarbageCollectionFreesWhatIsKept() throws InterruptedException {
        NativeMemory memory = new NativeMemory(64 << 20, "limit");
        for (int i = 0; i < 2; i++) { // again, after the first time
            memory.free(memory.allocate(1 << 20, "A", NO_WAIT), 1 << 20);
            assertEquals(1 << 20, memory.keptBytes());
            awaitCollection(memory);
        }
    }

    /** Collects garbage until nothing is kept. The timeout of this class ends a vain attempt. */
    private static void awaitCollection(NativeMemory memory) throws InterruptedException {
        while (memory.keptBytes() > 0) {
            System.gc();
            Thread.sleep(1);
        }
    }

    /** A collection during a computation frees nothing. A later one does. */
    @Test
    void aCollectionDuringAComputationKeepsTheBlocks() throws InterruptedException {
        NativeMemory memory = new NativeMemory(64 << 20, "limit");
        long first = memory.allocate(1 << 20, "A", NO_WAIT);
        long second = memory.allocate(2 << 20, "B", NO_WAIT);
        memory.free(second, 2 << 20);
        memory.free(first, 1 << 20);
        assertEquals(3 << 20, memory.keptBytes());
        first = memory.allocate(1 << 20, "C", NO_WAIT);
        NativeMemory other = new NativeMemory(64 << 20, "limit");
        other.free(other.allocate(1 << 20, "D", NO_WAIT), 1 << 20);
        awaitCollection(other); // what was requested earlier has been called, too
        assertEquals(2 << 20, memory.keptBytes());
        memory.free(first, 1 << 20);
        awaitCollection(memory);
    }

    /** Neither a thread nor a cleaner refers to it for good. */
    @Test
    void memoryThatKeepsBlocksCanBeCollected() throws InterruptedException {
        WeakReference<NativeMemory> unused = new WeakReference<>(memoryThatKeepsABlock());
        while (unused.get() != null) {
            System.gc();
            Thread.sleep(1);
        }
    }

    private static NativeMemory memoryThatKeepsABlock() {
        NativeMemory memory = new NativeMemory(64 << 20, "limit");
        memory.free(memory.allocate(1 << 20, "A", NO_WAIT), 1 << 20);
        assertEquals(1 << 20, memory.keptBytes());
        return memory;
    }

    /** Others use exactly an eighth of the limit, which is not much. */
    @Test
    void whatIsKeptDependsOnWhatOthersUse() {
        NativeMemory memory = new NativeMemory(8 << 10, "limit");
        long other = memory.allocate(1 << 10, "A", NO_WAIT);
        memory.free(memory.allocate(1 << 10, "B", NO_WAIT), 1 << 10);
        assertEquals(0, memory.keptBytes());
        long one = memory.allocate(1, "C", NO_WAIT);
        memory.free(memory.allocate(1 << 10, "D", NO_WAIT), 1 << 10);
        assertEquals(1 << 10, memory.keptBytes());
        memory.free(one, 1);
        memory.free(other, 1 << 10);
        assertEquals(0, memory.keptBytes());
    }

    @Test
    void similarRequestsUseTheSameBlocks() {
        NativeMemory memory = new NativeMemory(8 << 20, "limit");
        long other = memory.allocate(2 << 20, "A", NO_WAIT);
        long address = memory.allocate(1_000_001, "B", NO_WAIT);
        memory.free(address, 1_000_001);
        assertEquals(31 << 15, memory.keptBytes()); // the next multiple of 2^19 / 16
        assertEquals(address, memory.allocate(31 << 15, "C", NO_WAIT));
        assertEquals(0, memory.keptBytes());
        memory.free(address, 31 << 15);
        long five = memory.allocate(5, "D", NO_WAIT);
        memory.free(five, 5);
        assertEquals((31 << 15) + 5, memory.keptBytes());
        assertEquals(five, memory.allocate(5, "E", NO_WAIT));
        assertEquals(31 << 15, memory.keptBytes());
        memory.free(five, 5);
        memory.free(other, 2 << 20);
    }

    @Test
    void anyOfTheBlocksThatAreKeptCanBeUsedAgain() {
        NativeMemory memory = new NativeMemory(8 << 20, "limit");
        long other = memory.allocate(2 << 20, "A", NO_WAIT);
        long[] addresses = new long[4];
        for (int i = 0; i < 4; i++) {
            addresses[i] = memory.allocate((i + 1) << 10, "B", NO_WAIT);
        }
        for (int i = 0; i < 4; i++) {
            memory.free(addresses[i], (i + 1) << 10);
        }
        assertEquals(10 << 10, memory.keptBytes());
        for (int i : new int[] {1, 0, 3, 2}) {
            assertEquals(addresses[i], memory.allocate((i + 1) << 10, "C", NO_WAIT), "block " + i);
        }
        assertEquals(0, memory.keptBytes());
        memory.free(other, 2 << 20);
    }

    /** What was kept first is freed first, and no more than necessary. */
    @Test
    void theBlocksThatAreKeptNeverExceedTheLimitTogetherWithThoseInUse() {
        NativeMemory memory = new NativeMemory(8 << 10, "limit");
        long other = memory.allocate(4 << 10, "A", NO_WAIT);
        long one = memory.allocate(1 << 10, "B", NO_WAIT);
        long two = memory.allocate(2 << 10, "C", NO_WAIT);
        long third = memory.allocate(1 << 10, "D", NO_WAIT);
        memory.free(one, 1 << 10);
        memory.free(two, 2 << 10);
        memory.free(third, 1 << 10);
        assertEquals(4 << 10, memory.keptBytes()); // as much as the limit leaves
        long half = memory.allocate(512, "E", NO_WAIT);
        assertEquals(3 << 10, memory.keptBytes());
        assertEquals(two, memory.allocate(2 << 10, "F", NO_WAIT));
        memory.free(two, 2 << 10);
        memory.free(half, 512);
        assertEquals((3 << 10) + 512, memory.keptBytes());
        memory.free(other, 4 << 10);
        assertEquals(0, memory.keptBytes());
    }

    @Test
    void theNumberOfBlocksThatAreKeptIsLimited() {
        NativeMemory memory = new NativeMemory(8 << 20, "limit");
        long other = memory.allocate(2 << 20, "A", NO_WAIT);
        long[] addresses = new long[70];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = memory.allocate(16, "B", NO_WAIT);
        }
        for (long address : addresses) {
            memory.free(address, 16);
        }
        assertEquals(64 * 16, memory.keptBytes());
        memory.free(other, 2 << 20);
        assertEquals(0, memory.keptBytes());
    }

    /** Twice, because memory that was refused must not count. */
    @Test
    void memoryThatTheSystemRefusesIsNotInUse() {
        NativeMemory memory = new NativeMemory(3L << 59, "limit");
        for (int i = 0; i < 2; i++) {
            String message = assertThrows(
                            OutOfMemoryError.class, () -> memory.allocate(1L << 60, "A", NO_WAIT))
                    .getMessage();
            assertTrue(message.contains("The operating system refused"), message);
        }
    }

    @Test
    void blocksThatAreKeptAreFreedIfTheSystemRefusesMemory() {
        NativeMemory memory = new NativeMemory(3L << 59, "limit");
        memory.free(memory.allocate(1 << 20, "A", NO_WAIT), 1 << 20);
        assertEquals(1 << 20, memory.keptBytes());
        assertThrows(OutOfMemoryError.class, () -> memory.allocate(1L << 60, "B", NO_WAIT));
        assertEquals(0, memory.keptBytes());
    }

    @Test
    void whatIsReservedCountsUntilItIsReleased() {
        memory.reserve(60, "A", NO_WAIT);
        assertThrows(OutOfMemoryError.class, () -> memory.reserve(41, "B", NO_WAIT));
        memory.reserve(40, "B", NO_WAIT);
        memory.release(60);
        memory.release(40);
        memory.free(memory.allocate(100, "C", NO_WAIT), 100);
    }

    /** All whole huge pages of a block, and nothing beyond it. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc and madvise")
    void hugePagesAreRequested() throws IOException {
        Path supported = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        assumeTrue(Files.isReadable(supported), "this system has no transparent huge pages");
        assumeTrue(Files.isReadable(MAPPINGS), "needs /proc");
        long page = 2 << 20;
        for (long bytes : new long[] {68 << 20, 72 << 20}) {
            NativeMemory memory = NativeMemory.unlimited();
            long address = memory.allocate(bytes, "A", NO_WAIT);
            try {
                long from = (address + page - 1) / page * page;
                long to = (address + bytes) / page * page;
                assertEquals(List.of(from, to), hugeRange(address, bytes), "at " + address);
            } finally {
                memory.free(address, bytes);
            }
        }
    }

    /** The first and the last address near a block for which huge pages were requested. */
    private static List<Long> hugeRange(long address, long bytes) throws IOException {
        long from = 0;
        long to = 0;
        long[] range = new long[2];
        for (String line : Files.readAllLines(MAPPINGS)) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] ends = line.split("[- ]", 3);
                range[0] = Long.parseUnsignedLong(ends[0], 16);
                range[1] = Long.parseUnsignedLong(ends[1], 16);
            } else if (line.startsWith("VmFlags:")
                    && line.contains(" hg")
                    && Long.compareUnsigned(range[0], address + bytes) < 0
                    && Long.compareUnsigned(range[1], address) > 0) {
                from = from == 0 ? range[0] : from;
                to = range[1];
            }
        }
        return List.of(from, to);
    }
}
