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
 * <p>All segments of an arena live exactly as long as it is open. Which arena it is says who may
 * use them, and what ends their life: a call of close by the one owner, a call of close by anybody,
 * the garbage collector, or nothing.
 */
@UsesRecipesLibrary
class ArenasTest {

    private static final long MINUTE = 60_000_000_000L;

    private static <T> T inAnotherThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task))
                .join();
    }

    /**
     * The first choice: created, used and closed by one thread. Access after close is an exception,
     * never a crash.
     */
    @Test
    void aConfinedArenaEndsWithABlock() {
        MemorySegment escaped;
        try (Arena arena = Arena.ofConfined()) {
            escaped = arena.allocate(JAVA_LONG);
            escaped.set(JAVA_LONG, 0, 42);
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
    void wrongAConfinedArenaInAnotherThread() {
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

    /** Any thread uses it, and any thread closes it, once. */
    @Test
    void aSharedArenaIsEverybodys() {
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
     * The memory of a call cannot be freed under C's feet: until C returns, the arena of each
     * argument stays open.
     */
    @Test
    void wrongClosingWhileCIsAtWork() {
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
        assertTrue(gate.scope().isAlive()); // the attempt changed nothing
        flag.setRelease(gate, arenas_gate.open$offset(), 1);
        assertEquals(0, call.join());
        arena.close();
    }

    /** Counts how often memory is freed: an action that is run when the arena closes. */
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
     * Nobody closes it. Its memory lives as long as a segment of it can be reached, and is freed
     * some time after.
     */
    @Test
    void theCollectorClosesAnAutomaticArena() {
        AtomicInteger freed = new AtomicInteger();
        MemorySegment slice = counted(Arena.ofAuto(), freed).asSlice(8, JAVA_LONG);
        System.gc();
        assertEquals(0, freed.get());
        slice.set(JAVA_LONG, 0, 42); // a slice is enough to keep all of it, up to its last use
        slice = null;
        collectUntilOneIsFreed(freed);
        assertThrows(UnsupportedOperationException.class, () -> Arena.ofAuto().close());
    }

    /**
     * Wrong: any other arena is nothing to the collector. If nobody closes it, its memory is lost.
     */
    @Test
    void wrongAnArenaThatNobodyCloses() {
        AtomicInteger lost = new AtomicInteger();
        counted(Arena.ofConfined(), lost);
        counted(Arena.ofShared(), lost);
        AtomicInteger freed = new AtomicInteger();
        counted(Arena.ofAuto(), freed);
        collectUntilOneIsFreed(freed);
        assertEquals(0, lost.get());
    }

    /** What is allocated here is never freed, by design: for what lives as long as the program. */
    @Test
    void theGlobalArenaNeverEnds() {
        MemorySegment segment = Arena.global().allocateFrom("a constant");
        assertTrue(segment.scope().isAlive());
        assertTrue(segment.isAccessibleBy(new Thread()));
        assertThrows(UnsupportedOperationException.class, () -> Arena.global().close());
    }

    /** Memory of an arena comes zeroed, even if it was somebody's before, and aligned as asked. */
    @Test
    void newMemoryIsZero() {
        for (int round = 0; round < 10; round++) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(1000, 64);
                assertEquals(0, segment.address() % 64);
                assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[1000])));
                segment.fill((byte) 0xff); // for the next round to find
            }
        }
    }

    @Test
    void wrongSizes() {
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(-1));
            assertThrows(
                    IllegalArgumentException.class, () -> arena.allocate(8, 3)); // no power of two
            assertThrows(
                    IllegalArgumentException.class,
                    () -> arena.allocate(JAVA_LONG, Long.MAX_VALUE));
            assertThrows(OutOfMemoryError.class, () -> arena.allocate(Long.MAX_VALUE));
        }
    }

    /**
     * Who needs the result says where: a method that allocates for its caller takes the arena as an
     * argument.
     */
    static MemorySegment squares(int count, Arena arena) {
        MemorySegment squares = arena.allocate(JAVA_LONG, count);
        try (Arena scratch =
                Arena.ofConfined()) { // an arena within the life of another: ends first
            MemorySegment roots = scratch.allocate(JAVA_LONG, count);
            for (int i = 0; i < count; i++) {
                roots.setAtIndex(JAVA_LONG, i, i);
                squares.setAtIndex(
                        JAVA_LONG,
                        i,
                        roots.getAtIndex(JAVA_LONG, i) * roots.getAtIndex(JAVA_LONG, i));
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
     * Two segments end together if their scopes are equal: those of an arena, their slices and
     * other views of them.
     */
    @Test
    void segmentsThatEndTogether() {
        try (Arena arena = Arena.ofConfined();
                Arena other = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(16);
            assertTrue(arena.scope().equals(segment.scope()));
            assertEquals(
                    arena.scope().hashCode(),
                    segment.scope().hashCode()); // so a scope may be a key of a map
            assertEquals(segment.scope(), segment.asSlice(8).asReadOnly().scope());
            assertNotEquals(arena.scope(), other.scope());
            assertNotEquals(Arena.ofAuto().scope(), Arena.ofAuto().scope()); // a new one each time
        }
        assertEquals(Arena.global().scope(), MemorySegment.ofAddress(42).scope());
    }

    /** An arena of one's own adds something to one that exists, whose scope it has to give out. */
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
    void anArenaOfOnesOwn() {
        CountingArena counting = new CountingArena();
        MemorySegment text;
        try (counting) {
            text = counting.allocateFrom("abc"); // every way to allocate ends in the one method
            counting.allocate(JAVA_LONG, 2);
            counting.allocateFrom(JAVA_BYTE, (byte) 1);
        }
        assertEquals(4 + 16 + 1, counting.bytes);
        assertFalse(text.scope().isAlive());
    }
}
