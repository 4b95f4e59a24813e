package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.downcall.recipes.bindings.arrays_h.arrays_fill;
import static org.downcall.recipes.bindings.arrays_h.arrays_scale;
import static org.downcall.recipes.bindings.arrays_h.arrays_sum;
import static org.downcall.recipes.bindings.arrays_h.arrays_sum$address;
import static org.downcall.recipes.bindings.arrays_h.arrays_sum$descriptor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Arrays in and out.
 *
 * <p>C gets an address and a count, and checks neither. Three kinds of memory have an address: a
 * copy of the Java array, memory that was off-heap from the start, and, for a function linked as
 * critical, the Java array itself.
 */
@UsesRecipesLibrary
class ArraysTest {

    private static final Linker LINKER = Linker.nativeLinker();

    /** A copy of the array, which C reads. */
    @Test
    void anArrayIn() {
        double[] values = {1, 2, 3};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_DOUBLE, values);
            assertEquals(6, arrays_sum(copy, values.length));
        }
    }

    /** First way: a copy for the call. To see what C wrote, copy the result back. */
    static void scale(double[] values, double factor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_DOUBLE, values);
            arrays_scale(copy, values.length, factor);
            MemorySegment.copy(copy, JAVA_DOUBLE, 0, values, 0, values.length);
        }
    }

    @Test
    void copiedInAndOut() {
        double[] values = {1, 2, 3};
        scale(values, 2);
        assertArrayEquals(new double[] {2, 4, 6}, values);
    }

    private static final VarHandle ELEMENT = JAVA_DOUBLE.arrayElementVarHandle();

    /**
     * Second way: off-heap from the start. Java reads and writes the memory in place, and every
     * access is checked.
     */
    @Test
    void offHeapFromTheStart() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_DOUBLE, 3); // three zeros
            values.setAtIndex(JAVA_DOUBLE, 1, 20);
            ELEMENT.set(values, 0L, 2L, 1.0); // base offset, then index
            arrays_scale(values, 3, 2);
            assertEquals(40, values.getAtIndex(JAVA_DOUBLE, 1));
            assertEquals(2.0, (double) ELEMENT.get(values, 0L, 2L));
            assertArrayEquals(new double[] {0, 40, 2}, values.toArray(JAVA_DOUBLE)); // a copy
            assertThrows(IndexOutOfBoundsException.class, () -> values.getAtIndex(JAVA_DOUBLE, 3));
        }
    }

    /**
     * Third way: the array itself. It cannot move during the call, so the call must be short and
     * must not call back into Java.
     */
    private static final MethodHandle SUM_ON_THE_HEAP = LINKER.downcallHandle(
            arrays_sum$address(), arrays_sum$descriptor(), Linker.Option.critical(true));

    @Test
    void onTheHeap() throws Throwable {
        double[] values = {1, 2, 3, 4};
        MemorySegment array = MemorySegment.ofArray(values);
        assertEquals(10.0, (double) SUM_ON_THE_HEAP.invokeExact(array, 4L));
        MemorySegment middle = array.asSlice(JAVA_DOUBLE.scale(0, 1), JAVA_DOUBLE.scale(0, 2));
        assertEquals(5.0, (double) SUM_ON_THE_HEAP.invokeExact(middle, 2L));
        assertSame(values, array.heapBase().orElseThrow());
        assertFalse(array.isNative());
    }

    /**
     * Takes the count from the segment, or checks it against the segment. C does not: it would read
     * past the end.
     */
    static double sum(MemorySegment values, long from, long count) {
        long length = values.byteSize() / JAVA_DOUBLE.byteSize();
        if (from < 0 || count < 0 || count > length - from) {
            throw new IndexOutOfBoundsException(
                    "from " + from + ", count " + count + ": values has " + length);
        }
        return arrays_sum(
                values.asSlice(JAVA_DOUBLE.scale(0, from), JAVA_DOUBLE.scale(0, count)), count);
    }

    @Test
    void neverPastTheEnd() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(JAVA_DOUBLE, 1, 2, 3, 4);
            assertEquals(7, sum(values, 2, 2));
            assertEquals(0, sum(values, 4, 0));
            Exception e = assertThrows(IndexOutOfBoundsException.class, () -> sum(values, 2, 3));
            assertEquals("from 2, count 3: values has 4", e.getMessage());
            // asSlice checks too, but its message counts bytes.
            assertThrows(IndexOutOfBoundsException.class, () -> values.asSlice(16, 24));
        }
    }

    /**
     * Wrong: a count that exceeds the segment. To FFM it is only a number, and C reads past the end
     * of the slice.
     */
    @Test
    void wrongCount() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment firstTwo = arena.allocateFrom(JAVA_DOUBLE, 1, 2, 3, 4).asSlice(0, 16);
            assertEquals(10, arrays_sum(firstTwo, 4));
        }
    }

    /** Wrong: a heap segment for a function that is not linked as critical. */
    @Test
    void wrongArrayOnTheHeap() {
        MemorySegment array = MemorySegment.ofArray(new double[] {1});
        AssertionError error = assertThrows(AssertionError.class, () -> arrays_sum(array, 1));
        assertTrue(error.getCause().getMessage().startsWith("Heap segment not allowed"));
    }

    @Test
    void noElements() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment none = arena.allocateFrom(JAVA_DOUBLE, new double[0]);
            assertEquals(0, none.byteSize());
            assertEquals(0, arrays_sum(none, 0));
            // The contract in arrays.h allows NULL here. Other functions may not.
            assertEquals(0, arrays_sum(MemorySegment.NULL, 0));
        }
        MemorySegment empty = MemorySegment.ofArray(new double[0]);
        assertEquals(0.0, (double) SUM_ON_THE_HEAP.invokeExact(empty, 0L));
    }

    /**
     * Wrong: int arithmetic, and a cast for a function that takes an int. Counts and byte sizes are
     * of type long in Java.
     */
    @Test
    void wrongCountsOfTypeInt() {
        int count = 600_000_000;
        assertEquals(505_032_704, count * Double.BYTES); // overflowed
        assertEquals(4_800_000_000L, JAVA_DOUBLE.scale(0, count));
        assertThrows(ArithmeticException.class, () -> JAVA_DOUBLE.scale(0, Long.MAX_VALUE));
        long large = (1L << 32) + 1;
        assertEquals(1, (int) large);
        assertThrows(
                ArithmeticException.class,
                () -> arrays_fill(MemorySegment.NULL, Math.toIntExact(large), 0));
    }

    /** A read-only segment stops writes from Java. It does not stop C. */
    @Test
    void readOnlyIsNotConst() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment constants = arena.allocateFrom(JAVA_INT, 1, 2).asReadOnly();
            assertTrue(constants.isReadOnly());
            assertThrows(IllegalArgumentException.class, () -> constants.fill((byte) 0));
            arrays_fill(constants, 2, 7);
            assertArrayEquals(new int[] {7, 7}, constants.toArray(JAVA_INT));
        }
    }

    /**
     * An array as a stream of slices. Here several threads process them, which requires a shared
     * arena.
     */
    @Test
    void slicesInParallel() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment values = arena.allocateFrom(JAVA_DOUBLE, 1, 2, 3, 4);
            Stream<MemorySegment> elements = values.elements(JAVA_DOUBLE);
            assertEquals(10, elements.mapToDouble(e -> e.get(JAVA_DOUBLE, 0)).sum());
            var pairs = values.spliterator(MemoryLayout.sequenceLayout(2, JAVA_DOUBLE));
            Stream<MemorySegment> slices = StreamSupport.stream(pairs, true);
            assertEquals(10, slices.mapToDouble(pair -> sum(pair, 0, 2)).sum());
        }
    }

    /**
     * Arrays of seven types can be segments. A boolean[] cannot, because its memory layout is up to
     * the JVM.
     */
    @Test
    void everyType() {
        byte[] bytes = {1, -1};
        short[] shorts = {1, -1};
        char[] chars = {'a', '\uffff'};
        int[] ints = {1, -1};
        long[] longs = {1, -1};
        float[] floats = {1, -0f};
        double[] doubles = {1, Double.NaN};
        try (Arena arena = Arena.ofConfined()) {
            assertArrayEquals(bytes, arena.allocateFrom(JAVA_BYTE, bytes).toArray(JAVA_BYTE));
            assertArrayEquals(shorts, arena.allocateFrom(JAVA_SHORT, shorts).toArray(JAVA_SHORT));
            assertArrayEquals(chars, arena.allocateFrom(JAVA_CHAR, chars).toArray(JAVA_CHAR));
            assertArrayEquals(ints, arena.allocateFrom(JAVA_INT, ints).toArray(JAVA_INT));
            assertArrayEquals(longs, arena.allocateFrom(JAVA_LONG, longs).toArray(JAVA_LONG));
            assertArrayEquals(floats, arena.allocateFrom(JAVA_FLOAT, floats).toArray(JAVA_FLOAT));
            assertArrayEquals(
                    doubles, arena.allocateFrom(JAVA_DOUBLE, doubles).toArray(JAVA_DOUBLE));
        }
        assertEquals(2, MemorySegment.ofArray(bytes).byteSize());
        assertEquals(4, MemorySegment.ofArray(shorts).byteSize());
        assertEquals(4, MemorySegment.ofArray(chars).byteSize());
        assertEquals(8, MemorySegment.ofArray(ints).byteSize());
        assertEquals(16, MemorySegment.ofArray(longs).byteSize());
        assertEquals(8, MemorySegment.ofArray(floats).byteSize());
        // Four bytes are not a whole number of doubles.
        assertThrows(
                IllegalStateException.class,
                () -> MemorySegment.ofArray(floats).asSlice(4).toArray(JAVA_DOUBLE));
        // A heap array has the alignment of its element type, so a byte[] holds no aligned int.
        assertThrows(
                IllegalArgumentException.class,
                () -> MemorySegment.ofArray(new byte[4]).get(JAVA_INT, 0));
    }

    /** Every copy checks the bounds of both sides before it moves a byte. */
    @Test
    void copies() {
        ValueLayout.OfInt bigEndian = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
        int[] array = {1, 2, 3, 4};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(JAVA_INT, 4);
            // Array to segment, three elements.
            MemorySegment.copy(array, 1, segment, JAVA_INT, 0, 3);
            // Segment to segment, twelve bytes. The two may overlap.
            MemorySegment.copy(segment, 0, segment, 4, 12);
            assertArrayEquals(new int[] {2, 2, 3, 4}, segment.toArray(JAVA_INT));
            // Segment to array, three elements from byte 4 on.
            MemorySegment.copy(segment, JAVA_INT, 4, array, 0, 3);
            assertArrayEquals(new int[] {2, 3, 4, 4}, array);

            // Into a new segment, with another byte order.
            MemorySegment swapped = arena.allocateFrom(bigEndian, segment, JAVA_INT, 4, 3);
            byte[] first = swapped.asSlice(0, JAVA_INT).toArray(JAVA_BYTE);
            assertArrayEquals(new byte[] {0, 0, 0, 2}, first);
            // Segment to segment, three elements, back to the native byte order.
            MemorySegment.copy(swapped, bigEndian, 0, segment, JAVA_INT, 0, 3);
            assertArrayEquals(new int[] {2, 3, 4, 4}, segment.toArray(JAVA_INT));

            // All bytes of a segment, to the beginning of another.
            segment.asSlice(8).copyFrom(MemorySegment.ofArray(new int[] {8, 9}));
            assertArrayEquals(new int[] {2, 3, 8, 9}, segment.toArray(JAVA_INT));
            assertThrows(IndexOutOfBoundsException.class, () -> swapped.copyFrom(segment));
            assertEquals(2, swapped.get(bigEndian, 0)); // the failed copy changed nothing
            segment.fill((byte) 0xff);
            assertArrayEquals(new int[] {-1, -1, -1, -1}, segment.toArray(JAVA_INT));
        }
    }

    /** Equal contents, the same memory, and overlapping memory. */
    @Test
    void comparisons() {
        int[] array = {1, 2, 3};
        MemorySegment all = MemorySegment.ofArray(array);
        MemorySegment other = MemorySegment.ofArray(new int[] {1, 2, 4, 5});
        // mismatch compares contents and returns the offset of the first byte that differs. It
        // returns -1 if there is none, or the smaller size if one segment begins with the other.
        assertEquals(2, all.mismatch(other) / JAVA_INT.byteSize());
        assertEquals(-1, MemorySegment.mismatch(all, 0, 8, other, 0, 8));

        // Segments are equal if they start at the same place. Size and contents do not matter.
        assertEquals(all, all.asSlice(0, 4));
        assertEquals(all.hashCode(), MemorySegment.ofArray(array).hashCode());
        assertNotEquals(all, MemorySegment.ofArray(array.clone()));

        MemorySegment front = all.asSlice(0, 8, 4); // the third argument is the alignment to check
        assertThrows(IllegalArgumentException.class, () -> all.asSlice(4, 8, 8));
        assertEquals(all.asSlice(4, 4), front.asOverlappingSlice(all.asSlice(4)).orElseThrow());
        assertEquals(4, all.asSlice(4).address()); // on the heap, the offset in the array
        // No overlap, as a restrict parameter of C requires.
        assertEquals(Optional.empty(), all.asOverlappingSlice(other));
    }
}
