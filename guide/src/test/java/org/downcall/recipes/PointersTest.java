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
 * Pointers to arguments, and out-parameters.
 *
 * <p>A pointer parameter is a {@link MemorySegment}, whose address C receives. A number must be in
 * native memory while C reads or writes it through a pointer. An arena determines how long the
 * memory is valid.
 */
@UsesRecipesLibrary
class PointersTest {

    @Test
    void twoResults() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment quotient = arena.allocate(JAVA_INT);
            MemorySegment remainder = arena.allocate(JAVA_INT);
            assertEquals(0, pointers_divide(-10, 3, quotient, remainder));
            assertEquals(-3, quotient.get(JAVA_INT, 0));
            assertEquals(-1, remainder.get(JAVA_INT, 0));
        }
    }

    @Test
    void aPointerToAValue() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(JAVA_LONG, 40);
            MemorySegment b = arena.allocateFrom(JAVA_LONG, 2);
            assertEquals(42, pointers_sum(a, b));
        }
    }

    record Division(int quotient, int remainder) {

        static Division of(int dividend, int divisor) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment quotient = arena.allocate(JAVA_INT);
                MemorySegment remainder = arena.allocate(JAVA_INT);
                if (pointers_divide(dividend, divisor, quotient, remainder) != 0) {
                    throw new ArithmeticException(dividend + " cannot be divided by 0.");
                }
                return new Division(quotient.get(JAVA_INT, 0), remainder.get(JAVA_INT, 0));
            }
        }
    }

    @Test
    void aMethodAroundIt() {
        assertEquals(new Division(-3, -1), Division.of(-10, 3));
        assertThrows(ArithmeticException.class, () -> Division.of(1, 0));
    }

    /** C's NULL is {@link MemorySegment#NULL}. Java's null is rejected before the call. */
    @Test
    void nullPointers() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment quotient = arena.allocate(JAVA_INT);
            assertEquals(0, pointers_divide(7, 2, quotient, NULL));
            assertEquals(3, quotient.get(JAVA_INT, 0));
        }
        // Bindings of jextract 22 wrap what the handle throws. Later ones throw it unchanged.
        AssertionError error =
                assertThrows(AssertionError.class, () -> pointers_divide(7, 2, null, null));
        assertTrue(error.getCause() instanceof NullPointerException);
    }

    /** C stores an address in a segment of the size of an address. */
    @Test
    void aPointerToAPointer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(ADDRESS);
            pointers_version(text);
            MemorySegment constant = text.get(ADDRESS, 0);
            // The segment has size 0. In C, the text has four bytes: "1.0" and its terminator.
            assertEquals(0, constant.byteSize());
            assertThrows(IndexOutOfBoundsException.class, () -> constant.getString(0));
            assertEquals("1.0", constant.reinterpret(4).getString(0));
        }
    }

    /** A pointer carries neither size nor lifetime. A slice of the array has both. */
    @Test
    void aPointerIntoAnArray() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = arena.allocateFrom(JAVA_INT, 1, 5, 9);
            // C's NULL causes no exception, so compare the result first.
            assertEquals(NULL, pointers_find_greater(array, 3, 9));

            MemorySegment found = pointers_find_greater(array, 3, 4);
            assertEquals(Long.MAX_VALUE, found.byteSize());
            MemorySegment rest = array.asSlice(found.address() - array.address());
            assertEquals(5, rest.getAtIndex(JAVA_INT, 0));
            assertEquals(2 * JAVA_INT.byteSize(), rest.byteSize());
        }
    }

    /**
     * Wrong: a Java array. The garbage collector may move it while C runs, so a call that is not
     * critical rejects it.
     */
    @Test
    void wrongHeapArray() {
        MemorySegment heap = MemorySegment.ofArray(new long[] {40});
        AssertionError error = assertThrows(AssertionError.class, () -> pointers_sum(heap, heap));
        assertEquals("Heap segment not allowed: " + heap, error.getCause().getMessage());
    }

    /** Wrong: memory whose arena is closed. FFM checks this before every call. */
    @Test
    void wrongFreedMemory() {
        MemorySegment dangling;
        try (Arena arena = Arena.ofConfined()) {
            dangling = arena.allocateFrom(JAVA_LONG, 40);
        }
        AssertionError error =
                assertThrows(AssertionError.class, () -> pointers_sum(dangling, dangling));
        assertEquals("Already closed", error.getCause().getMessage());
    }
}
