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
import java.nio.file.Path;
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
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads, virtual threads, and calls that block.
 *
 * <p>A downcall runs in the thread that makes it, without any lock: whether several may be under
 * way at once is for C to say. That of a virtual thread runs in its carrier, which can do nothing
 * else until C returns.
 */
@UsesRecipesLibrary
class ThreadsTest {

    private static final int MINUTE = 60_000;

    static String name(int number) {
        try (Arena arena =
                Arena.ofConfined()) { // works in virtual threads, too: the owner is the virtual
            // thread
            MemorySegment text = arena.allocate(32);
            Thread.yield(); // which may be on another carrier from here on
            threads_name_r(number, text, (int) text.byteSize());
            return text.getString(0);
        }
    }

    /**
     * What C calls reentrant may be called by any thread at any time. Each brings memory of its
     * own.
     */
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

    /**
     * Wrong: a function that keeps its result in memory of its own. Here another thread calls it
     * between two lines.
     */
    @Test
    void wrongAFunctionForOneThreadOnly() throws InterruptedException {
        MemorySegment mine = threads_name(1);
        Thread other = new Thread(() -> threads_name(2));
        other.start();
        other.join();
        assertEquals("thread-2", mine.getString(0));
    }

    private static final ReentrantLock LOCK = new ReentrantLock();

    /** If there is no other function: one lock for all who call it, until the result is copied. */
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

    /** Wrong: to interrupt a thread that is in C. It learns of it when it is back. */
    @Test
    void wrongAnInterruptDoesNotReachC() throws Exception {
        MemorySegment gate = threads_gate_new();
        FutureTask<Boolean> interrupted = new FutureTask<>(
                () -> threads_gate_wait(gate, MINUTE) == 0 && Thread.interrupted());
        Thread thread = new Thread(interrupted);
        thread.start();
        awaitCallIn(gate);
        thread.interrupt();
        thread.join(100);
        assertEquals(1, threads_gate_waiting(gate)); // it still waits
        threads_gate_open(gate);
        assertTrue(interrupted.get());
        threads_gate_free(gate);
    }

    /**
     * A call that blocks is made in a platform thread that is there for it. Java waits for the
     * result, which does not pin a carrier and can be interrupted; then C has to be woken by what
     * it offers for that. Only when the call is over may its memory be freed.
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
        platformThreads.close(); // waits for the calls
        threads_gate_free(gate);
    }

    /** The simplest way, if C offers it: a time limit, and a look at what Java wants in between. */
    @Test
    void aCallWithATimeLimit() {
        MemorySegment gate = threads_gate_new();
        assertEquals(-1, threads_gate_wait(gate, 10));
        threads_gate_free(gate);
    }

    private static TestBuild.Output child(Class<?> main, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--enable-native-access=ALL-UNNAMED");
        return ChildJvm.run(all, main, UsesRecipesLibrary.Load.file());
    }

    private static String[] carriers(int count) {
        return new String[] {
            "-Djdk.virtualThreadScheduler.parallelism=" + count,
            "-Djdk.virtualThreadScheduler.maxPoolSize=" + count
        };
    }

    /** A JVM that has one carrier: a virtual thread in C stops all the others. */
    @Test
    void wrongAVirtualThreadThatBlocksInC() throws Exception {
        TestBuild.Output output = child(Pins.class, carriers(1));
        assertEquals(0, output.exit(), output.text());
        assertTrue(
                output.text().contains("in the virtual thread: another one ran: false"),
                output.text());
        assertTrue(
                output.text().contains("in a platform thread: another one ran: true"),
                output.text());
    }

    static final class Pins {

        public static void main(String[] arguments) throws Exception {
            System.load(arguments[0]);
            MemorySegment gate = threads_gate_new();
            Thread.ofVirtual().start(() -> threads_gate_wait(gate, MINUTE));
            System.out.println(
                    "in the virtual thread: another one ran: " + anotherOneRuns(gate, 300));

            MemorySegment second = threads_gate_new();
            ExecutorService platformThreads = Executors.newCachedThreadPool();
            Thread.ofVirtual().start(new FutureTask<>(() -> waitFor(second, platformThreads)));
            System.out.println(
                    "in a platform thread: another one ran: " + anotherOneRuns(second, MINUTE));
            platformThreads.close();
        }

        /** {@return whether another virtual thread ends while a call waits} */
        private static boolean anotherOneRuns(MemorySegment gate, int millis)
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
     * A JVM that has two carriers: what C keeps for a thread is the carrier's, which a virtual
     * thread may change.
     */
    @Test
    void wrongWhatCKeepsForItsThread() throws Exception {
        TestBuild.Output output = child(Moves.class, carriers(2));
        assertEquals(0, output.exit(), output.text());
        assertTrue(
                output.text().contains("at once: 42, later: 0, another virtual thread: 42"),
                output.text());
    }

    static final class Moves {

        private static int atOnce;
        private static int later;

        public static void main(String[] arguments) throws Exception {
            System.load(arguments[0]);
            Semaphore goOn = new Semaphore(0);
            Thread thread = Thread.ofVirtual().start(() -> {
                threads_set_error(42);
                atOnce = threads_last_error();
                goOn.acquireUninterruptibly(); // waits: leaves its carrier
                later = threads_last_error();
            });
            while (thread.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            // Two calls that block, so one in each carrier; each tells what it finds there.
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
            int first = found.get(0) == 42 ? 0 : 1; // this call is where the thread was
            threads_gate_open(gates.get(1 - first));
            goOn.release(); // only the other carrier is free
            thread.join();
            threads_gate_open(gates.get(first));
            System.out.println("at once: " + atOnce + ", later: " + later
                    + ", another virtual thread: " + found.get(first));
        }
    }

    /** C that wants much stack: a platform thread can be made with as much. */
    @Test
    void muchStack() throws Exception {
        FutureTask<Integer> deep = new FutureTask<>(() -> threads_use_stack(8 << 10));
        new Thread(null, deep, "deep", 64 << 20).start();
        assertEquals(8 << 10, deep.get());
    }

    /**
     * Wrong: the same in a virtual thread. C runs on the carrier's stack, and its end is no
     * StackOverflowError.
     */
    @Test
    void wrongMuchStackInAVirtualThread(@TempDir Path directory) throws Exception {
        TestBuild.Output output = child(
                Overflows.class,
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("error.log"));
        assertNotEquals(0, output.exit()); // the JVM is gone, on some systems without a word
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
