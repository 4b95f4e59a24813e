package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.recipes.bindings.pointers_h.pointers_divide;
import static org.downcall.recipes.bindings.pointers_h.pointers_find_greater;
import static org.downcall.recipes.bindings.pointers_h.pointers_sum;
import static org.downcall.recipes.bindings.pointers_h.pointers_version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/**
 * Pointers in, and out-parameters.
 *
 * <p>A pointer parameter is a {@link MemorySegment}: what C gets is its address. So a number has to
 * live in off-heap memory before C can read or write it "by pointer", and an arena says how long it
 * lives.
 */
@UsesRecipesLibrary
class PointersTest {

    @Test
    void aPointerToAValue() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(JAVA_LONG, 40);
            MemorySegment b = arena.allocateFrom(JAVA_LONG, 2);
            assertEquals(42, pointers_sum(a, b));
        }
    }

    /** Room for the result, the call, then the result is read out of the segment. */
    record Division(int quotient, int remainder) {

        static Division of(int dividend, int divisor) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment quotient = arena.allocate(JAVA_INT);
                MemorySegment remainder = arena.allocate(JAVA_INT);
                if (pointers_divide(dividend, divisor, quotient, remainder) != 0) {
                    throw new ArithmeticException(
                            dividend + " / " + divisor + ": the divisor is 0");
                }
                return new Division(quotient.get(JAVA_INT, 0), remainder.get(JAVA_INT, 0));
            }
        }
    }

    @Test
    void outParameters() {
        assertEquals(new Division(-3, -1), Division.of(-10, 3));
        assertThrows(ArithmeticException.class, () -> Division.of(1, 0));
    }

    /**
     * A pointer that C accepts as NULL is {@link MemorySegment#NULL}. Java's null is refused before
     * the call.
     */
    @Test
    void noPointerAtAll() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment quotient = arena.allocate(JAVA_INT);
            assertEquals(0, pointers_divide(7, 2, quotient, NULL));
            assertEquals(3, quotient.get(JAVA_INT, 0));
        }
        // jextract 22 wraps whatever the handle throws; bindings of later ones throw it as it is.
        AssertionError error =
                assertThrows(AssertionError.class, () -> pointers_divide(7, 2, null, null));
        assertTrue(error.getCause() instanceof NullPointerException);
    }

    /** A pointer to a pointer: a segment that holds an address, which C replaces. */
    @Test
    void aPointerToAPointer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(ADDRESS);
            pointers_version(text);
            MemorySegment constant = text.get(ADDRESS, 0);
            assertEquals(0, constant.byteSize()); // only C knows how long it is
            assertThrows(IndexOutOfBoundsException.class, () -> constant.getString(0));
            assertEquals("1.0", constant.reinterpret(4).getString(0));
        }
    }

    /**
     * A pointer that C returns knows neither size nor lifetime. FFM gives it size 0; jextract's
     * bindings say that it has no end, so that reading it just works, and reading too far is not
     * noticed. If it points into a segment that Java has, take that segment's slice instead: it has
     * bounds and a lifetime.
     */
    @Test
    void aPointerIntoMyOwnArray() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = arena.allocateFrom(JAVA_INT, 1, 5, 9);
            assertEquals(
                    NULL,
                    pointers_find_greater(array, 3, 9)); // NULL is no exception: compare first

            MemorySegment found = pointers_find_greater(array, 3, 4);
            assertEquals(Long.MAX_VALUE, found.byteSize());
            MemorySegment rest = array.asSlice(found.address() - array.address());
            assertEquals(5, rest.getAtIndex(JAVA_INT, 0));
            assertEquals(2 * JAVA_INT.byteSize(), rest.byteSize());
        }
    }

    /**
     * Wrong: a Java array by pointer. The collector may move it while C runs, so the plain linker
     * refuses it.
     */
    @Test
    void wrongAnArrayOnTheHeap() {
        MemorySegment heap = MemorySegment.ofArray(new long[] {40});
        AssertionError error = assertThrows(AssertionError.class, () -> pointers_sum(heap, heap));
        assertEquals("Heap segment not allowed: " + heap, error.getCause().getMessage());
    }

    /**
     * Wrong: the arena is closed when C gets the pointer. FFM checks that before every call, so
     * nothing is lost.
     */
    @Test
    void wrongMemoryThatIsFreed() {
        MemorySegment dangling;
        try (Arena arena = Arena.ofConfined()) {
            dangling = arena.allocateFrom(JAVA_LONG, 40);
        }
        AssertionError error =
                assertThrows(AssertionError.class, () -> pointers_sum(dangling, dangling));
        assertEquals("Already closed", error.getCause().getMessage());
    }
}
