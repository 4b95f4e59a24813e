package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.downcall.recipes.bindings.structs_by_value_h.structs_by_value_grow;
import static org.downcall.recipes.bindings.structs_by_value_h.structs_by_value_hull;
import static org.downcall.recipes.bindings.structs_by_value_h.structs_by_value_hull$address;
import static org.downcall.recipes.bindings.structs_by_value_h.structs_by_value_multiply;
import static org.downcall.recipes.bindings.structs_by_value_h.structs_by_value_promote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import org.downcall.recipes.bindings.structs_by_value_box;
import org.downcall.recipes.bindings.structs_by_value_complex;
import org.downcall.recipes.bindings.structs_by_value_item;
import org.downcall.recipes.bindings.structs_by_value_range;
import org.junit.jupiter.api.Test;

/**
 * Structs by value, as parameters and results.
 *
 * <p>In Java, such a struct is a segment. C receives the contents of the segment, not its address.
 * A function that returns a struct has one more parameter in Java, a {@link SegmentAllocator} that
 * provides the memory for the result.
 */
@UsesRecipesLibrary
class StructsByValueTest {

    private static final Linker LINKER = Linker.nativeLinker();

    /** C receives a copy of each argument. The arena provides the memory for the result. */
    @Test
    void aStructInAndOut() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = structs_by_value_range.allocate(arena);
            structs_by_value_range.low(range, 1);
            structs_by_value_range.high(range, 5);
            MemorySegment hull = structs_by_value_hull(arena, range, range);
            assertEquals(5, structs_by_value_range.high(hull));
        }
    }

    /** The struct as a record, for Java code. The segments exist only during the call. */
    record Range(int low, int high) {

        static Range of(MemorySegment range) {
            return new Range(structs_by_value_range.low(range), structs_by_value_range.high(range));
        }

        MemorySegment to(SegmentAllocator allocator) {
            MemorySegment range = structs_by_value_range.allocate(allocator);
            structs_by_value_range.low(range, low);
            structs_by_value_range.high(range, high);
            return range;
        }

        Range hull(Range other) {
            try (Arena arena = Arena.ofConfined()) {
                return of(structs_by_value_hull(arena, to(arena), other.to(arena)));
            }
        }
    }

    @Test
    void aRecord() {
        assertEquals(new Range(1, 9), new Range(1, 5).hull(new Range(4, 9)));
    }

    /** By hand: the descriptor contains the layout of the whole struct. */
    @Test
    void byHand() throws Throwable {
        StructLayout range = structLayout(JAVA_INT.withName("low"), JAVA_INT.withName("high"));
        MethodHandle hull = LINKER.downcallHandle(
                structs_by_value_hull$address(), FunctionDescriptor.of(range, range, range));
        assertEquals(
                "(SegmentAllocator,MemorySegment,MemorySegment)MemorySegment",
                hull.type().toString());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(JAVA_INT, 1, 5);
            MemorySegment b = arena.allocateFrom(JAVA_INT, 4, 9);
            // invokeExact uses the static types of its arguments, so the cast is necessary.
            MemorySegment result = (MemorySegment) hull.invokeExact((SegmentAllocator) arena, a, b);
            assertEquals(9, result.get(JAVA_INT, 4));
        }
    }

    /** The Java code is the same, whether the ABI passes a struct in registers or in memory. */
    @Test
    void floatsPaddingAndMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment i = structs_by_value_complex.allocate(arena);
            structs_by_value_complex.im(i, 1);
            MemorySegment square = structs_by_value_multiply(arena, i, i);
            assertEquals(-1, structs_by_value_complex.re(square));

            MemorySegment item = structs_by_value_item.allocate(arena);
            structs_by_value_item.grade(item, (short) 2);
            assertEquals(3, structs_by_value_item.grade(structs_by_value_promote(arena, item)));

            MemorySegment box = structs_by_value_box.allocate(arena);
            structs_by_value_box.max_x(box, 10);
            MemorySegment grown = structs_by_value_grow(arena, box, 1);
            assertEquals(11, structs_by_value_box.max_x(grown));
            // C changed its copy only.
            assertEquals(10, structs_by_value_box.max_x(box));
        }
    }

    /** The call copies the bytes, so the segment may be on the heap. */
    @Test
    void anArgumentOnTheHeap() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment heap = MemorySegment.ofArray(new int[] {1, 5});
            assertEquals(new Range(1, 5), Range.of(structs_by_value_hull(arena, heap, heap)));
        }
    }

    /** Wrong: using the result after the memory from the allocator has been freed. */
    @Test
    void wrongResultAfterItsArena() {
        MemorySegment result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = new Range(1, 5).to(arena);
            result = structs_by_value_hull(arena, range, range);
        }
        assertThrows(IllegalStateException.class, () -> structs_by_value_range.low(result));
    }

    /** A prefix allocator always returns the same memory: nothing is allocated for a call. */
    @Test
    void oneSegmentForAllResults() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator same =
                    SegmentAllocator.prefixAllocator(structs_by_value_range.allocate(arena));
            MemorySegment five = new Range(0, 5).to(arena);
            MemorySegment nine = new Range(0, 9).to(arena);
            int highs = structs_by_value_range.high(structs_by_value_hull(same, five, five));
            highs += structs_by_value_range.high(structs_by_value_hull(same, nine, nine));
            assertEquals(14, highs);
        }
    }

    /** Wrong: keeping a result of a prefix allocator while the next call overwrites it. */
    @Test
    void wrongTwoResultsInOneSegment() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator same =
                    SegmentAllocator.prefixAllocator(structs_by_value_range.allocate(arena));
            MemorySegment five = new Range(0, 5).to(arena);
            MemorySegment nine = new Range(0, 9).to(arena);
            MemorySegment first = structs_by_value_hull(same, five, five);
            MemorySegment second = structs_by_value_hull(same, nine, nine);
            assertEquals(first, second);
            // It was 5 before the second call.
            assertEquals(9, structs_by_value_range.high(first));
        }
    }

    private static void assertRejected(MemoryLayout struct) {
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(struct);
        assertThrows(IllegalArgumentException.class, () -> LINKER.downcallHandle(descriptor));
    }

    /** Wrong: a layout with the wrong padding or alignment. */
    @Test
    void wrongLayouts() {
        // Trailing padding of 6 bytes is missing.
        assertRejected(structLayout(JAVA_LONG, JAVA_SHORT));
        // The trailing padding is 8 bytes too long.
        assertRejected(structLayout(JAVA_LONG, JAVA_SHORT, paddingLayout(14)));
        // A packed struct.
        assertRejected(structLayout(JAVA_BYTE, JAVA_INT_UNALIGNED));
        // The alignment is greater than that of the fields.
        assertRejected(structLayout(JAVA_LONG, JAVA_LONG).withByteAlignment(16));
        // Right: all of the struct, including its trailing padding.
        MemoryLayout item = structLayout(
                JAVA_LONG.withName("id"), JAVA_SHORT.withName("grade"), paddingLayout(6));
        assertEquals(item.withName("structs_by_value_item"), structs_by_value_item.layout());
    }

    /** Wrong: a segment of another size. FFM rejects a short one, but accepts a long one. */
    @Test
    void wrongSizes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
            AssertionError error = assertThrows(
                    AssertionError.class, () -> structs_by_value_hull(arena, one, one));
            assertInstanceOf(IndexOutOfBoundsException.class, error.getCause());

            MemorySegment three = arena.allocateFrom(JAVA_INT, 1, 5, 7);
            assertEquals(new Range(1, 5), Range.of(structs_by_value_hull(arena, three, three)));
        }
    }

    /** Wrong: no allocator, or heap memory for a struct that C itself writes to memory. */
    @Test
    void wrongAllocators() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment box = structs_by_value_box.allocate(arena);
            AssertionError none =
                    assertThrows(AssertionError.class, () -> structs_by_value_grow(null, box, 1));
            assertInstanceOf(NullPointerException.class, none.getCause());

            SegmentAllocator heap =
                    (size, alignment) -> MemorySegment.ofArray(new long[(int) (size + 7) / 8]);
            AssertionError error =
                    assertThrows(AssertionError.class, () -> structs_by_value_grow(heap, box, 1));
            assertInstanceOf(IllegalArgumentException.class, error.getCause());
        }
    }
}
