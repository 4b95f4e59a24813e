package org.downcall.recipes;

import static org.downcall.recipes.bindings.threads_h.threads_gate_free;
import static org.downcall.recipes.bindings.threads_h.threads_gate_new;
import static org.downcall.recipes.bindings.threads_h.threads_gate_open;
import static org.downcall.recipes.bindings.threads_h.threads_gate_wait;
import static org.downcall.recipes.bindings.threads_h.threads_gate_waiting;
import static org.downcall.recipes.bindings.threads_h.threads_last_error;
import static org.downcall.recipes.bindings.threads_h.threads_name;
import static org.downcall.recipes.bindings.threads_h.threads_name_r;
import static org.downcall.recipes.bindings.threads_h.threads_set_error;
import static org.downcall.recipes.bindings.threads_h.threads_use_stack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/**
 * Threads, virtual threads, and calls that block.
 *
 * <p>A downcall runs in the calling thread, without a lock. The C library determines whether
 * several threads may call it at the same time. A downcall from a virtual thread runs in its
 * carrier, which can run no other virtual thread until C returns.
 */
@UsesRecipesLibrary
class ThreadsTest {

    private static final int MINUTE = 60_000;

    /** Any thread may call a reentrant function at any time. Each call uses its own memory. */
    static String name(int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(32);
            threads_name_r(number, text, (int) text.byteSize());
            return text.getString(0);
        }
    }

    /** The owner of a confined arena is the virtual thread, even after it changes its carrier. */
    @Test
    void anArenaOfAVirtualThread() throws InterruptedException {
        String[] name = new String[1];
        Thread thread = Thread.ofVirtual().start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment text = arena.allocate(32);
                // The thread may continue on another carrier.
                Thread.yield();
                threads_name_r(7, text, (int) text.byteSize());
                name[0] = text.getString(0);
            }
        });
        thread.join();
        assertEquals("thread-7", name[0]);
    }

    @Test
    void manyThreadsAtOnce() throws Exception {
        List<Future<String>> names = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                int number = i;
                names.add(threads.submit(() -> name(number)));
            }
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals("thread-" + i, names.get(i).get());
        }
    }

    /** Wrong: a function with a static buffer. Another thread overwrites the result. */
    @Test
    void wrongStaticBuffer() throws InterruptedException {
        MemorySegment mine = threads_name(1);
        Thread other = new Thread(() -> threads_name(2));
        other.start();
        other.join();
        assertEquals("thread-2", mine.getString(0));
    }

    private static final ReentrantLock LOCK = new ReentrantLock();

    /**
     * If there is no reentrant function, all callers hold the same lock until they copy the result.
     */
    @Test
    void oneThreadAtATime() {
        String name;
        LOCK.lock();
        try {
            name = threads_name(1).getString(0);
        } finally {
            LOCK.unlock();
        }
        assertEquals("thread-1", name);
    }

    private static void awaitCallIn(MemorySegment gate) throws InterruptedException {
        for (int i = 0; i < MINUTE && threads_gate_waiting(gate) == 0; i++) {
            Thread.sleep(1);
        }
    }

    /** Wrong: interrupting a thread that executes C. Only Java code sees the interrupt. */
    @Test
    void wrongInterruptingC() throws Exception {
        MemorySegment gate = threads_gate_new();
        FutureTask<Boolean> interrupted = new FutureTask<>(
                () -> threads_gate_wait(gate, MINUTE) == 0 && Thread.interrupted());
        Thread thread = new Thread(interrupted);
        thread.start();
        awaitCallIn(gate);
        thread.interrupt();
        thread.join(100);
        // The thread still waits.
        assertEquals(1, threads_gate_waiting(gate));
        threads_gate_open(gate);
        assertTrue(interrupted.get());
        threads_gate_free(gate);
    }

    /**
     * A platform thread makes the blocking call. Waiting for its result does not pin a carrier and
     * can be interrupted. After an interrupt, wake the C function with the means that its library
     * provides, here by opening the gate. Do not free the gate before the call has returned.
     */
    static int waitFor(MemorySegment gate, ExecutorService platformThreads)
            throws InterruptedException {
        Future<Integer> call = platformThreads.submit(() -> threads_gate_wait(gate, MINUTE));
        try {
            return call.get();
        } catch (InterruptedException e) {
            threads_gate_open(gate);
            throw e;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCallThatCanBeInterrupted() throws Exception {
        MemorySegment gate = threads_gate_new();
        ExecutorService platformThreads = Executors.newCachedThreadPool();
        FutureTask<Integer> wait = new FutureTask<>(() -> waitFor(gate, platformThreads));
        Thread thread = Thread.ofVirtual().start(wait);
        awaitCallIn(gate);
        thread.interrupt();
        Exception error = assertThrows(ExecutionException.class, wait::get);
        assertTrue(error.getCause() instanceof InterruptedException);
        // Waits until the calls have returned.
        platformThreads.close();
        threads_gate_free(gate);
    }

    /** The simplest solution, if C has a timeout: wait briefly, and check for an interrupt. */
    @Test
    void aCallWithATimeout() {
        MemorySegment gate = threads_gate_new();
        // In a program, another thread does this.
        Thread.currentThread().interrupt();
        int result;
        do {
            result = threads_gate_wait(gate, 10);
        } while (result == -1 && !Thread.interrupted());
        assertEquals(-1, result);
        threads_gate_free(gate);
    }

    private static List<String> carriers(int count) {
        return List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.virtualThreadScheduler.parallelism=" + count,
                "-Djdk.virtualThreadScheduler.maxPoolSize=" + count);
    }

    /** Wrong: a virtual thread that blocks in C. In a JVM with one carrier, it stops all others. */
    @Test
    void wrongVirtualThreadThatBlocksInC() throws Exception {
        Output output = ChildJvm.run(carriers(1), Pins.class);
        assertEquals(0, output.exit(), output.text());
        assertEquals("""
                in the virtual thread: another thread ran: false
                in a platform thread: another thread ran: true
                """, output.text());
    }

    static final class Pins {

        public static void main(String[] arguments) throws Exception {
            System.load(arguments[0]);
            MemorySegment gate = threads_gate_new();
            Thread.ofVirtual().start(() -> threads_gate_wait(gate, MINUTE));
            System.out.println(
                    "in the virtual thread: another thread ran: " + anotherThreadRuns(gate, 300));

            MemorySegment second = threads_gate_new();
            ExecutorService platformThreads = Executors.newCachedThreadPool();
            Thread.ofVirtual().start(new FutureTask<>(() -> waitFor(second, platformThreads)));
            System.out.println("in a platform thread: another thread ran: "
                    + anotherThreadRuns(second, MINUTE));
            platformThreads.close();
        }

        /** {@return whether another virtual thread ends while a call waits} */
        private static boolean anotherThreadRuns(MemorySegment gate, int millis)
                throws InterruptedException {
            awaitCallIn(gate);
            Thread other = Thread.ofVirtual().start(() -> {});
            other.join(millis);
            boolean ran = !other.isAlive();
            threads_gate_open(gate);
            other.join();
            return ran;
        }
    }

    /**
     * Wrong: expecting C's thread-local state to follow a virtual thread. It belongs to the
     * carrier.
     */
    @Test
    void wrongThreadLocalStateOfC() throws Exception {
        Output output = ChildJvm.run(carriers(2), Moves.class);
        assertEquals(0, output.exit(), output.text());
        assertEquals("at once: 42, later: 0, another virtual thread: 42\n", output.text());
    }

    static final class Moves {

        private static int atOnce;
        private static int later;

        public static void main(String[] arguments) throws Exception {
            System.load(arguments[0]);
            Semaphore proceed = new Semaphore(0);
            Thread thread = Thread.ofVirtual().start(() -> {
                threads_set_error(42);
                atOnce = threads_last_error();
                // While it waits, the virtual thread leaves its carrier.
                proceed.acquireUninterruptibly();
                later = threads_last_error();
            });
            while (thread.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            // Two blocking calls, one on each carrier. Each reads the state of its carrier.
            List<MemorySegment> gates = List.of(threads_gate_new(), threads_gate_new());
            AtomicIntegerArray found = new AtomicIntegerArray(2);
            for (int i = 0; i < 2; i++) {
                int call = i;
                Thread.ofVirtual().start(() -> {
                    found.set(call, threads_last_error());
                    threads_gate_wait(gates.get(call), MINUTE);
                });
                awaitCallIn(gates.get(call));
            }
            // The call on the carrier where the thread was before.
            int first = found.get(0) == 42 ? 0 : 1;
            // Frees only the other carrier for the thread.
            threads_gate_open(gates.get(1 - first));
            proceed.release();
            thread.join();
            threads_gate_open(gates.get(first));
            System.out.println("at once: " + atOnce + ", later: " + later
                    + ", another virtual thread: " + found.get(first));
        }
    }

    /** For C code that needs a large stack, create a platform thread with one. */
    @Test
    void aLargeStack() throws Exception {
        FutureTask<Integer> deep = new FutureTask<>(() -> threads_use_stack(8 << 10));
        new Thread(null, deep, "deep", 64 << 20).start();
        assertEquals(8 << 10, deep.get());
    }

    /**
     * Wrong: the same in a virtual thread. C runs on the stack of the carrier. When it overflows,
     * the JVM crashes without a StackOverflowError.
     */
    @Test
    void wrongLargeStackInAVirtualThread() throws Exception {
        Output output = ChildJvm.run(Overflows.class);
        // On some systems the JVM ends without a message.
        assertNotEquals(0, output.exit());
        assertFalse(output.text().contains("returned"), output.text());
        assertFalse(output.text().contains("StackOverflowError"), output.text());
    }

    static final class Overflows {

        public static void main(String[] arguments) throws Exception {
            System.load(arguments[0]);
            FutureTask<Integer> deep = new FutureTask<>(() -> threads_use_stack(8 << 10));
            Thread.ofVirtual().start(deep);
            System.out.println("returned " + deep.get());
        }
    }
}
