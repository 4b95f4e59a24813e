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
import java.lang.invoke.VarHandle;
import org.downcall.recipes.bindings.structs_line;
import org.downcall.recipes.bindings.structs_record;
import org.downcall.recipes.bindings.structs_sample;
import org.junit.jupiter.api.Test;

/**
 * Padding and alignment: those of a layout must be the same as in C.
 *
 * <p>The address of a value of n bytes is usually a multiple of n, and padding ensures that. FFM
 * checks the alignment at each access, even on machines that can read unaligned values.
 */
@UsesRecipesLibrary
class StructAlignmentTest {

    /** Wrong: padding between the fields is missing. FFM rejects the layout. */
    @Test
    void wrongWithoutPadding() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> MemoryLayout.structLayout(JAVA_BYTE, JAVA_INT));
        String message = "Invalid alignment constraint for member layout";
        assertTrue(error.getMessage().startsWith(message), error::toString);
    }

    /** Wrong: padding at the end is missing. FFM detects it only in an array. */
    @Test
    void wrongWithoutTrailingPadding() {
        // The size in C is 16.
        StructLayout tooShort = MemoryLayout.structLayout(JAVA_LONG, JAVA_BYTE);
        assertEquals(9, tooShort.byteSize());
        assertThrows(
                IllegalArgumentException.class, () -> MemoryLayout.sequenceLayout(2, tooShort));
    }

    /** The fields of a packed struct need layouts with an alignment of 1. */
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
     * Wrong: relying on jextract for the alignment of a struct with _Alignas. jextract 22 keeps its
     * size but not its alignment. Right: set the alignment of the layout.
     */
    @Test
    void wrongAlignmentFromJextract() {
        assertEquals(structs_sizeof_line(), structs_line.sizeof());
        assertEquals(64, structs_alignof_line());
        assertEquals(8, structs_line.layout().byteAlignment());
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator slices = SegmentAllocator.slicingAllocator(arena.allocate(1024, 64));
            slices.allocate(JAVA_BYTE);
            assertEquals(8, structs_line.allocate(slices).address() % 64);

            GroupLayout line = structs_line.layout().withByteAlignment(structs_alignof_line());
            assertEquals(0, slices.allocate(line).address() % 64);
            slices.allocate(JAVA_BYTE);
            assertEquals(0, slices.allocate(line, 3).address() % 64);
        }
    }

    /** Wrong: a struct in a byte[]. An array on the heap has only the alignment of its elements. */
    @Test
    void wrongStructInBytes() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[32]);
        assertThrows(IllegalArgumentException.class, () -> structs_sample.count(bytes, 1));
        // Right for Java code. A heap segment cannot be passed by pointer.
        MemorySegment longs = MemorySegment.ofArray(new long[4]);
        structs_sample.count(longs, 1);
        assertEquals(1, structs_sample.count(longs));
    }

    /** An unaligned layout supports only reading and writing, not atomic updates. */
    @Test
    void onlyAlignedLayoutsAreAtomic() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ints = arena.allocate(JAVA_INT, 2);
            VarHandle aligned = JAVA_INT.varHandle();
            VarHandle unaligned = JAVA_INT_UNALIGNED.varHandle();
            unaligned.set(ints, 1L, 7);
            assertEquals(7, ints.get(JAVA_INT_UNALIGNED, 1));
            assertThrows(IllegalArgumentException.class, () -> ints.get(JAVA_INT, 1));
            assertTrue(aligned.compareAndSet(ints, 4L, 0, 1));
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> unaligned.compareAndSet(ints, 4L, 1, 2));
        }
    }
}
