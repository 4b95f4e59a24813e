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
import java.util.concurrent.CompletableFuture;
import org.downcall.recipes.bindings.atomics_counters;
import org.downcall.recipes.bindings.atomics_letter;
import org.junit.jupiter.api.Test;

/**
 * Atomics on memory that Java and C use at the same time.
 *
 * <p>The var handle of a layout has the access modes of C11's atomics: what a thread of C writes
 * with release, a thread of Java reads with acquire, and the other way round. Plain reading and
 * writing, which {@code segment.get} and jextract's accessors do, promises nothing to other
 * threads.
 */
@UsesRecipesLibrary
class AtomicsTest {

    /** A handle of a member takes the segment and the offset of the struct in it. */
    private static final VarHandle OURS = atomics_counters.layout().varHandle(groupElement("ours"));

    private static final VarHandle THEIRS =
            atomics_counters.layout().varHandle(groupElement("theirs"));
    private static final VarHandle STATE = atomics_letter.layout().varHandle(groupElement("state"));

    private static final int TIMES = 100_000;

    /** A thread of C's and one of Java's add to the same number. Not one is lost. */
    @Test
    void cAndJavaCountTogether() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment counters = atomics_counters.allocate(arena);
            MemorySegment adder =
                    atomics_start(counters, TIMES); // the first member is where the struct begins
            assertNotEquals(MemorySegment.NULL, adder);
            for (int i = 0; i < TIMES; i++) {
                OURS.getAndAdd(counters, 0L, 1L);
            }
            atomics_join(adder);
            assertEquals(2L * TIMES, (long) OURS.getVolatile(counters, 0L));
        }
    }

    /**
     * Better still, each has a number of its own, and on a cache line of its own: else the two
     * processors would take the line from one another at each addition ("false sharing"). For that
     * the struct has to begin on a line, too.
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
                long ours = (long) OURS.getOpaque(
                        counters, 0L); // nobody else writes it, so no getAndAdd is needed
                OURS.setOpaque(counters, 0L, ours + 1);
            }
            atomics_join(adder);
            assertEquals(
                    2L * TIMES, (long) OURS.get(counters, 0L) + (long) THEIRS.get(counters, 0L));
        }
    }

    /**
     * Data first, then the flag, with release; the other side reads the flag with acquire, then the
     * data. The data need nothing special: whoever has seen the flag sees what was written before
     * it.
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
                Thread.onSpinWait(); // or park: spinning is for waits of microseconds
            }
            assertEquals(33, atomics_letter.sum(letter));
            assertEquals(0, answer.join());
        }
    }

    /** What is not an addition is a loop around compareAndSet, as in C. */
    @Test
    void anyUpdateAtAll() {
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
     * Wrong: to read, add and write in three steps, be each of them atomic. What C adds in between
     * is lost.
     */
    @Test
    void wrongAdditionInThreeSteps() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment counters = atomics_counters.allocate(arena);
            long seen = (long) OURS.getVolatile(counters, 0L);
            MemorySegment adder = atomics_start(counters, TIMES);
            assertNotEquals(MemorySegment.NULL, adder);
            atomics_join(adder); // only to be sure that it comes in between
            OURS.setVolatile(counters, 0L, seen + 1);
            assertEquals(1, (long) OURS.getVolatile(counters, 0L)); // and not TIMES + 1
        }
    }

    /** An element of an array: segment, offset of the array, index. */
    @Test
    void anElementOfAnArray() {
        VarHandle element = JAVA_INT.arrayElementVarHandle();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment histogram = arena.allocate(JAVA_INT, 4);
            assertEquals(0, (int) element.getAndAdd(histogram, 0L, 2L, 1));
            assertEquals(1, histogram.getAtIndex(JAVA_INT, 2));
        }
        assertEquals(
                3,
                atomics_letter
                        .layout()
                        .varHandle(groupElement("numbers"), sequenceElement())
                        .coordinateTypes()
                        .size());
    }

    /**
     * All are read and written atomically, those of four bytes and more also changed, whole numbers
     * also added to.
     */
    @Test
    void whichLayoutCanDoWhat() {
        for (ValueLayout all : new ValueLayout[] {
            JAVA_BYTE,
            JAVA_BOOLEAN,
            JAVA_SHORT,
            JAVA_CHAR,
            JAVA_INT,
            JAVA_LONG,
            JAVA_FLOAT,
            JAVA_DOUBLE,
            ADDRESS
        }) {
            assertTrue(
                    all.varHandle().isAccessModeSupported(AccessMode.GET_ACQUIRE), all.toString());
            assertTrue(
                    all.varHandle().isAccessModeSupported(AccessMode.SET_VOLATILE), all.toString());
        }
        for (ValueLayout wide :
                new ValueLayout[] {JAVA_INT, JAVA_LONG, JAVA_FLOAT, JAVA_DOUBLE, ADDRESS}) {
            assertTrue(
                    wide.varHandle().isAccessModeSupported(AccessMode.COMPARE_AND_SET),
                    wide.toString());
            assertTrue(
                    wide.varHandle().isAccessModeSupported(AccessMode.GET_AND_SET),
                    wide.toString());
        }
        for (ValueLayout number : new ValueLayout[] {JAVA_INT, JAVA_LONG, ADDRESS}) {
            assertTrue(
                    number.varHandle().isAccessModeSupported(AccessMode.GET_AND_ADD),
                    number.toString());
            assertTrue(
                    number.varHandle().isAccessModeSupported(AccessMode.GET_AND_BITWISE_XOR),
                    number.toString());
        }
    }

    /** Later releases may add some of these. */
    @Test
    void wrongAnAccessModeThatALayoutHasNot() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8, 8);
            VarHandle floating = JAVA_DOUBLE.varHandle();
            assertThrows(
                    UnsupportedOperationException.class, () -> floating.getAndAdd(memory, 0L, 1.0));
        }
        assertFalse(JAVA_FLOAT.varHandle().isAccessModeSupported(AccessMode.GET_AND_ADD));
        for (ValueLayout small :
                new ValueLayout[] {JAVA_BYTE, JAVA_BOOLEAN, JAVA_SHORT, JAVA_CHAR}) {
            assertFalse(
                    small.varHandle().isAccessModeSupported(AccessMode.COMPARE_AND_SET),
                    small.toString());
            assertFalse(
                    small.varHandle().isAccessModeSupported(AccessMode.GET_AND_ADD),
                    small.toString());
        }
    }

    /**
     * Wrong: a number that is not aligned. It may lie across two cache lines; Java does not go
     * there.
     */
    @Test
    void wrongAtomicAndNotAligned() {
        VarHandle aligned = JAVA_LONG.varHandle();
        VarHandle unaligned = JAVA_LONG_UNALIGNED.varHandle();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16, 8);
            assertThrows(IllegalArgumentException.class, () -> aligned.getAndAdd(memory, 4L, 1L));
            assertThrows(
                    UnsupportedOperationException.class, () -> unaligned.getAndAdd(memory, 0L, 1L));
            assertEquals(0L, (long) unaligned.get(memory, 4L)); // get and set is all that it can do
        }
        MemorySegment bytes = MemorySegment.ofArray(new byte[8]);
        assertThrows(IllegalArgumentException.class, () -> aligned.getVolatile(bytes, 0L));
        assertEquals(0L, (long) aligned.getVolatile(MemorySegment.ofArray(new long[1]), 0L));
    }
}
