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
import org.downcall.recipes.bindings.handles_counter_visit$visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Handles: pointers to objects whose struct is defined inside the library, and which have to be
 * destroyed once.
 *
 * <p>Make the handle a segment of an arena that destroys the object when the arena is closed. Then
 * FFM rejects a call with a destroyed object, and does not destroy an object during a call.
 */
@UsesRecipesLibrary
class HandlesTest {

    @Test
    void anArenaOwnsTheObject() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = handles_counter_create(40);
            if (pointer.equals(NULL)) {
                throw new OutOfMemoryError("handles_counter_create");
            }
            MemorySegment counter =
                    pointer.reinterpret(0, arena, object -> handles_counter_destroy(object));
            assertEquals(42, handles_counter_add(counter, 2));
        }
    }

    /** Size 0 prevents access from Java. The cleanup action runs once, when the arena is closed. */
    static MemorySegment create(Arena arena, long start) {
        MemorySegment counter = handles_counter_create(start);
        if (counter.equals(NULL)) {
            throw new IllegalArgumentException(
                    "start = " + start + " is negative, or no memory is left");
        }
        try {
            return counter.reinterpret(0, arena, object -> handles_counter_destroy(object));
        } catch (RuntimeException e) {
            // The arena is closed or belongs to another thread, so it does not own the object.
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
        // C was not called.
        assertEquals("Already closed", error.getCause().getMessage());
    }

    @Test
    void anObjectThatCannotBeCreated() {
        int before = handles_live();
        Arena closed = Arena.ofConfined();
        closed.close();
        assertThrows(IllegalStateException.class, () -> create(closed, 1));
        assertThrows(IllegalArgumentException.class, () -> create(closed, -1));
        assertEquals(before, handles_live());
    }

    /** The rest of the program sees a class with one owner and clear exceptions, and no segment. */
    static final class Counter implements AutoCloseable {

        private static final Cleaner CLEANER = Cleaner.create();

        // Shared, because the cleaner's thread must be able to close it.
        private final Arena arena = Arena.ofShared();
        private final MemorySegment handle;
        private final Cleaner.Cleanable cleanable;

        Counter(long start) {
            handle = create(arena, start);
            cleanable = CLEANER.register(this, closing(arena));
        }

        /** Static, because the action must not capture this, which would stay reachable forever. */
        private static Runnable closing(Arena arena) {
            return () -> {
                if (arena.scope().isAlive()) {
                    arena.close();
                }
            };
        }

        /** Synchronized, because the C function is not thread-safe. */
        synchronized long add(long amount) {
            if (!arena.scope().isAlive()) {
                throw new IllegalStateException("The counter is closed.");
            }
            try {
                return handles_counter_add(handle, amount);
            } finally {
                // Without this the cleaner could run before the call has returned.
                Reference.reachabilityFence(this);
            }
        }

        /**
         * Waits until a call in another thread has returned, and throws if it is called during a
         * call in this one. A second close does nothing.
         */
        @Override
        public synchronized void close() {
            closing(arena).run();
            // This unregisters the object. The action itself finds the arena closed.
            cleanable.clean();
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

    /** A new thread, because join() may run a task of a pool in the calling thread. */
    private static CompletableFuture<Void> inAnotherThread(Runnable work) {
        return CompletableFuture.runAsync(work, task -> Thread.ofPlatform().start(task));
    }

    /** During a call, close() fails instead of waiting. It can be tried again after the call. */
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
            assertTrue(outcome.get(0).contains("acquired"), outcome.get(0));
            assertEquals(7, handles_counter_value(counter));
        }
        assertEquals(before, handles_live());
    }

    /** A confined arena restricts the object to one thread, for C that is not thread-safe. */
    @Test
    void theThreadsThatMayUseIt() {
        Thread other = new Thread(() -> {});
        try (Arena confined = Arena.ofConfined();
                Arena shared = Arena.ofShared()) {
            assertTrue(create(shared, 1).isAccessibleBy(other));
            MemorySegment mine = create(confined, 1);
            assertFalse(mine.isAccessibleBy(other));
            Throwable call = assertThrows(
                    CompletionException.class,
                    () -> inAnotherThread(() -> handles_counter_value(mine)).join());
            // jextract's method wraps the exception in an AssertionError.
            assertTrue(call.getCause().getCause() instanceof WrongThreadException);
            Throwable close = assertThrows(
                    CompletionException.class,
                    () -> inAnotherThread(confined::close).join());
            assertTrue(close.getCause() instanceof WrongThreadException);
        }
    }

    /**
     * The arena's segments are no longer valid, so the cleanup action receives another segment,
     * which has the global scope.
     */
    @Test
    void theArgumentOfTheCleanupAction() {
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

    /** The garbage collector may find them late or never. The cleaner is only a safety net. */
    @Test
    void objectsThatAreNeverClosed() throws InterruptedException {
        int before = handles_live();
        new Counter(1).add(1);
        collectUntil(before);
        // An automatic arena is the short form for an object that is never closed explicitly.
        create(Arena.ofAuto(), 1);
        collectUntil(before);
    }

    private static void collectUntil(int live) throws InterruptedException {
        for (int tries = 0; handles_live() != live; tries++) {
            assertTrue(tries < 3_000, "The object has not been destroyed.");
            System.gc();
            Thread.sleep(10);
        }
    }

    /**
     * Wrong: the lambda reads a field, so it captures this, and the cleaner itself keeps the object
     * reachable.
     */
    static final class SelfReferencing {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment handle = create(arena, 1);

        SelfReferencing() {
            Counter.CLEANER.register(this, () -> arena.close());
        }
    }

    @Test
    void wrongCleanerReachesItsObject() throws InterruptedException {
        int before = handles_live();
        WeakReference<SelfReferencing> lost = new WeakReference<>(new SelfReferencing());
        new Counter(1).add(1);
        // The collector finds the counter, but not the other object.
        collectUntil(before + 1);
        SelfReferencing still = lost.get();
        assertNotNull(still);
        still.arena.close();
    }

    /** Wrong: storing a handle as a number. A number does not show that the object is destroyed. */
    @Test
    void wrongHandleAsANumber() {
        long number = handles_counter_create(1).address();
        handles_counter_destroy(MemorySegment.ofAddress(number));
        // The segment looks valid, but a call would read freed memory.
        assertTrue(MemorySegment.ofAddress(number).scope().isAlive());
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
     * Wrong: destroying an object twice. With glibc the second call ends the JVM at once. With
     * another allocator it may end later.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongDestroyedTwice() throws Exception {
        Output output = ChildJvm.run(DestroyTwice.class);
        assertNotEquals(0, output.exit(), output.text());
        assertFalse(output.text().contains("survived"), output.text());
    }
}
