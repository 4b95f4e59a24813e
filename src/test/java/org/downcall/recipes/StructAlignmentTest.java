package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.recipes.bindings.structs_h.structs_alignof_line;
import static org.downcall.recipes.bindings.structs_h.structs_record_value;
import static org.downcall.recipes.bindings.structs_h.structs_sizeof_line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import org.downcall.recipes.bindings.structs_line;
import org.downcall.recipes.bindings.structs_record;
import org.downcall.recipes.bindings.structs_sample;
import org.junit.jupiter.api.Test;

/**
 * Padding and alignment: what a layout says of them must be what the C compiler did.
 *
 * <p>A type of n bytes mostly stands at an address that n divides. That is what padding is for; FFM
 * checks it at every access, on any machine, also on those that would read the number all the same.
 */
@UsesRecipesLibrary
class StructAlignmentTest {

    /**
     * Padding that is missing inside is noticed at once; at the end it is not, until somebody makes
     * an array.
     */
    @Test
    void wrongWithoutPadding() {
        IllegalArgumentException inside = assertThrows(
                IllegalArgumentException.class,
                () -> MemoryLayout.structLayout(JAVA_BYTE, JAVA_INT));
        assertTrue(
                inside.getMessage().startsWith("Invalid alignment constraint for member layout"));

        StructLayout cut = MemoryLayout.structLayout(JAVA_LONG, JAVA_BYTE);
        assertEquals(9, cut.byteSize()); // C says 16
        assertThrows(IllegalArgumentException.class, () -> MemoryLayout.sequenceLayout(2, cut));
    }

    /**
     * The fields of a packed struct need layouts that may stand anywhere; others are refused at
     * such an address.
     */
    @Test
    void aPackedStruct() {
        StructLayout byHand = MemoryLayout.structLayout(
                JAVA_BYTE.withName("tag"), JAVA_INT.withByteAlignment(1).withName("value"));
        assertEquals(byHand.withName("structs_record"), structs_record.layout());
        assertEquals(5, byHand.byteSize());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = structs_record.allocate(arena);
            structs_record.value(record, 7);
            assertEquals(7, structs_record_value(record));
            assertThrows(IllegalArgumentException.class, () -> record.get(JAVA_INT, 1));
        }
    }

    /**
     * Wrong: jextract 22 keeps the size of a struct with _Alignas, and loses its alignment. Say it
     * again.
     */
    @Test
    void wrongAnAlignmentThatIsLost() {
        assertEquals(structs_sizeof_line(), structs_line.sizeof());
        assertEquals(64, structs_alignof_line());
        assertEquals(8, structs_line.layout().byteAlignment());
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator slices = SegmentAllocator.slicingAllocator(arena.allocate(1024, 64));
            slices.allocate(JAVA_BYTE);
            assertEquals(
                    8, structs_line.allocate(slices).address() % 64); // C would not put it there

            GroupLayout line = structs_line.layout().withByteAlignment(structs_alignof_line());
            assertEquals(0, slices.allocate(line).address() % 64);
            slices.allocate(JAVA_BYTE);
            assertEquals(0, slices.allocate(line, 3).address() % 64);
        }
    }

    /**
     * Wrong: a struct in a byte[]. An array on the heap promises no more alignment than its
     * elements have.
     */
    @Test
    void wrongAStructInBytes() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[32]);
        assertThrows(IllegalArgumentException.class, () -> structs_sample.count(bytes, 1));
        MemorySegment longs = MemorySegment.ofArray(
                new long[4]); // on the heap: for Java, not to be passed by pointer
        structs_sample.count(longs, 1);
        assertEquals(1, structs_sample.count(longs));
    }

    /**
     * Only what is aligned can be changed atomically; what need not be aligned can be read and
     * written, no more.
     */
    @Test
    void onlyWhatIsAlignedIsAtomic() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ints = arena.allocate(JAVA_INT, 2);
            ValueLayout anywhere = JAVA_INT_UNALIGNED;
            anywhere.varHandle().set(ints, 1L, 7);
            assertEquals(7, ints.get(JAVA_INT_UNALIGNED, 1));
            assertThrows(IllegalArgumentException.class, () -> ints.get(JAVA_INT, 1));
            assertTrue(JAVA_INT.varHandle().compareAndSet(ints, 4L, 0, 1));
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> anywhere.varHandle().compareAndSet(ints, 4L, 1, 2));
        }
    }
}
