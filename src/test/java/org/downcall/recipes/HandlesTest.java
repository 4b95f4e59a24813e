package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static org.downcall.recipes.bindings.handles_h.handles_counter_add;
import static org.downcall.recipes.bindings.handles_h.handles_counter_create;
import static org.downcall.recipes.bindings.handles_h.handles_counter_destroy;
import static org.downcall.recipes.bindings.handles_h.handles_counter_value;
import static org.downcall.recipes.bindings.handles_h.handles_counter_visit;
import static org.downcall.recipes.bindings.handles_h.handles_live;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.downcall.internal.TestBuild;
import org.downcall.recipes.bindings.handles_counter_visit$visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Handles: a pointer to an object that only the library knows from inside, which somebody has to
 * destroy, once.
 *
 * <p>Make it a segment of an arena that destroys the object when it is closed. Then FFM refuses a
 * call with a destroyed object, and refuses to destroy an object that a call is using.
 */
@UsesRecipesLibrary
class HandlesTest {

    /**
     * The idiom. Size 0, because nobody may look inside; the cleanup action runs once, when the
     * arena is closed.
     */
    static MemorySegment create(Arena arena, long start) {
        MemorySegment counter = handles_counter_create(start);
        if (counter.equals(NULL)) {
            throw new IllegalArgumentException(
                    "start = " + start + ": negative, or no memory is left");
        }
        try {
            return counter.reinterpret(0, arena, segment -> handles_counter_destroy(segment));
        } catch (
                RuntimeException
                        e) { // the arena is closed, or another thread's: it takes over nothing
            handles_counter_destroy(counter);
            throw e;
        }
    }

    @Test
    void theArenaDestroysTheObject() {
        int before = handles_live();
        MemorySegment counter;
        try (Arena arena = Arena.ofConfined()) {
            counter = create(arena, 40);
            assertEquals(42, handles_counter_add(counter, 2));
            assertEquals(before + 1, handles_live());
            assertEquals(0, counter.byteSize());
        }
        assertEquals(before, handles_live());
        assertFalse(counter.scope().isAlive());
        AssertionError error =
                assertThrows(AssertionError.class, () -> handles_counter_value(counter));
        assertEquals("Already closed", error.getCause().getMessage()); // C was not called
    }

    @Test
    void anObjectThatCannotBeMade() {
        int before = handles_live();
        Arena closed = Arena.ofConfined();
        closed.close();
        assertThrows(IllegalStateException.class, () -> create(closed, 1));
        assertThrows(IllegalArgumentException.class, () -> create(closed, -1));
        assertEquals(before, handles_live());
    }

    /** What the rest of the program sees: no segment, one owner, and a name for what is wrong. */
    static final class Counter implements AutoCloseable {

        private static final Cleaner CLEANER = Cleaner.create();

        private final Arena arena = Arena.ofShared(); // the cleaner's thread has to close it
        private final MemorySegment handle;
        private final Cleaner.Cleanable net;

        Counter(long start) {
            handle = create(arena, start);
            net = CLEANER.register(this, closing(arena));
        }

        /** Static: the action must not know this, which would then be reachable for ever. */
        private static Runnable closing(Arena arena) {
            return () -> {
                if (arena.scope().isAlive()) {
                    arena.close();
                }
            };
        }

        /** Synchronized, because the C is not made for two threads. */
        synchronized long add(long amount) {
            if (!arena.scope().isAlive()) {
                throw new IllegalStateException("the counter is closed");
            }
            try {
                return handles_counter_add(handle, amount);
            } finally {
                Reference.reachabilityFence(
                        this); // or the net might come before the call has ended
            }
        }

        /**
         * Waits for a call that another thread is in; from within a call it throws. Once more does
         * nothing.
         */
        @Override
        public synchronized void close() {
            closing(arena).run();
            net.clean(); // finds it closed, and forgets it
        }
    }

    @Test
    void aClassAroundIt() {
        int before = handles_live();
        Counter counter = new Counter(40);
        try (counter) {
            assertEquals(42, counter.add(2));
        }
        counter.close();
        assertEquals(before, handles_live());
        assertThrows(IllegalStateException.class, () -> counter.add(1));
    }

    private static CompletableFuture<Void> inAnotherThread(
            Runnable work) { // in a pool, join() may run it in this one
        return CompletableFuture.runAsync(work, task -> Thread.ofPlatform().start(task));
    }

    /**
     * Closing does not wait, it fails, and may be tried again: nothing is freed under a running
     * call.
     */
    @Test
    void closingWhileACallIsRunning() {
        List<String> outcome = new ArrayList<>();
        int before = handles_live();
        try (Arena arena = Arena.ofShared();
                Arena stubs = Arena.ofConfined()) {
            MemorySegment counter = create(arena, 7);
            MemorySegment visitor = handles_counter_visit$visitor.allocate(
                    value -> inAnotherThread(arena::close)
                            .handle((nothing, failure) -> outcome.add(String.valueOf(failure)))
                            .join(),
                    stubs);
            handles_counter_visit(counter, visitor);
            assertTrue(outcome.get(0).contains("acquired"), outcome.get(0)); // by the call
            assertEquals(7, handles_counter_value(counter));
        }
        assertEquals(before, handles_live());
    }

    /** A confined arena gives the object to one thread: right for C that is not made for more. */
    @Test
    void whoMayUseIt() {
        Thread other = new Thread(() -> {});
        try (Arena confined = Arena.ofConfined();
                Arena shared = Arena.ofShared()) {
            assertTrue(create(shared, 1).isAccessibleBy(other));
            MemorySegment mine = create(confined, 1);
            assertFalse(mine.isAccessibleBy(other));
            Throwable call = assertThrows(
                    CompletionException.class,
                    () -> inAnotherThread(() -> handles_counter_value(mine)).join());
            assertTrue(
                    call.getCause().getCause()
                            instanceof WrongThreadException); // in the binding's AssertionError
            Throwable close = assertThrows(
                    CompletionException.class,
                    () -> inAnotherThread(confined::close).join());
            assertTrue(close.getCause() instanceof WrongThreadException);
        }
    }

    /**
     * The arena's segments are dead by then, so the cleanup action gets another one, of the global
     * scope.
     */
    @Test
    void whatTheCleanupActionGets() {
        List<MemorySegment> given = new ArrayList<>();
        MemorySegment counter = handles_counter_create(1);
        MemorySegment owned;
        try (Arena arena = Arena.ofShared()) {
            owned = counter.reinterpret(arena, given::add);
            assertTrue(owned.scope().isAlive());
        }
        assertFalse(owned.scope().isAlive());
        assertEquals(Arena.global().scope(), given.get(0).scope());
        assertEquals(owned.address(), given.get(0).address());
        handles_counter_destroy(given.get(0));
    }

    /**
     * Nobody says when the net is used, or that it is used at all: it is for objects that somebody
     * forgot.
     */
    @Test
    void theNetUnderAnObjectThatIsNeverClosed() throws InterruptedException {
        int before = handles_live();
        new Counter(1).add(1);
        collectUntil(before);
        create(Arena.ofAuto(), 1); // the short form, for one that is never closed on purpose
        collectUntil(before);
    }

    private static void collectUntil(int live) throws InterruptedException {
        for (int tries = 0; handles_live() != live; tries++) {
            assertTrue(tries < 3_000, "still there");
            System.gc();
            Thread.sleep(10);
        }
    }

    /**
     * Wrong: the lambda reads a field, so it captures this, and the cleaner itself keeps the object
     * reachable.
     */
    static final class Holding {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment handle = create(arena, 1);

        Holding() {
            Counter.CLEANER.register(this, () -> arena.close());
        }
    }

    @Test
    void wrongANetThatHoldsTheObject() throws InterruptedException {
        int before = handles_live();
        WeakReference<Holding> lost = new WeakReference<>(new Holding());
        new Counter(1).add(1);
        collectUntil(before + 1); // the other one is gone
        Holding still = lost.get();
        assertNotNull(still);
        still.arena.close();
    }

    /**
     * Wrong: a handle kept as a number. Any number passes for one, and none knows that the object
     * is gone.
     */
    @Test
    void wrongANumberForAHandle() {
        long number = handles_counter_create(1).address();
        handles_counter_destroy(MemorySegment.ofAddress(number));
        assertTrue(MemorySegment.ofAddress(number)
                .scope()
                .isAlive()); // a call would read freed memory
    }

    static final class DestroyTwice {
        public static void main(String[] arguments) {
            System.load(arguments[0]);
            MemorySegment counter = handles_counter_create(1);
            handles_counter_destroy(counter);
            handles_counter_destroy(counter);
            System.out.println("survived");
        }
    }

    /**
     * Wrong: destroyed by hand. The second time ends the JVM at once; with another allocator it may
     * end it later.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongDestroyedTwice() throws Exception {
        TestBuild.Output output = ChildJvm.run(
                List.of("--enable-native-access=ALL-UNNAMED"),
                DestroyTwice.class,
                UsesRecipesLibrary.Load.file());
        assertNotEquals(0, output.exit(), output.text());
        assertFalse(output.text().contains("survived"), output.text());
    }
}
