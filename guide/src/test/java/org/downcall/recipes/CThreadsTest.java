package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.downcall.recipes.bindings.c_threads_h.c_threads_join;
import static org.downcall.recipes.bindings.c_threads_h.c_threads_start;
import static org.downcall.recipes.bindings.c_threads_h.c_threads_stop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.downcall.recipes.bindings.c_threads_listener;
import org.junit.jupiter.api.Test;

/**
 * Upcalls from threads that C creates.
 *
 * <p>Such a thread needs no preparation: its first upcall attaches it to the JVM, until it ends.
 * You decide what the Java code may access there, and when its stub may be freed.
 */
@UsesRecipesLibrary
class CThreadsTest {

    /** The stub must stay alive until the C thread has ended. */
    @Test
    void anUpcallFromACThread() {
        AtomicInteger calls = new AtomicInteger();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment listener =
                    c_threads_listener.allocate((call, user) -> calls.incrementAndGet(), arena);
            MemorySegment worker = c_threads_start(listener, NULL, 3);
            assertNotEquals(NULL, worker);
            assertEquals(3, c_threads_join(worker)); // first join the thread, then close the arena
        }
        assertEquals(3, calls.get());
    }

    /**
     * Lets a C thread call the listener, and waits until it ends. After that, this thread sees
     * everything that the C thread did, and may close the arena. The arena can be confined, because
     * any thread may call a stub.
     */
    private static void inACThread(long calls, c_threads_listener.Function listener) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment worker =
                    c_threads_start(c_threads_listener.allocate(listener, arena), NULL, calls);
            assertNotEquals(NULL, worker);
            assertEquals(calls, c_threads_join(worker));
        }
    }

    /**
     * A C thread gets its own Thread, a daemon, which is the same one in each call. It is alive as
     * long as the C thread is.
     */
    @Test
    void aCThreadBecomesAJavaThread() {
        List<Thread> threads = new ArrayList<>();
        inACThread(2, (call, user) -> threads.add(Thread.currentThread()));
        Thread thread = threads.get(0);
        assertSame(thread, threads.get(1));
        assertNotSame(Thread.currentThread(), thread);
        assertTrue(thread.isDaemon());
        assertFalse(thread.isVirtual());
        assertEquals(Thread.State.TERMINATED, thread.getState());

        inACThread(1, (call, user) -> threads.add(Thread.currentThread()));
        assertNotSame(thread, threads.get(2)); // every C thread is attached, which takes time
    }

    /**
     * The thread inherits nothing, not even a context class loader, because no Java thread created
     * it.
     */
    @Test
    void itInheritsNothing() {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        user.set("me");
        assertNotNull(Thread.currentThread().getContextClassLoader());
        List<Object> found = new ArrayList<>();
        inACThread(2, (call, ignored) -> {
            Thread thread = Thread.currentThread();
            found.addAll(
                    Arrays.asList(user.get(), thread.getContextClassLoader(), thread.getName()));
            user.set("the worker");
            thread.setContextClassLoader(CThreadsTest.class.getClassLoader());
            thread.setName("worker");
        });
        user.remove();
        assertEquals(Arrays.asList(null, null), found.subList(0, 2));
        assertTrue(found.get(2).toString().startsWith("Thread-"));
        // The second call finds what the first call set.
        assertEquals(
                List.of("the worker", CThreadsTest.class.getClassLoader(), "worker"),
                found.subList(3, 6));
    }

    /**
     * Memory that both threads access comes from a shared or an automatic arena. Access to a
     * confined one throws an exception.
     */
    @Test
    void memoryForBothThreads() {
        try (Arena confined = Arena.ofConfined();
                Arena shared = Arena.ofShared()) {
            List<MemorySegment> segments = List.of(
                    confined.allocateFrom(JAVA_INT, 1),
                    shared.allocateFrom(JAVA_INT, 2),
                    Arena.ofAuto().allocateFrom(JAVA_INT, 3));
            List<Object> read = new ArrayList<>();
            inACThread(3, (call, user) -> {
                try {
                    read.add(segments.get((int) call).get(JAVA_INT, 0));
                } catch (WrongThreadException e) {
                    read.add(e.getClass());
                }
            });
            assertEquals(List.of(WrongThreadException.class, 2, 3), read);
        }
    }

    /**
     * Owns a C thread and what it needs. close() ends the calls, then the thread, then the stub.
     */
    static final class Worker implements AutoCloseable {

        private final Arena arena = Arena.ofShared();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final MemorySegment worker;

        Worker(c_threads_listener.Function listener) {
            worker = c_threads_start(c_threads_listener.allocate(listener, arena), NULL, -1);
            if (worker.equals(NULL)) {
                arena.close();
                throw new IllegalStateException("C cannot make a thread");
            }
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) { // a second close must not use the freed worker
                c_threads_stop(worker);
                c_threads_join(worker);
                arena.close();
            }
        }
    }

    /**
     * The listener puts its argument into a queue and returns. It never waits, because that would
     * block C and close().
     */
    @Test
    void resultsGoThroughAQueue() throws InterruptedException {
        BlockingQueue<Long> queue = new ArrayBlockingQueue<>(16);
        try (Worker worker = new Worker((call, user) -> queue.offer(call))) {
            for (long call = 0; call < 3; call++) {
                assertEquals(call, queue.poll(1, TimeUnit.MINUTES));
            }
        }
    }

    /** One stub serves any number of threads at the same time. Its listener must be thread-safe. */
    @Test
    void oneStubForManyThreads() {
        AtomicInteger calls = new AtomicInteger();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stub =
                    c_threads_listener.allocate((call, user) -> calls.incrementAndGet(), arena);
            List<MemorySegment> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MemorySegment worker = c_threads_start(stub, NULL, 1000);
                if (!worker.equals(NULL)) {
                    workers.add(worker);
                }
            }
            // All have ended before an assertion can fail, because that would free the stub.
            long made =
                    workers.stream().mapToLong(worker -> c_threads_join(worker)).sum();
            assertEquals(4, workers.size());
            assertEquals(4000, made);
        }
        assertEquals(4000, calls.get());
    }

    /** A JVM of its own, for tests that look at its exit code and output. */
    static final class Jvm {

        public static void main(String[] arguments) throws InterruptedException {
            System.load(arguments[0]);
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, thrown) -> System.out.println("handled"));
            BlockingQueue<Long> queue = new ArrayBlockingQueue<>(1);
            MemorySegment listener = c_threads_listener.allocate(
                    (call, user) -> {
                        queue.offer(call);
                        if (arguments[1].equals("throw")) {
                            throw new IllegalStateException("from a C thread");
                        }
                    },
                    Arena.global());
            c_threads_start(listener, NULL, -1);
            queue.take();
            if (arguments[1].equals("throw")) {
                Thread.sleep(60_000); // the JVM ends before this returns
            }
        }
    }

    private static Output jvm(String what) throws IOException, InterruptedException {
        return ChildJvm.run(Jvm.class, what);
    }

    /** main returns, and the JVM ends while C is still calling. */
    @Test
    void theJvmDoesNotWaitForCThreads() throws IOException, InterruptedException {
        assertEquals(0, jvm("return").exit());
    }

    /**
     * Wrong: an exception that escapes from the upcall. It does not end the thread, as in Java, but
     * the JVM. The uncaught exception handler is not called.
     */
    @Test
    void wrongExceptionThatEscapes() throws IOException, InterruptedException {
        Output output = jvm("throw");
        assertEquals(1, output.exit());
        assertTrue(output.text().contains("IllegalStateException: from a C thread"), output.text());
        assertFalse(output.text().contains("handled"), output.text());
    }
}
