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
 * Allocators: where the memory of a segment is taken from.
 *
 * <p>An arena says how long memory lives; a {@link SegmentAllocator} says only where a segment
 * comes from: an arena, the next bytes of a large block, or the same bytes again and again. What
 * needs memory takes an allocator, so the caller chooses.
 */
@UsesRecipesLibrary
class AllocatorsTest {

    @Test
    void fourWaysToAskForMemory() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator allocator = arena; // every arena is one
            assertEquals(10, allocator.allocate(10).byteSize()); // bytes, aligned for bytes
            assertEquals(0, allocator.allocate(10, 64).address() % 64);
            assertEquals(8, allocator.allocate(JAVA_LONG).byteSize()); // and aligned for it
            assertEquals(24, allocator.allocate(JAVA_LONG, 3).byteSize());
        }
    }

    @Test
    void andFillItAtOnce() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocateFrom(JAVA_INT, 1, 2, 3);
            assertEquals(2, numbers.getAtIndex(JAVA_INT, 1));
            MemorySegment pointer = arena.allocateFrom(ADDRESS, numbers);
            assertEquals(numbers.address(), pointer.get(ADDRESS, 0).address());
            MemorySegment copy = arena.allocateFrom(
                    JAVA_INT, numbers, JAVA_INT, 4, 2); // two of them, from byte 4 on
            assertEquals(3, copy.getAtIndex(JAVA_INT, 1));
            assertEquals("abc", arena.allocateFrom("abc").getString(0));
        }
    }

    /**
     * One block, given out piece by piece, each at the next place that is aligned for it. Nothing
     * is given back.
     */
    @Test
    void slicesOfABlock() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(24, 8);
            SegmentAllocator slices = SegmentAllocator.slicingAllocator(block);
            assertEquals(0, slices.allocate(JAVA_BYTE).address() - block.address());
            assertEquals(
                    8,
                    slices.allocate(JAVA_LONG).address()
                            - block.address()); // seven bytes are skipped
            assertEquals(16, slices.allocate(JAVA_SHORT).address() - block.address());
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> slices.allocate(JAVA_LONG)); // it would start at 24
            assertEquals(
                    20, slices.allocate(JAVA_INT).address() - block.address()); // that still fits
        }
    }

    /** The same place each time: for results that are read before the next one comes. */
    @Test
    void aStructInTheSameMemoryAgainAndAgain() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator same =
                    SegmentAllocator.prefixAllocator(allocators_range.allocate(arena));
            MemorySegment values = arena.allocateFrom(JAVA_INT, 3, 1, 4, 1, 5);
            int widest = 0;
            for (int count = 1; count <= 5; count++) {
                MemorySegment range = allocators_range_of(same, values, count);
                widest = Math.max(
                        widest, allocators_range.greatest(range) - allocators_range.least(range));
            }
            assertEquals(4, widest);
        }
    }

    @Test
    void wrongKeepingAResultThatIsOverwritten() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator same =
                    SegmentAllocator.prefixAllocator(allocators_range.allocate(arena));
            MemorySegment first = allocators_range_of(same, arena.allocateFrom(JAVA_INT, 1, 2), 2);
            MemorySegment second = allocators_range_of(same, arena.allocateFrom(JAVA_INT, 8, 9), 2);
            assertEquals(8, allocators_range.least(first)); // 1 is gone
            assertEquals(second, first);
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> same.allocate(JAVA_INT, 3)); // more than there is
        }
    }

    /** Only arenas clear memory. What comes out of a block is as its last user left it. */
    @Test
    void wrongRecycledMemoryIsNotZero() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(64);
            SegmentAllocator.slicingAllocator(block).allocateFrom(JAVA_INT, 42);
            MemorySegment next = SegmentAllocator.slicingAllocator(block).allocate(JAVA_INT);
            assertEquals(42, next.get(JAVA_INT, 0));
            assertEquals(0, next.fill((byte) 0).get(JAVA_INT, 0));
        }
    }

    /**
     * An allocator is one method, so a lambda will do. All others end in it, those of jextract's
     * classes, too.
     */
    @Test
    void anAllocatorIsALambda() {
        try (Arena arena = Arena.ofConfined()) {
            List<Long> sizes = new ArrayList<>();
            SegmentAllocator lines = (size, alignment) -> {
                sizes.add(size);
                return arena.allocate(
                        size, Math.max(alignment, 64)); // each on a cache line of its own
            };
            assertEquals(0, lines.allocateFrom("abc").address() % 64);
            assertEquals(
                    0,
                    allocators_range_of(lines, lines.allocateFrom(JAVA_INT, 1), 1)
                                    .address()
                            % 64);
            assertEquals(List.of(4L, 4L, 8L), sizes);
        }
    }

    /**
     * Many small segments, which cost one allocation and are freed at once: an arena that cuts up a
     * block.
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
     * Blocks that are used again. A loan is an arena: closing it gives the block back, and ends the
     * segments that were cut out of it, so that nobody writes into what the next one has. One pool
     * serves all threads: there are as many blocks as loans at once, not as threads, of which there
     * may be a million if they are virtual.
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
        assertThrows(
                IllegalStateException.class,
                () -> first.get(JAVA_INT, 0)); // although the memory is not freed
        try (Arena loan = pool.borrow();
                Arena another = pool.borrow()) {
            MemorySegment one = loan.allocate(JAVA_INT);
            MemorySegment two = another.allocate(JAVA_INT);
            assertTrue(one.address() == first.address()
                    || two.address() == first.address()); // it is used again
            assertEquals(0, one.get(JAVA_INT, 0) + two.get(JAVA_INT, 0));
        }
        assertEquals(2, pool.blocks.size());
    }

    /** For a few platform threads that stay: a pool for each, which no two of them contend for. */
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
