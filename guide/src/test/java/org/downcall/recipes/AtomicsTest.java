package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.downcall.recipes.bindings.atomics_h.atomics_answer;
import static org.downcall.recipes.bindings.atomics_h.atomics_join;
import static org.downcall.recipes.bindings.atomics_h.atomics_start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.downcall.recipes.bindings.atomics_counters;
import org.downcall.recipes.bindings.atomics_letter;
import org.junit.jupiter.api.Test;

/**
 * Atomics on memory that Java and C use at the same time.
 *
 * <p>The VarHandle of a layout has the access modes of C11's atomics. A thread of Java reads with
 * acquire what a C thread writes with release, and vice versa. Plain accesses, such as {@code
 * segment.get} and the accessors that jextract generates, guarantee nothing to other threads.
 */
@UsesRecipesLibrary
class AtomicsTest {

    /** The VarHandle of a member takes a segment and the offset of the struct in the segment. */
    private static final VarHandle OURS = atomics_counters.layout().varHandle(groupElement("ours"));

    private static final VarHandle THEIRS =
            atomics_counters.layout().varHandle(groupElement("theirs"));
    private static final VarHandle STATE = atomics_letter.layout().varHandle(groupElement("state"));

    private static final int TIMES = 100_000;

    /** A C thread and a Java thread add to the same number. No addition is lost. */
    @Test
    void cAndJavaCountTogether() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment counters = atomics_counters.allocate(arena);
            MemorySegment adder = atomics_start(counters, TIMES); // the first member is at offset 0
            assertNotEquals(MemorySegment.NULL, adder);
            for (int i = 0; i < TIMES; i++) {
                OURS.getAndAdd(counters, 0L, 1L);
            }
            atomics_join(adder);
            assertEquals(2L * TIMES, (long) OURS.getVolatile(counters, 0L));
        }
    }

    /**
     * Faster: each thread has its own number, on its own cache line. On a common line, every
     * addition would take the line away from the other processor ("false sharing"). The struct
     * itself must also start on a cache line.
     */
    @Test
    void eachOnItsOwnCacheLine() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment counters = arena.allocate(atomics_counters.sizeof(), 128);
            long apart = atomics_counters.theirs$offset() - atomics_counters.ours$offset();
            assertEquals(128, apart);
            MemorySegment adder =
                    atomics_start(counters.asSlice(atomics_counters.theirs$offset()), TIMES);
            assertNotEquals(MemorySegment.NULL, adder);
            for (int i = 0; i < TIMES; i++) {
                // Only this thread writes the number, so it does not need getAndAdd.
                long ours = (long) OURS.getOpaque(counters, 0L);
                OURS.setOpaque(counters, 0L, ours + 1);
            }
            atomics_join(adder);
            assertEquals(
                    2L * TIMES, (long) OURS.get(counters, 0L) + (long) THEIRS.get(counters, 0L));
        }
    }

    /**
     * Write the data first, then the flag with release. The other side reads the flag with acquire,
     * then the data. The data themselves need no special access: a thread that has seen the flag
     * also sees what was written before it.
     */
    @Test
    void handingOverData() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment letter = atomics_letter.allocate(arena);
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(
                    () -> atomics_answer(letter, 60_000),
                    task -> Thread.ofPlatform().start(task));
            atomics_letter.numbers(letter, MemorySegment.ofArray(new int[] {10, 11, 12}));
            STATE.setRelease(letter, 0L, 1);
            while ((int) STATE.getAcquire(letter, 0L) != 2 && !answer.isDone()) {
                Thread.onSpinWait(); // only for waits of microseconds; otherwise park
            }
            assertEquals(33, atomics_letter.sum(letter));
            assertEquals(0, answer.join());
        }
    }

    /** Any other update is a loop around compareAndExchange, as in C. */
    @Test
    void anyOtherUpdate() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment greatest = arena.allocateFrom(JAVA_LONG, 5);
            VarHandle number = JAVA_LONG.varHandle();
            for (long value : new long[] {3, 8, 7}) {
                long seen = (long) number.getVolatile(greatest, 0L);
                while (seen < value) {
                    long found = (long) number.compareAndExchange(greatest, 0L, seen, value);
                    if (found == seen) {
                        break;
                    }
                    seen = found;
                }
            }
            assertEquals(8, greatest.get(JAVA_LONG, 0));
            assertTrue(number.compareAndSet(greatest, 0L, 8L, 1L));
            assertFalse(number.compareAndSet(greatest, 0L, 8L, 2L));
            assertEquals(1L, (long) number.getAndBitwiseOr(greatest, 0L, 6L));
            assertEquals(7L, (long) number.getAndSet(greatest, 0L, 0L));
        }
    }

    /**
     * Wrong: reading, adding and writing in three steps, even if each step is atomic. What C adds
     * in between is lost.
     */
    @Test
    void wrongAdditionInThreeSteps() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment counters = atomics_counters.allocate(arena);
            long seen = (long) OURS.getVolatile(counters, 0L);
            MemorySegment adder = atomics_start(counters, TIMES);
            assertNotEquals(MemorySegment.NULL, adder);
            atomics_join(adder); // in this test, all additions of C come in between
            OURS.setVolatile(counters, 0L, seen + 1);
            assertEquals(1, (long) OURS.getVolatile(counters, 0L)); // not TIMES + 1
        }
    }

    /** Takes a segment, the offset of the array in the segment, and the index of an element. */
    @Test
    void anElementOfAnArray() {
        VarHandle element = JAVA_INT.arrayElementVarHandle();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment histogram = arena.allocate(JAVA_INT, 4);
            assertEquals(0, (int) element.getAndAdd(histogram, 0L, 2L, 1));
            assertEquals(1, histogram.getAtIndex(JAVA_INT, 2));
        }
        VarHandle number =
                atomics_letter.layout().varHandle(groupElement("numbers"), sequenceElement());
        assertEquals(3, number.coordinateTypes().size());
    }

    /**
     * Every aligned layout supports atomic reads and writes. Layouts of four and more bytes also
     * support compareAndSet and getAndSet, and those of integers and addresses support getAndAdd.
     */
    @Test
    void accessModesOfLayouts() {
        for (ValueLayout integer : List.of(JAVA_INT, JAVA_LONG, ADDRESS)) {
            assertTrue(supports(integer, AccessMode.SET_VOLATILE, AccessMode.GET_ACQUIRE));
            assertTrue(supports(integer, AccessMode.COMPARE_AND_SET, AccessMode.GET_AND_SET));
            assertTrue(supports(integer, AccessMode.GET_AND_ADD, AccessMode.GET_AND_BITWISE_XOR));
        }
        for (ValueLayout floating : List.of(JAVA_FLOAT, JAVA_DOUBLE)) {
            assertTrue(supports(floating, AccessMode.SET_VOLATILE, AccessMode.GET_ACQUIRE));
            assertTrue(supports(floating, AccessMode.COMPARE_AND_SET, AccessMode.GET_AND_SET));
        }
        for (ValueLayout small : List.of(JAVA_BYTE, JAVA_BOOLEAN, JAVA_SHORT, JAVA_CHAR)) {
            assertTrue(supports(small, AccessMode.SET_VOLATILE, AccessMode.GET_ACQUIRE));
        }
    }

    private static boolean supports(ValueLayout layout, AccessMode... modes) {
        return Stream.of(modes).allMatch(layout.varHandle()::isAccessModeSupported);
    }

    /** Wrong: an access mode that the layout does not support. Later releases may add some. */
    @Test
    void wrongUnsupportedAccessModes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8, 8);
            VarHandle floating = JAVA_DOUBLE.varHandle();
            assertThrows(
                    UnsupportedOperationException.class, () -> floating.getAndAdd(memory, 0L, 1.0));
        }
        assertFalse(supports(JAVA_FLOAT, AccessMode.GET_AND_ADD));
        for (ValueLayout small : List.of(JAVA_BYTE, JAVA_BOOLEAN, JAVA_SHORT, JAVA_CHAR)) {
            assertFalse(supports(small, AccessMode.COMPARE_AND_SET));
            assertFalse(supports(small, AccessMode.GET_AND_ADD));
        }
    }

    /**
     * Wrong: atomic access to an unaligned number, which may cross a cache line. Java rejects it.
     */
    @Test
    void wrongAtomicAndUnaligned() {
        VarHandle aligned = JAVA_LONG.varHandle();
        VarHandle unaligned = JAVA_LONG_UNALIGNED.varHandle();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16, 8);
            assertThrows(IllegalArgumentException.class, () -> aligned.getAndAdd(memory, 4L, 1L));
            // An unaligned layout supports only plain get and set.
            assertThrows(
                    UnsupportedOperationException.class, () -> unaligned.getAndAdd(memory, 0L, 1L));
            assertEquals(0L, (long) unaligned.get(memory, 4L));
        }
        // On the heap, the element type of the array decides: not a byte[], but a long[].
        MemorySegment bytes = MemorySegment.ofArray(new byte[8]);
        assertThrows(IllegalArgumentException.class, () -> aligned.getVolatile(bytes, 0L));
        assertEquals(0L, (long) aligned.getVolatile(MemorySegment.ofArray(new long[1]), 0L));
    }
}
