package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.downcall.recipes.bindings.allocators_h.allocators_range_of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.downcall.recipes.bindings.allocators_range;
import org.junit.jupiter.api.Test;

/**
 * Allocators: where the memory of a segment comes from.
 *
 * <p>An arena controls the lifetime of memory and also allocates it. A {@link SegmentAllocator}
 * only allocates: from an arena, from the next bytes of a large block, or from the same bytes each
 * time. Code that needs memory takes an allocator as a parameter, so that the caller can choose.
 */
@UsesRecipesLibrary
class AllocatorsTest {

    /** A struct returned by value goes into memory that is allocated once, before the loop. */
    @Test
    void oneBlockForEveryCallOfALoop() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(JAVA_INT, 3, 1, 4, 1, 5);
            SegmentAllocator same =
                    SegmentAllocator.prefixAllocator(allocators_range.allocate(arena));
            int widest = 0;
            for (int count = 1; count <= 5; count++) {
                MemorySegment range = allocators_range_of(same, values, count);
                int width = allocators_range.greatest(range) - allocators_range.least(range);
                widest = Math.max(widest, width);
            }
            assertEquals(4, widest);
        }
    }

    @Test
    void fourWaysToAllocate() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator allocator = arena; // every arena is an allocator
            assertEquals(10, allocator.allocate(10).byteSize());
            assertEquals(0, allocator.allocate(10, 64).address() % 64);
            // With a layout, the segment has the size and the alignment of the layout.
            assertEquals(8, allocator.allocate(JAVA_LONG).byteSize());
            assertEquals(24, allocator.allocate(JAVA_LONG, 3).byteSize());
        }
    }

    @Test
    void allocateAndInitialize() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocateFrom(JAVA_INT, 1, 2, 3);
            assertEquals(2, numbers.getAtIndex(JAVA_INT, 1));
            MemorySegment pointer = arena.allocateFrom(ADDRESS, numbers);
            assertEquals(numbers.address(), pointer.get(ADDRESS, 0).address());
            // A copy of two elements, from byte 4 on.
            MemorySegment copy = arena.allocateFrom(JAVA_INT, numbers, JAVA_INT, 4, 2);
            assertEquals(3, copy.getAtIndex(JAVA_INT, 1));
            assertEquals("abc", arena.allocateFrom("abc").getString(0));
        }
    }

    /**
     * A slicing allocator returns consecutive slices of a block, each aligned as requested. It
     * never takes a slice back.
     */
    @Test
    void slicesOfABlock() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(24, 8);
            SegmentAllocator slices = SegmentAllocator.slicingAllocator(block);
            assertEquals(0, slices.allocate(JAVA_BYTE).address() - block.address());
            // The allocator skips seven bytes to align the long.
            assertEquals(8, slices.allocate(JAVA_LONG).address() - block.address());
            assertEquals(16, slices.allocate(JAVA_SHORT).address() - block.address());
            // Another long would start at 24, the end of the block. An int still fits at 20.
            assertThrows(IndexOutOfBoundsException.class, () -> slices.allocate(JAVA_LONG));
            assertEquals(20, slices.allocate(JAVA_INT).address() - block.address());
        }
    }

    /** Wrong: keeping a result whose memory the next call uses again. */
    @Test
    void wrongKeepingAResultThatIsOverwritten() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator same =
                    SegmentAllocator.prefixAllocator(allocators_range.allocate(arena));
            MemorySegment first = allocators_range_of(same, arena.allocateFrom(JAVA_INT, 1, 2), 2);
            MemorySegment second = allocators_range_of(same, arena.allocateFrom(JAVA_INT, 8, 9), 2);
            assertEquals(8, allocators_range.least(first)); // no longer 1
            assertEquals(second, first);
            // Three ints do not fit into a block of two.
            assertThrows(IndexOutOfBoundsException.class, () -> same.allocate(JAVA_INT, 3));
        }
    }

    /**
     * Wrong: expecting zeros. Only arenas clear memory. A block still contains what its previous
     * user wrote.
     */
    @Test
    void wrongReusedMemoryIsNotCleared() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(64);
            SegmentAllocator.slicingAllocator(block).allocateFrom(JAVA_INT, 42);
            MemorySegment next = SegmentAllocator.slicingAllocator(block).allocate(JAVA_INT);
            assertEquals(42, next.get(JAVA_INT, 0));
            assertEquals(0, next.fill((byte) 0).get(JAVA_INT, 0));
        }
    }

    /**
     * {@code SegmentAllocator} is a functional interface. All its methods, and those of the classes
     * that jextract generates, call {@code allocate(size, alignment)}.
     */
    @Test
    void anAllocatorIsALambda() {
        try (Arena arena = Arena.ofConfined()) {
            List<Long> sizes = new ArrayList<>();
            // Each segment starts on a cache line of its own.
            SegmentAllocator lines = (size, alignment) -> {
                sizes.add(size);
                return arena.allocate(size, Math.max(alignment, 64));
            };
            assertEquals(0, lines.allocateFrom("abc").address() % 64);
            MemorySegment values = lines.allocateFrom(JAVA_INT, 1);
            assertEquals(0, allocators_range_of(lines, values, 1).address() % 64);
            assertEquals(List.of(4L, 4L, 8L), sizes);
        }
    }

    /**
     * An arena that cuts many small segments out of one block. It allocates once, and frees them
     * all at once.
     */
    record SlicingArena(Arena lifetime, SegmentAllocator slices) implements Arena {

        static SlicingArena ofConfined(long size) {
            Arena arena = Arena.ofConfined();
            return new SlicingArena(
                    arena, SegmentAllocator.slicingAllocator(arena.allocate(size, 16)));
        }

        @Override
        public MemorySegment allocate(long byteSize, long byteAlignment) {
            return slices.allocate(byteSize, byteAlignment).fill((byte) 0);
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
    void manySmallSegmentsOfOneBlock() {
        MemorySegment last = MemorySegment.NULL;
        try (Arena arena = SlicingArena.ofConfined(8000)) {
            for (int i = 0; i < 1000; i++) {
                last = arena.allocateFrom(JAVA_LONG, i);
            }
            assertEquals(999, last.get(JAVA_LONG, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> arena.allocate(1));
        }
        assertFalse(last.scope().isAlive());
    }

    /**
     * A pool of blocks. A loan is an arena. Closing it returns the block to the pool and
     * invalidates the segments that were cut out of it, so no Java code can write through them into
     * a block that has a new owner. One pool serves all threads: it needs as many blocks as there
     * are loans at the same time, however many virtual threads exist.
     */
    static final class Pool {

        private final Queue<MemorySegment> blocks = new ConcurrentLinkedQueue<>();

        Arena borrow() {
            MemorySegment free = blocks.poll();
            MemorySegment block = free != null ? free : Arena.ofAuto().allocate(4096, 16);
            Arena loan = Arena.ofConfined();
            MemorySegment lent = block.reinterpret(loan, memory -> blocks.add(block));
            return new SlicingArena(loan, SegmentAllocator.slicingAllocator(lent));
        }
    }

    @Test
    void aPoolOfBlocks() {
        Pool pool = new Pool();
        MemorySegment first;
        try (Arena loan = pool.borrow();
                Arena another = pool.borrow()) {
            first = loan.allocateFrom(JAVA_INT, 42);
            assertNotEquals(first.address(), another.allocate(JAVA_INT).address());
        }
        // The memory still exists, but the loan has ended.
        assertThrows(IllegalStateException.class, () -> first.get(JAVA_INT, 0));
        try (Arena loan = pool.borrow();
                Arena another = pool.borrow()) {
            MemorySegment one = loan.allocate(JAVA_INT);
            MemorySegment two = another.allocate(JAVA_INT);
            // One of the two is the same memory as before, cleared.
            assertTrue(one.address() == first.address() || two.address() == first.address());
            assertEquals(0, one.get(JAVA_INT, 0) + two.get(JAVA_INT, 0));
        }
        assertEquals(2, pool.blocks.size());
    }

    /**
     * For a small, fixed number of platform threads: one pool for each thread avoids contention.
     */
    private static final ThreadLocal<Pool> OF_THREAD = ThreadLocal.withInitial(Pool::new);

    private static long addressOfALoan() {
        try (Arena loan = OF_THREAD.get().borrow()) {
            return loan.allocate(JAVA_INT).address();
        }
    }

    @Test
    void aPoolForEachThread() throws Exception {
        long mine = addressOfALoan();
        assertEquals(mine, addressOfALoan());
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            long others = other.submit(AllocatorsTest::addressOfALoan).get();
            assertNotEquals(mine, others);
            assertEquals(others, other.submit(AllocatorsTest::addressOfALoan).get());
        }
    }

    @Test
    void aPoolForVirtualThreads() throws Exception {
        Pool pool = new Pool();
        List<Future<Integer>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                int value = i;
                results.add(threads.submit(() -> {
                    try (Arena loan = pool.borrow()) {
                        MemorySegment values = loan.allocateFrom(JAVA_INT, value, 2 * value);
                        return allocators_range.greatest(allocators_range_of(loan, values, 2));
                    }
                }));
            }
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(2 * i, results.get(i).get());
        }
    }
}
