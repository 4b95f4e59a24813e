package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.downcall.recipes.bindings.structs_h.structs_advance;
import static org.downcall.recipes.bindings.structs_h.structs_corner;
import static org.downcall.recipes.bindings.structs_h.structs_fill;
import static org.downcall.recipes.bindings.structs_h.structs_move;
import static org.downcall.recipes.bindings.structs_h.structs_offset_of_sample;
import static org.downcall.recipes.bindings.structs_h.structs_sizeof_sample;
import static org.downcall.recipes.bindings.structs_h.structs_sum;
import static org.downcall.recipes.bindings.structs_h.structs_title_length;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.downcall.recipes.bindings.structs_node;
import org.downcall.recipes.bindings.structs_plot;
import org.downcall.recipes.bindings.structs_point;
import org.downcall.recipes.bindings.structs_sample;
import org.junit.jupiter.api.Test;

/**
 * Structs by pointer.
 *
 * <p>A {@link MemoryLayout} describes the size of a struct and the offset of each field. The struct
 * itself is a {@link MemorySegment} of that size. C receives its address.
 */
@UsesRecipesLibrary
class StructsTest {

    /** C reads and writes the struct in place. */
    @Test
    void passesAStruct() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sample = structs_sample.allocate(arena);
            structs_sample.count(sample, 41);
            structs_sample.value(sample, 0.5);
            structs_advance(sample);
            assertEquals(42, structs_sample.count(sample));
            assertEquals(0.25, structs_sample.value(sample));
        }
    }

    /**
     * The layout by hand. FFM adds no padding, so the layout must contain the compiler's. The
     * padding at the end aligns the next element of an array.
     */
    static final StructLayout SAMPLE = MemoryLayout.structLayout(
                    JAVA_BYTE.withName("tag"),
                    MemoryLayout.paddingLayout(3),
                    JAVA_INT.withName("count"),
                    JAVA_SHORT.withName("flags"),
                    MemoryLayout.paddingLayout(6),
                    JAVA_DOUBLE.withName("value"),
                    JAVA_BOOLEAN.withName("valid"),
                    MemoryLayout.paddingLayout(7))
            .withName("structs_sample");

    static final VarHandle COUNT = SAMPLE.varHandle(groupElement("count"));
    static final VarHandle VALUE = SAMPLE.varHandle(groupElement("value"));

    @Test
    void theLayoutMatchesTheCompiler() {
        assertEquals(structs_sample.layout(), SAMPLE);
        assertEquals(structs_sizeof_sample(), SAMPLE.byteSize());
        List<String> fields = List.of("tag", "count", "flags", "value", "valid");
        for (int i = 0; i < fields.size(); i++) {
            assertEquals(
                    structs_offset_of_sample(i), SAMPLE.byteOffset(groupElement(fields.get(i))));
        }
        assertEquals(structs_sample.value$offset(), structs_offset_of_sample(3));
    }

    @Test
    void aStructByHand() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sample = arena.allocate(SAMPLE);
            COUNT.set(sample, 0L, 41);
            VALUE.set(sample, 0L, 0.5);
            structs_advance(sample);
            assertEquals(42, (int) COUNT.get(sample, 0L));
            assertEquals(0.25, (double) VALUE.get(sample, 0L));
        }
    }

    static final VarHandle CELL = structs_plot
            .layout()
            .varHandle(groupElement("cells"), sequenceElement(), sequenceElement());

    @Test
    void structsAndArraysInsideAStruct() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = structs_plot.allocate(arena);
            // The getter returns a slice, not a copy.
            MemorySegment origin = structs_plot.origin(plot);
            structs_point.x(origin, 3);
            structs_fill(plot);

            MemorySegment corner = structs_point.asSlice(structs_plot.corners(plot), 2);
            assertEquals(3, structs_point.x(corner));
            // The setter copies.
            structs_plot.origin(plot, corner);
            structs_point.x(corner, 4);
            assertEquals(3, structs_point.x(origin));

            assertEquals(12, (short) CELL.get(plot, 0L, 1L, 2L));
            assertThrows(IndexOutOfBoundsException.class, () -> CELL.get(plot, 0L, 1L, 3L));
        }
    }

    /**
     * Wrong: jextract's accessors with an index. Before November 2025 they ignored the offset of
     * the field.
     */
    @Test
    void wrongIndexedAccessors() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = structs_plot.allocate(arena);
            structs_fill(plot);
            assertEquals(8, structs_plot.cells$offset());
            // Reads cells[0][1], which is 8 bytes before cells[1][2].
            assertEquals(1, structs_plot.cells(plot, 1, 2));
            // Overwrites cells.
            structs_plot.corners(plot, 1, structs_plot.origin(plot));
            assertEquals(0, (short) CELL.get(plot, 0L, 0L, 1L));
        }
    }

    @Test
    void anArrayOfStructs() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment points = structs_point.allocateArray(3, arena);
            structs_point.y(structs_point.asSlice(points, 2), 5);
            structs_move(points, 3, 10, 20);
            List<Integer> y = points.elements(structs_point.layout())
                    .map(structs_point::y)
                    .toList();
            assertEquals(List.of(20, 20, 25), y);

            // jextract's asSlice extends to the end of the array, so this clears points 1 and 2.
            structs_point.asSlice(points, 1).fill((byte) 0);
            assertEquals(0, structs_point.y(structs_point.asSlice(points, 2)));
            // A slice of one element.
            long offset = structs_point.layout().scale(0, 1);
            assertEquals(8, points.asSlice(offset, structs_point.layout()).byteSize());
        }
    }

    /** A pointer in a struct does not keep its target alive. Allocate both in the same arena. */
    @Test
    void aPointerInAStruct() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = structs_plot.allocate(arena);
            structs_plot.title(plot, arena.allocateFrom("Lisbon"));
            assertEquals(6, structs_title_length(plot));
            assertEquals("Lisbon", structs_plot.title(plot).getString(0));
        }
    }

    /** Wrong: freeing the target first. Neither an accessor nor a downcall detects that. */
    @Test
    void wrongTargetIsFreedFirst() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = structs_plot.allocate(arena);
            MemorySegment title;
            try (Arena shorter = Arena.ofConfined()) {
                title = shorter.allocateFrom("Lisbon");
                structs_plot.title(plot, title);
            }
            assertFalse(title.scope().isAlive());
            MemorySegment dangling = structs_plot.title(plot);
            assertEquals(title.address(), dangling.address());
            // The segment is alive in the global scope: reading it would read freed memory.
            assertTrue(dangling.scope().isAlive());
        }
    }

    /** Wrong: a heap segment, which has no address. */
    @Test
    void wrongHeapSegmentAsTarget() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = structs_plot.allocate(arena);
            MemorySegment heap = MemorySegment.ofArray(new byte[7]);
            assertThrows(IllegalArgumentException.class, () -> structs_plot.title(plot, heap));
        }
    }

    @Test
    void aLinkedList() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = NULL;
            for (int value = 1; value <= 3; value++) {
                MemorySegment node = structs_node.allocate(arena);
                structs_node.value(node, value);
                structs_node.next(node, list);
                list = node;
            }
            assertEquals(6, structs_sum(list));

            long sum = 0;
            for (MemorySegment node = list; !node.equals(NULL); node = structs_node.next(node)) {
                sum += structs_node.value(node);
            }
            assertEquals(6, sum);
        }
    }

    /**
     * A pointer that C returns is unbounded in jextract's bindings. The struct's reinterpret sets
     * the size of one struct and the lifetime of an arena, here that of the plot.
     */
    @Test
    void aPointerToAStruct() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plot = structs_plot.allocate(arena);
            MemorySegment unbounded = structs_corner(plot, 1);
            assertEquals(Long.MAX_VALUE, unbounded.byteSize());
            MemorySegment corner = structs_point.reinterpret(unbounded, arena, null);
            assertEquals(structs_point.sizeof(), corner.byteSize());
            structs_point.x(corner, 7);
            assertEquals(7, structs_point.x(structs_point.asSlice(structs_plot.corners(plot), 1)));
        }
    }
}
