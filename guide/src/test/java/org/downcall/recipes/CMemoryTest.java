package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.recipes.bindings.c_memory_h.aligned_alloc;
import static org.downcall.recipes.bindings.c_memory_h.c_memory_blocks;
import static org.downcall.recipes.bindings.c_memory_h.c_memory_free;
import static org.downcall.recipes.bindings.c_memory_h.c_memory_name;
import static org.downcall.recipes.bindings.c_memory_h.c_memory_squares;
import static org.downcall.recipes.bindings.c_memory_h.calloc;
import static org.downcall.recipes.bindings.c_memory_h.free;
import static org.downcall.recipes.bindings.c_memory_h.malloc;
import static org.downcall.recipes.bindings.c_memory_h.realloc;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.downcall.recipes.bindings.c_memory_h;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Memory that C allocated: give it a size, an arena and the function that frees it, in one step.
 */
@UsesRecipesLibrary
class CMemoryTest {

    /** The arena frees the block with the library's own function. */
    @Test
    void aBlockThatTheCallerFrees() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            MemorySegment squares = c_memory_squares(17, count);
            assertNotEquals(NULL, squares); // NULL: C has no memory left
            long size = count.get(JAVA_LONG, 0) * JAVA_LONG.byteSize();
            squares = squares.reinterpret(size, arena, c_memory_h::c_memory_free);
            assertArrayEquals(new long[] {0, 1, 4, 9, 16}, squares.toArray(JAVA_LONG));
        } // close() calls c_memory_free
    }

    /** The same, complete with the two ways in which it can fail. */
    static MemorySegment owned(
            MemorySegment block, long size, Arena arena, Consumer<MemorySegment> free) {
        if (block.equals(NULL)) {
            throw new OutOfMemoryError("C has no memory left");
        }
        try {
            return block.reinterpret(size, arena, free);
        } catch (RuntimeException e) {
            // The arena is closed or belongs to another thread. It has not taken over the block.
            free.accept(block);
            throw e;
        }
    }

    /** The function stores the size in an out-parameter. */
    static MemorySegment squares(long limit, Arena arena) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit = " + limit + ": negative");
        }
        try (Arena local = Arena.ofConfined()) {
            MemorySegment count = local.allocate(JAVA_LONG);
            MemorySegment block = c_memory_squares(limit, count);
            // The block exists in memory, so its size does not overflow.
            long size = count.get(JAVA_LONG, 0) * JAVA_LONG.byteSize();
            return owned(block, size, arena, c_memory_h::c_memory_free);
        }
    }

    @Test
    void theArenaFreesTheBlock() {
        int before = c_memory_blocks();
        MemorySegment squares;
        try (Arena arena = Arena.ofConfined()) {
            squares = squares(17, arena);
            assertArrayEquals(new long[] {0, 1, 4, 9, 16}, squares.toArray(JAVA_LONG));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> squares(17, arena).getAtIndex(JAVA_LONG, 5));
            assertEquals(before + 2, c_memory_blocks());
        }
        assertEquals(before, c_memory_blocks());
        assertThrows(IllegalStateException.class, () -> squares.get(JAVA_LONG, 0));
    }

    @Test
    void nothingIsLostIfItFails() {
        int before = c_memory_blocks();
        Arena closed = Arena.ofConfined();
        closed.close();
        assertThrows(IllegalStateException.class, () -> squares(17, closed));
        assertThrows(IllegalArgumentException.class, () -> squares(-1, closed));
        assertThrows(
                OutOfMemoryError.class,
                () -> owned(malloc(Long.MAX_VALUE), Long.MAX_VALUE, closed, null));
        assertEquals(before, c_memory_blocks());
    }

    /**
     * A pointer to memory that the library keeps needs only a size. Java must not free that memory.
     */
    @Test
    void aBorrowedPointer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocate(JAVA_LONG);
            MemorySegment name = c_memory_name(length).reinterpret(length.get(JAVA_LONG, 0));
            assertEquals(
                    "c-memory", new String(name.toArray(JAVA_BYTE), StandardCharsets.US_ASCII));
            assertEquals(Arena.global().scope(), name.scope());
            // If the memory lives as long as an object of an arena, pass that arena, without an
            // action.
            assertEquals(arena.scope(), name.reinterpret(arena, null).scope());
        }
    }

    /**
     * malloc and its relatives, for memory that C will free or resize. Only the arena may free the
     * memory of an arena.
     */
    @Test
    void aBlockThatGrows() {
        MemorySegment block = calloc(2, JAVA_INT.byteSize()); // cleared; malloc does not clear
        MemorySegment grown = block.equals(NULL) ? NULL : realloc(block, 100 * JAVA_INT.byteSize());
        if (grown.equals(NULL)) {
            free(block); // realloc failed and left the block unchanged
        }
        // The arena takes over the block last: realloc must not free a block that an arena owns.
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ints = owned(grown, 100 * JAVA_INT.byteSize(), arena, c_memory_h::free);
            assertEquals(0, ints.getAtIndex(JAVA_INT, 1));
            ints.asSlice(8).fill((byte) 0); // realloc does not clear the new part
        }
    }

    /**
     * Any function that allocates can be a SegmentAllocator. This one has the alignment of malloc
     * and does not clear the memory.
     */
    @Test
    void mallocAsAnAllocator() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator allocator =
                    (size, alignment) -> owned(malloc(size), size, arena, c_memory_h::free);
            MemorySegment text = allocator.allocateFrom("twelve bytes");
            assertEquals("twelve bytes", text.getString(0));
            assertEquals(13, text.byteSize());
            assertEquals(0, text.address() % 16); // on 64-bit Linux and macOS
        }
    }

    /** A complete arena: it respects every alignment and clears the memory, as callers expect. */
    record AllocArena(Arena lifetime) implements Arena {

        @Override
        public MemorySegment allocate(long size, long alignment) {
            if (size < 0 || alignment <= 0 || Long.bitCount(alignment) != 1) {
                throw new IllegalArgumentException("size = " + size + ", alignment = " + alignment);
            }
            long unit = Math.max(alignment, 16);
            long whole = (Math.max(size, 1) + unit - 1) & -unit; // a multiple, as C11 requires
            return owned(aligned_alloc(unit, whole), size, lifetime, c_memory_h::free)
                    .fill((byte) 0);
        }

        @Override
        public MemorySegment.Scope scope() {
            return lifetime.scope();
        }

        @Override
        public void close() {
            lifetime.close();
        }
    }

    @Test
    void anArenaOnAlignedAlloc() {
        MemorySegment line;
        try (Arena arena = new AllocArena(Arena.ofShared())) {
            line = arena.allocate(100, 64);
            assertEquals(0, line.address() % 64);
            assertEquals(-1, line.mismatch(MemorySegment.ofArray(new byte[100])));
            assertEquals(0, arena.allocate(0).byteSize());
            assertThrows(OutOfMemoryError.class, () -> arena.allocate(Long.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(8, 3));
        }
        assertFalse(line.scope().isAlive());
    }

    /**
     * The action runs in the thread that closes the arena. For an automatic arena it runs in a
     * thread of the JVM, so the function that frees must work in any thread.
     */
    @Test
    void theThreadThatFrees() throws InterruptedException {
        int before = c_memory_blocks();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Consumer<MemorySegment> free = block -> {
            threads.add(Thread.currentThread());
            c_memory_free(block);
        };
        try (Arena arena = Arena.ofConfined();
                Arena local = Arena.ofConfined()) {
            c_memory_squares(9, local.allocate(JAVA_LONG)).reinterpret(arena, free);
            // This segment is unreachable at once.
            c_memory_squares(9, local.allocate(JAVA_LONG)).reinterpret(Arena.ofAuto(), free);
        }
        for (int tries = 0; c_memory_blocks() != before; tries++) {
            assertTrue(tries < 3_000, "the automatic arena has not freed its block");
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(2, threads.size());
        assertTrue(threads.remove(Thread.currentThread()));
        assertNotEquals(Thread.currentThread(), threads.get(0));
    }

    /**
     * If a cleanup action throws a RuntimeException, the arena runs the other actions, closes, and
     * throws that exception from close. A cleanup action should not throw.
     */
    @Test
    void aCleanupActionThatThrows() {
        int before = c_memory_blocks();
        Arena arena = Arena.ofConfined();
        squares(9, arena);
        malloc(8).reinterpret(arena, block -> {
            free(block);
            throw new IllegalStateException("from the action");
        });
        squares(9, arena);
        Exception error = assertThrows(IllegalStateException.class, arena::close);
        assertEquals("from the action", error.getMessage());
        assertFalse(arena.scope().isAlive());
        assertEquals(before, c_memory_blocks());
    }

    static final class FreeByAnother {
        public static void main(String[] arguments) {
            System.load(arguments[0]);
            try (Arena arena = Arena.ofConfined()) {
                free(c_memory_squares(100, arena.allocate(JAVA_LONG)));
            }
            System.out.println("survived");
        }
    }

    /**
     * Wrong: freeing a block of the library with libc's free. It aborts the process, or corrupts
     * the heap silently.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongFreedByAnotherFunction() throws Exception {
        Output output = ChildJvm.run(FreeByAnother.class);
        assertNotEquals(0, output.exit(), output.text());
        assertFalse(output.text().contains("survived"), output.text());
    }
}
