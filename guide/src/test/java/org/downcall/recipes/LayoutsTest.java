package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.dereferenceElement;
import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.UnionLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.invoke.WrongMethodTypeException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Layouts written by hand, paths into them, and the handles that paths give.
 *
 * <p>A path names a part of a layout. A handle takes the segment, the offset of the struct in the
 * segment, and a long for each element that the path leaves open. Handles belong in static final
 * fields, which are constants for the JIT compiler.
 */
class LayoutsTest {

    static final StructLayout POINT =
            MemoryLayout.structLayout(JAVA_INT.withName("x"), JAVA_INT.withName("y"));

    static final StructLayout TRIANGLE = MemoryLayout.structLayout(
            JAVA_INT.withName("colour"), MemoryLayout.sequenceLayout(3, POINT).withName("corners"));

    static final VarHandle CORNER_Y =
            TRIANGLE.varHandle(groupElement("corners"), sequenceElement(), groupElement("y"));

    @Test
    void aFieldOfAnElement() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment triangle = arena.allocate(TRIANGLE);
            CORNER_Y.set(triangle, 0L, 2L, 7);
            assertEquals(7, (int) CORNER_Y.get(triangle, 0L, 2L));
        }
    }

    static final StructLayout PLOT = MemoryLayout.structLayout(
            POINT.withName("origin"),
            MemoryLayout.sequenceLayout(2, MemoryLayout.sequenceLayout(3, JAVA_SHORT))
                    .withName("cells"),
            MemoryLayout.sequenceLayout(4, POINT).withName("corners"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withTargetLayout(POINT).withName("centre"));

    @Test
    void aPathNamesAPart() {
        PathElement corners = groupElement("corners");
        assertEquals(20, PLOT.byteOffset(corners));
        assertEquals(40, PLOT.byteOffset(corners, sequenceElement(2), groupElement("y")));
        assertEquals(POINT, PLOT.select(corners, sequenceElement()));
        // An index counts padding like a field.
        assertEquals(MemoryLayout.paddingLayout(4), PLOT.select(groupElement(3)));
        // There is no such name.
        assertThrows(IllegalArgumentException.class, () -> PLOT.byteOffset(groupElement("corner")));
        // The index is missing.
        assertThrows(
                IllegalArgumentException.class, () -> PLOT.byteOffset(corners, sequenceElement()));
    }

    static final VarHandle CELL =
            PLOT.varHandle(groupElement("cells"), sequenceElement(), sequenceElement());
    static final VarHandle CELL_OF_ROW_1 =
            PLOT.varHandle(groupElement("cells"), sequenceElement(1), sequenceElement());
    static final VarHandle X_BACKWARDS =
            PLOT.varHandle(groupElement("corners"), sequenceElement(3, -1), groupElement("x"));

    @Test
    void openIndexesBecomeParameters() {
        assertEquals(
                List.of(MemorySegment.class, long.class, long.class, long.class),
                CELL.coordinateTypes());
        assertEquals(short.class, CELL.varType());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plots = arena.allocate(PLOT, 2);
            long second = PLOT.byteSize();
            CELL.set(plots, second, 1L, 2L, (short) 12);
            assertEquals(12, (short) CELL_OF_ROW_1.get(plots, second, 2L));
            assertThrows(IndexOutOfBoundsException.class, () -> CELL.get(plots, second, 1L, 3L));

            // This path starts at element 3 and steps by -1.
            X_BACKWARDS.set(plots, 0L, 0L, 7);
            long last = PLOT.byteOffset(groupElement("corners"), sequenceElement(3));
            assertEquals(7, plots.get(JAVA_INT, last));
        }
    }

    static final MethodHandle CORNER = PLOT.sliceHandle(groupElement("corners"), sequenceElement());
    static final MethodHandle CORNER_OFFSET =
            PLOT.byteOffsetHandle(groupElement("corners"), sequenceElement());
    static final MethodHandle POINTS_OFFSET = POINT.scaleHandle();

    @Test
    void slicesAndOffsets() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = arena.allocate(PLOT);
            MemorySegment corner = (MemorySegment) CORNER.invokeExact(plot, 0L, 2L);
            assertEquals(36, corner.address() - plot.address());
            assertEquals(POINT.byteSize(), corner.byteSize());
        }
        assertEquals(36, (long) CORNER_OFFSET.invokeExact(0L, 2L));
        // The offset of element 2 in an array of points that begins at offset 20.
        assertEquals(36, POINT.scale(20, 2));
        assertEquals(36, (long) POINTS_OFFSET.invokeExact(20L, 2L));
    }

    static final VarHandle POINTS_Y = POINT.arrayElementVarHandle(groupElement("y"));

    /** No layout states the length of the array. The size of the segment is the limit. */
    @Test
    void anArrayOfAnyLength() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment points = arena.allocate(POINT, 5);
            POINTS_Y.set(points, 0L, 4L, 7);
            assertEquals(7, (int) POINTS_Y.get(points, 0L, 4L));
            assertThrows(IndexOutOfBoundsException.class, () -> POINTS_Y.get(points, 0L, 5L));
        }
    }

    static final VarHandle CENTRE = PLOT.varHandle(groupElement("centre"));
    static final VarHandle CENTRE_Y =
            PLOT.varHandle(groupElement("centre"), dereferenceElement(), groupElement("y"));

    /**
     * A path can follow a pointer whose layout has a target layout. Nothing checks that the pointer
     * is valid.
     */
    @Test
    void throughAPointer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = arena.allocate(PLOT);
            MemorySegment centre = arena.allocate(POINT);
            CENTRE.set(plot, 0L, centre);
            CENTRE_Y.set(plot, 0L, 7);
            assertEquals(7, centre.get(JAVA_INT, 4));
        }
    }

    /**
     * Wrong: an int index, or no cast of the result. A plain handle converts at every call; an
     * exact one throws.
     */
    @Test
    void wrongTypesAtTheCall() {
        VarHandle exact = POINTS_Y.withInvokeExactBehavior();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment points = arena.allocate(POINT, 5);
            int i = 4;
            assertEquals(0, (int) POINTS_Y.get(points, 0, i));
            assertEquals(0, (int) exact.get(points, 0L, (long) i));
            assertThrows(
                    WrongMethodTypeException.class,
                    () -> assertEquals(0, (int) exact.get(points, 0L, i)));
            // Without a cast, the call returns an Object.
            assertThrows(WrongMethodTypeException.class, () -> exact.get(points, 0L, 4L));
        }
    }

    /** Two layouts are equal if all their parts are, including names and alignments. */
    @Test
    void layoutsAreValues() {
        MemoryLayout named = POINT.withName("point");
        assertFalse(named.equals(POINT));
        assertTrue(named.withoutName().equals(POINT));
        assertEquals(named.withoutName().hashCode(), POINT.hashCode());
        assertEquals("point", named.name().orElseThrow());
        assertEquals("corner", named.withName("corner").name().orElseThrow());
        // The rest of the text is unspecified.
        assertTrue(named.toString().contains("point"));

        // The size does not change with the alignment.
        MemoryLayout line = named.withByteAlignment(64);
        assertNotEquals(named, line);
        assertEquals(64, line.byteAlignment());
        assertEquals(8, line.byteSize());
        // A struct has at least the alignment of its members. For a packed one, align the members
        // to 1.
        assertThrows(IllegalArgumentException.class, () -> named.withByteAlignment(1));
    }

    @Test
    void reshapeAndFlatten() {
        SequenceLayout cells =
                MemoryLayout.sequenceLayout(2, MemoryLayout.sequenceLayout(3, JAVA_SHORT));
        assertEquals(cells.withName("cells"), PLOT.select(groupElement("cells")));
        assertEquals(2, cells.elementCount());
        assertEquals(MemoryLayout.sequenceLayout(3, JAVA_SHORT), cells.elementLayout());
        assertEquals(MemoryLayout.sequenceLayout(6, JAVA_SHORT), cells.flatten());
        // -1 stands for the number of rows that fits.
        assertEquals(cells, cells.flatten().reshape(-1, 3));
        assertThrows(IllegalArgumentException.class, () -> cells.reshape(4, 2));
        assertEquals(5 * 3, cells.withElementCount(5).flatten().elementCount());
    }

    /**
     * Layouts are sealed, so a switch can cover all kinds. AddressLayout comes before ValueLayout,
     * because it is a subtype.
     */
    static String declaration(MemoryLayout layout, String declarator) {
        return switch (layout) {
            case AddressLayout pointer -> "void *" + declarator;
            case ValueLayout value -> value.carrier() + " " + declarator;
            case PaddingLayout padding -> "byte " + declarator + "[" + padding.byteSize() + "]";
            case SequenceLayout array ->
                declaration(array.elementLayout(), declarator + "[" + array.elementCount() + "]");
            case StructLayout struct -> "struct { " + members(struct) + "} " + declarator;
            case UnionLayout union -> "union { " + members(union) + "} " + declarator;
        };
    }

    static String members(GroupLayout group) {
        return group.memberLayouts().stream()
                .map(member -> declaration(member, member.name().orElse("_")) + "; ")
                .collect(Collectors.joining());
    }

    @Test
    void asCDeclaresThem() {
        assertEquals(
                "struct { struct { int x; int y; } origin; short cells[2][3]; "
                        + "struct { int x; int y; } corners[4]; byte _[4]; void *centre; } plot",
                declaration(PLOT, "plot"));
        UnionLayout bits =
                MemoryLayout.unionLayout(JAVA_INT.withName("i"), JAVA_FLOAT.withName("f"));
        assertEquals("union { int i; float f; } bits", declaration(bits, "bits"));
    }

    @Test
    void derivedLayoutsKeepTheirType() {
        StructLayout struct = POINT.withName("a").withByteAlignment(8).withoutName();
        UnionLayout union = MemoryLayout.unionLayout(JAVA_INT, JAVA_BYTE)
                .withName("a")
                .withByteAlignment(8)
                .withoutName();
        GroupLayout group = struct;
        group = group.withName("a").withByteAlignment(8).withoutName();
        SequenceLayout sequence =
                MemoryLayout.sequenceLayout(3, JAVA_BYTE).withName("a").withByteAlignment(8);
        PaddingLayout padding =
                MemoryLayout.paddingLayout(8).withName("a").withByteAlignment(8).withoutName();
        // The exception: SequenceLayout.withoutName is declared as a MemoryLayout.
        MemoryLayout nameless = sequence.withoutName();
        for (MemoryLayout layout : List.of(struct, union, group, nameless, padding)) {
            assertEquals(8, layout.byteAlignment());
            assertTrue(layout.name().isEmpty());
        }
    }
}
