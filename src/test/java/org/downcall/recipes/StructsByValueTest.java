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
import java.lang.invoke.MethodType;
import org.downcall.recipes.bindings.structs_by_value_box;
import org.downcall.recipes.bindings.structs_by_value_complex;
import org.downcall.recipes.bindings.structs_by_value_item;
import org.downcall.recipes.bindings.structs_by_value_range;
import org.junit.jupiter.api.Test;

/**
 * Structs by value, in and out.
 *
 * <p>Java's side is a segment for these, too, but C gets what is in it, not its address; for a
 * struct that comes back the caller says where it is to be put, with a {@link SegmentAllocator} as
 * first argument.
 */
@UsesRecipesLibrary
class StructsByValueTest {

    /**
     * What most code wants: the struct as a record, and the segments for no longer than the call.
     */
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
    void aStructInAndOut() {
        assertEquals(new Range(1, 9), new Range(1, 5).hull(new Range(4, 9)));
    }

    /**
     * By hand: the layout of the whole struct stands for it, and puts an allocator before the
     * arguments.
     */
    @Test
    void theSameByHand() throws Throwable {
        StructLayout range = structLayout(JAVA_INT.withName("low"), JAVA_INT.withName("high"));
        MethodHandle hull = Linker.nativeLinker()
                .downcallHandle(
                        structs_by_value_hull$address(),
                        FunctionDescriptor.of(range, range, range));
        assertEquals(
                MethodType.methodType(
                        MemorySegment.class,
                        SegmentAllocator.class,
                        MemorySegment.class,
                        MemorySegment.class),
                hull.type());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(JAVA_INT, 1, 5);
            MemorySegment b = arena.allocateFrom(JAVA_INT, 4, 9);
            // invokeExact takes the static type of each argument: an Arena is not yet a
            // SegmentAllocator
            MemorySegment result = (MemorySegment) hull.invokeExact((SegmentAllocator) arena, a, b);
            assertEquals(9, result.get(JAVA_INT, 4));
        }
    }

    /**
     * In registers or in memory: the ABI decides by size and types of the fields, the linker knows,
     * Java need not.
     */
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
            assertEquals(10, structs_by_value_box.max_x(box)); // C changed its copy
        }
    }

    /**
     * As only the bytes are passed, they may come from the heap, unlike what a pointer points to.
     */
    @Test
    void anArgumentOnTheHeap() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment heap = MemorySegment.ofArray(new int[] {1, 5});
            assertEquals(new Range(1, 5), Range.of(structs_by_value_hull(arena, heap, heap)));
        }
    }

    /** The result lives as long as what the allocator gave. */
    @Test
    void wrongAResultThatIsFreed() {
        MemorySegment result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = new Range(1, 5).to(arena);
            result = structs_by_value_hull(arena, range, range);
        }
        assertThrows(IllegalStateException.class, () -> structs_by_value_range.low(result));
    }

    /**
     * An allocator that gives the same memory each time makes calls without allocation: read each
     * result at once.
     */
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

    /** Wrong: two of its results at a time. */
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
            assertEquals(9, structs_by_value_range.high(first)); // was 5
        }
    }

    /**
     * Wrong: a layout that is not all of the struct, trailing padding included, or not as the ABI
     * aligns it.
     */
    @Test
    void wrongLayouts() {
        Linker linker = Linker.nativeLinker();
        for (MemoryLayout wrong : new MemoryLayout[] {
            structLayout(JAVA_LONG, JAVA_SHORT), // 6 bytes short
            structLayout(JAVA_LONG, JAVA_SHORT, paddingLayout(14)), // 8 too many
            structLayout(JAVA_BYTE, JAVA_INT_UNALIGNED), // packed
            structLayout(JAVA_LONG, JAVA_LONG).withByteAlignment(16),
        }) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> linker.downcallHandle(FunctionDescriptor.ofVoid(wrong)));
        }
        assertEquals(
                structLayout(
                                JAVA_LONG.withName("id"),
                                JAVA_SHORT.withName("grade"),
                                paddingLayout(6))
                        .withName("structs_by_value_item"),
                structs_by_value_item.layout());
    }

    /**
     * Wrong: a segment of another size. Too small is noticed; of one that is too long C gets the
     * first bytes.
     */
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

    /** Wrong: no allocator, or one that gives Java's memory where C writes the result itself. */
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
