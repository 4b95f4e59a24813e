package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.downcall.recipes.bindings.unions_h.UNIONS_CIRCLE;
import static org.downcall.recipes.bindings.unions_h.UNIONS_RECTANGLE;
import static org.downcall.recipes.bindings.unions_h.UNIONS_TRIANGLE;
import static org.downcall.recipes.bindings.unions_h.unions_absolute;
import static org.downcall.recipes.bindings.unions_h.unions_alignof_mixed;
import static org.downcall.recipes.bindings.unions_h.unions_perimeter;
import static org.downcall.recipes.bindings.unions_h.unions_sizeof_mixed;
import static org.downcall.recipes.bindings.unions_h.unions_unit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.UnionLayout;
import org.downcall.recipes.bindings.unions_float;
import org.downcall.recipes.bindings.unions_mixed;
import org.downcall.recipes.bindings.unions_rectangle;
import org.downcall.recipes.bindings.unions_shape;
import org.junit.jupiter.api.Test;

/**
 * Unions, and structs with a tag that selects the member of a union.
 *
 * <p>All members of a union have the offset 0. Neither C nor FFM records which one was written
 * last, so a field next to the union must do that. In Java, the equivalent is a sealed interface
 * and a switch that the compiler checks.
 */
@UsesRecipesLibrary
class UnionsTest {

    /** The tag and its member are always used together. */
    @Test
    void writesAndReadsAMember() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment shape = unions_shape.allocate(arena);
            unions_shape.kind(shape, UNIONS_CIRCLE());
            unions_shape.radius(shape, 1);
            assertEquals(2 * Math.PI, unions_perimeter(shape));

            // A function may return a union, or a struct that contains one, by value.
            MemorySegment unit = unions_unit(arena, UNIONS_CIRCLE());
            assertEquals(UNIONS_CIRCLE(), unions_shape.kind(unit));
            assertEquals(1, unions_shape.radius(unit));
        }
    }

    sealed interface Shape {

        /** Reads the tag, and then only the member that it selects. */
        static Shape of(MemorySegment shape) {
            int kind = unions_shape.kind(shape);
            if (kind == UNIONS_CIRCLE()) {
                return new Circle(unions_shape.radius(shape));
            } else if (kind == UNIONS_RECTANGLE()) {
                MemorySegment rectangle = unions_shape.rectangle(shape);
                return new Rectangle(
                        unions_rectangle.width(rectangle), unions_rectangle.height(rectangle));
            } else if (kind == UNIONS_TRIANGLE()) {
                MemorySegment sides = unions_shape.sides(shape);
                return new Triangle(
                        sides.getAtIndex(JAVA_DOUBLE, 0),
                        sides.getAtIndex(JAVA_DOUBLE, 1),
                        sides.getAtIndex(JAVA_DOUBLE, 2));
            }
            // A newer version of the library may have more kinds.
            throw new IllegalArgumentException("unknown kind of shape: " + kind);
        }

        /** Writes the tag and its member. The compiler checks that the switch is complete. */
        default MemorySegment to(SegmentAllocator allocator) {
            MemorySegment shape = unions_shape.allocate(allocator);
            switch (this) {
                case Circle(double radius) -> {
                    unions_shape.kind(shape, UNIONS_CIRCLE());
                    unions_shape.radius(shape, radius);
                }
                case Rectangle(double width, double height) -> {
                    unions_shape.kind(shape, UNIONS_RECTANGLE());
                    unions_rectangle.width(unions_shape.rectangle(shape), width);
                    unions_rectangle.height(unions_shape.rectangle(shape), height);
                }
                case Triangle(double a, double b, double c) -> {
                    unions_shape.kind(shape, UNIONS_TRIANGLE());
                    unions_shape.sides(shape, MemorySegment.ofArray(new double[] {a, b, c}));
                }
            }
            return shape;
        }

        default double perimeter() {
            try (Arena arena = Arena.ofConfined()) {
                return unions_perimeter(to(arena));
            }
        }
    }

    record Circle(double radius) implements Shape {}

    record Rectangle(double width, double height) implements Shape {}

    record Triangle(double a, double b, double c) implements Shape {}

    @Test
    void aTaggedUnion() {
        assertEquals(2 * Math.PI, new Circle(1).perimeter());
        assertEquals(10, new Rectangle(2, 3).perimeter());
        assertEquals(12, new Triangle(3, 4, 5).perimeter());
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(new Circle(1), Shape.of(unions_unit(arena, UNIONS_CIRCLE())));
            assertEquals(new Triangle(1, 1, 1), Shape.of(unions_unit(arena, UNIONS_TRIANGLE())));
        }
    }

    @Test
    void anUnknownKind() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment shape = unions_unit(arena, 4);
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> Shape.of(shape));
            assertEquals("unknown kind of shape: 4", error.getMessage());
        }
    }

    /** Wrong: reading a member that was not written. It has the bits of another member. */
    @Test
    void wrongOtherMember() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment shape = new Rectangle(2, 3).to(arena);
            // This is the width.
            assertEquals(2, unions_shape.radius(shape));
            // Setting only the tag does not make it a valid circle.
            unions_shape.kind(shape, UNIONS_CIRCLE());
            assertEquals(2 * Math.PI * 2, unions_perimeter(shape));
        }
    }

    /** C code may read another member to get the bits. In Java, this does not need a union. */
    @Test
    void theBitsOfAFloat() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = unions_float.allocate(arena);
            unions_float.value(number, -1.5f);
            assertEquals(Float.floatToRawIntBits(-1.5f), unions_float.bits(number));
            assertEquals(Float.floatToRawIntBits(-1.5f), number.get(JAVA_INT, 0));

            // By value: C changes a copy.
            MemorySegment absolute = unions_absolute(arena, number);
            assertEquals(1.5f, unions_float.value(absolute));
            assertEquals(-1.5f, unions_float.value(number));
        }
    }

    /** Wrong: a layout without padding. Its size is that of the longest member, not C's size. */
    @Test
    void wrongSizeWithoutPadding() {
        UnionLayout tooShort = MemoryLayout.unionLayout(
                MemoryLayout.sequenceLayout(13, JAVA_BYTE), JAVA_DOUBLE, JAVA_SHORT);
        assertEquals(13, tooShort.byteSize());
        assertEquals(16, unions_sizeof_mixed());
    }

    /** By hand: the padding of a union is a member of the full size. */
    @Test
    void sizeAndAlignment() {
        UnionLayout mixed = MemoryLayout.unionLayout(
                MemoryLayout.sequenceLayout(13, JAVA_BYTE).withName("text"),
                JAVA_DOUBLE.withName("number"),
                JAVA_SHORT.withName("flag"),
                MemoryLayout.paddingLayout(16));
        assertEquals(unions_sizeof_mixed(), mixed.byteSize());
        assertEquals(unions_alignof_mixed(), mixed.byteAlignment());
        assertEquals(unions_mixed.layout(), mixed.withName("unions_mixed"));
        assertEquals(0, mixed.byteOffset(groupElement("flag")));
    }

    /**
     * An anonymous union has no name in C. jextract generates a name from its line and column in
     * the header. Do not rely on it; the accessors do not need it.
     */
    @Test
    void anAnonymousUnion() {
        // Element 1 is the padding after the kind.
        MemoryLayout union = unions_shape.layout().select(groupElement(2));
        assertTrue(union.name().orElseThrow().startsWith("$anon$"));
        assertEquals(8, unions_shape.layout().byteOffset(groupElement(2)));
        assertEquals(8, unions_shape.radius$offset());
        assertEquals(8, unions_shape.sides$offset());
        assertEquals(8 + 24, unions_shape.sizeof());
    }
}
