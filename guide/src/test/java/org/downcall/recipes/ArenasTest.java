package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.recipes.bindings.arenas_h.arenas_wait;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.downcall.recipes.bindings.arenas_gate;
import org.junit.jupiter.api.Test;

/**
 * Arenas: who frees off-heap memory, and when.
 *
 * <p>All segments of an arena live exactly as long as the arena is open. The kind of arena
 * determines which threads may use them, and what ends their lifetime: a call of close by the
 * owner, a call of close by any thread, the garbage collector, or nothing.
 */
@UsesRecipesLibrary
class ArenasTest {

    private static final long MINUTE = 60_000_000_000L;

    private static <T> T inAnotherThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task))
                .join();
    }

    /**
     * The first choice: one thread creates, uses and closes the arena. An access after that throws
     * an exception; it never crashes.
     */
    @Test
    void aConfinedArenaEndsWithABlock() {
        MemorySegment escaped;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment gate = arenas_gate.allocate(arena);
            arenas_gate.open(gate, 1);
            assertEquals(0, arenas_wait(gate, 1000));
            escaped = gate;
        } // close() frees the memory
        assertThrows(IllegalStateException.class, () -> arenas_gate.open(escaped));
    }

    @Test
    void theScopeShowsWhetherASegmentIsAlive() {
        MemorySegment escaped;
        try (Arena arena = Arena.ofConfined()) {
            escaped = arena.allocate(JAVA_LONG);
            assertTrue(escaped.scope().isAlive());
        }
        assertFalse(escaped.scope().isAlive());
        Exception error =
                assertThrows(IllegalStateException.class, () -> escaped.get(JAVA_LONG, 0));
        assertEquals("Already closed", error.getMessage());
    }

    @Test
    void wrongClosingTwice() {
        Arena arena = Arena.ofConfined();
        arena.close();
        assertThrows(IllegalStateException.class, arena::close);
    }

    @Test
    void wrongConfinedArenaInAnotherThread() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(JAVA_LONG);
            inAnotherThread(() -> {
                assertFalse(segment.isAccessibleBy(Thread.currentThread()));
                assertThrows(WrongThreadException.class, () -> segment.get(JAVA_LONG, 0));
                assertThrows(WrongThreadException.class, () -> arena.allocate(8));
                return assertThrows(WrongThreadException.class, arena::close);
            });
            assertTrue(segment.isAccessibleBy(Thread.currentThread()));
        }
    }

    /** Any thread may use a shared arena, and any thread may close it, once. */
    @Test
    void anyThreadUsesAndClosesASharedArena() {
        Arena arena = Arena.ofShared();
        MemorySegment segment = inAnotherThread(() -> arena.allocateFrom(JAVA_LONG, 42));
        assertEquals(42, segment.get(JAVA_LONG, 0));
        inAnotherThread(() -> {
            arena.close();
            return null;
        });
        assertFalse(segment.scope().isAlive());
        assertThrows(IllegalStateException.class, arena::close);
    }

    /**
     * Wrong: closing the arena of an argument while C uses it. The arena of every argument stays
     * open until C returns, and close throws an exception.
     */
    @Test
    void wrongClosingWhileCUsesTheMemory() {
        VarHandle flag = JAVA_INT.varHandle();
        Arena arena = Arena.ofShared();
        MemorySegment gate = arenas_gate.allocate(arena);
        CompletableFuture<Integer> call = CompletableFuture.supplyAsync(
                () -> arenas_wait(gate, 60_000), task -> Thread.ofPlatform().start(task));
        while ((int) flag.getAcquire(gate, arenas_gate.entered$offset()) == 0 && !call.isDone()) {
            Thread.onSpinWait();
        }
        Exception error = assertThrows(IllegalStateException.class, arena::close);
        assertTrue(error.getMessage().contains("acquired"), error.getMessage());
        assertTrue(gate.scope().isAlive()); // the failed attempt changed nothing
        flag.setRelease(gate, arenas_gate.open$offset(), 1);
        assertEquals(0, call.join());
        arena.close();
    }

    /**
     * Allocates a segment and counts how often the memory is freed, with an action that runs when
     * the arena closes.
     */
    private static MemorySegment counted(Arena arena, AtomicInteger freed) {
        return arena.allocate(64).reinterpret(arena, memory -> freed.incrementAndGet());
    }

    private static void collectUntilOneIsFreed(AtomicInteger freed) {
        long start = System.nanoTime();
        while (freed.get() == 0 && System.nanoTime() - start < MINUTE) {
            System.gc();
            Thread.yield();
        }
        assertEquals(1, freed.get());
    }

    /**
     * Nobody closes an automatic arena. Its memory lives as long as one of its segments is
     * reachable, and is freed some time later.
     */
    @Test
    void theCollectorClosesAnAutomaticArena() {
        AtomicInteger freed = new AtomicInteger();
        MemorySegment slice = counted(Arena.ofAuto(), freed).asSlice(8, JAVA_LONG);
        System.gc();
        assertEquals(0, freed.get());
        slice.set(JAVA_LONG, 0, 42); // until here, the slice keeps all of the memory alive
        slice = null;
        collectUntilOneIsFreed(freed);
        assertThrows(UnsupportedOperationException.class, () -> Arena.ofAuto().close());
    }

    /**
     * Wrong: relying on the garbage collector for any other arena. If nobody closes it, its memory
     * is lost.
     */
    @Test
    void wrongArenaThatIsNeverClosed() {
        AtomicInteger lost = new AtomicInteger();
        counted(Arena.ofConfined(), lost);
        counted(Arena.ofShared(), lost);
        AtomicInteger freed = new AtomicInteger();
        counted(Arena.ofAuto(), freed);
        collectUntilOneIsFreed(freed);
        assertEquals(0, lost.get());
    }

    /** Memory of the global arena is never freed. Use it for what lives as long as the program. */
    @Test
    void theGlobalArenaNeverEnds() {
        MemorySegment segment = Arena.global().allocateFrom("a constant");
        assertTrue(segment.scope().isAlive());
        assertTrue(segment.isAccessibleBy(new Thread()));
        assertThrows(UnsupportedOperationException.class, () -> Arena.global().close());
    }

    /** An arena clears memory, even if it was used before, and aligns it as requested. */
    @Test
    void newMemoryIsCleared() {
        for (int round = 0; round < 10; round++) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(1000, 64);
                assertEquals(0, segment.address() % 64);
                assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[1000])));
                segment.fill((byte) 0xff); // the next round must not see this
            }
        }
    }

    @Test
    void wrongSizes() {
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(-1));
            // 3 is not a power of two.
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(8, 3));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> arena.allocate(JAVA_LONG, Long.MAX_VALUE));
            assertThrows(OutOfMemoryError.class, () -> arena.allocate(Long.MAX_VALUE));
        }
    }

    /**
     * The caller decides how long a result lives: a method that allocates its result takes the
     * arena as a parameter. For temporary memory it opens an arena of its own.
     */
    static MemorySegment squares(int count, Arena arena) {
        MemorySegment squares = arena.allocate(JAVA_LONG, count);
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment roots = scratch.allocate(JAVA_LONG, count);
            for (int i = 0; i < count; i++) {
                roots.setAtIndex(JAVA_LONG, i, i);
                long root = roots.getAtIndex(JAVA_LONG, i);
                squares.setAtIndex(JAVA_LONG, i, root * root);
            }
        }
        return squares;
    }

    @Test
    void aResultInTheCallersArena() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(9, squares(4, arena).getAtIndex(JAVA_LONG, 3));
        }
    }

    /**
     * Two segments with equal scopes have the same lifetime. All segments of an arena, their slices
     * and their other views have equal scopes.
     */
    @Test
    void segmentsThatEndTogether() {
        try (Arena arena = Arena.ofConfined();
                Arena other = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(16);
            assertTrue(arena.scope().equals(segment.scope()));
            // A scope can be the key of a map.
            assertEquals(arena.scope().hashCode(), segment.scope().hashCode());
            assertEquals(segment.scope(), segment.asSlice(8).asReadOnly().scope());
            assertNotEquals(arena.scope(), other.scope());
            assertNotEquals(Arena.ofAuto().scope(), Arena.ofAuto().scope()); // two arenas
        }
        assertEquals(Arena.global().scope(), MemorySegment.ofAddress(42).scope());
    }

    /** Your own arena adds something to an existing one, and returns the scope of that one. */
    static final class CountingArena implements Arena {

        private final Arena arena = Arena.ofConfined();
        private long bytes;

        @Override
        public MemorySegment allocate(long byteSize, long byteAlignment) {
            bytes += byteSize;
            return arena.allocate(byteSize, byteAlignment);
        }

        @Override
        public MemorySegment.Scope scope() {
            return arena.scope();
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    @Test
    void yourOwnArena() {
        CountingArena counting = new CountingArena();
        MemorySegment text;
        try (counting) {
            text = counting.allocateFrom("abc"); // calls allocate(size, alignment)
            counting.allocate(JAVA_LONG, 2);
            counting.allocateFrom(JAVA_BYTE, (byte) 1);
        }
        assertEquals(4 + 16 + 1, counting.bytes);
        assertFalse(text.scope().isAlive());
    }
}
