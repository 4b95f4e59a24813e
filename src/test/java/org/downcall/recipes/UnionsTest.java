package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
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
 * Unions, and the structs that say which member of one holds.
 *
 * <p>The members of a union are all at offset 0 of the same memory. Neither C nor FFM knows which
 * one was written last: a field beside the union has to tell. Java has a better word for that, a
 * sealed interface, and a switch that the compiler checks.
 */
@UsesRecipesLibrary
class UnionsTest {

    sealed interface Shape {

        /** Reads the tag, then the member that it names, and no other. */
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
            throw new IllegalArgumentException(
                    "unknown kind of shape: " + kind); // a newer library may have more
        }

        /**
         * Writes the tag and its member. The switch needs no default: another kind of shape would
         * not compile.
         */
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
            assertEquals(
                    new Circle(1),
                    Shape.of(unions_unit(arena, UNIONS_CIRCLE()))); // by value, as any struct
            assertEquals(new Triangle(1, 1, 1), Shape.of(unions_unit(arena, UNIONS_TRIANGLE())));
        }
    }

    @Test
    void aKindThatNobodyKnows() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment shape = unions_unit(arena, 4);
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> Shape.of(shape));
            assertEquals("unknown kind of shape: 4", error.getMessage());
        }
    }

    /**
     * Wrong: a member that was not written. Nobody notices; these are the bits of something else.
     */
    @Test
    void wrongTheOtherMember() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment shape = new Rectangle(2, 3).to(arena);
            assertEquals(2, unions_shape.radius(shape)); // the width
            unions_shape.kind(shape, UNIONS_CIRCLE()); // the tag alone makes no circle of it
            assertEquals(2 * Math.PI * 2, unions_perimeter(shape));
        }
    }

    /**
     * C allows reading another member on purpose, to look at the bits. In Java that needs no union.
     */
    @Test
    void theBitsOfAFloat() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = unions_float.allocate(arena);
            unions_float.value(number, -1.5f);
            assertEquals(Float.floatToRawIntBits(-1.5f), unions_float.bits(number));
            assertEquals(Float.floatToRawIntBits(-1.5f), number.get(JAVA_INT, 0));

            MemorySegment absolute = unions_absolute(arena, number); // a union by value, in and out
            assertEquals(1.5f, unions_float.value(absolute));
            assertEquals(-1.5f, unions_float.value(number)); // C had a copy
        }
    }

    /**
     * By hand: a union is as long as its longest member; what C rounds that up by, is padding, as
     * in a struct.
     */
    @Test
    void sizeAndAlignment() {
        UnionLayout cut = MemoryLayout.unionLayout(
                MemoryLayout.sequenceLayout(13, JAVA_BYTE).withName("text"),
                JAVA_DOUBLE.withName("number"),
                JAVA_SHORT.withName("flag"));
        assertEquals(13, cut.byteSize());
        assertEquals(8, cut.byteAlignment());
        assertEquals(16, unions_sizeof_mixed());
        assertEquals(8, unions_alignof_mixed());
        // In a union padding is a member, too: one of the full size.
        UnionLayout mixed = MemoryLayout.unionLayout(
                MemoryLayout.sequenceLayout(13, JAVA_BYTE).withName("text"),
                JAVA_DOUBLE.withName("number"),
                JAVA_SHORT.withName("flag"),
                MemoryLayout.paddingLayout(16));
        assertEquals(16, mixed.byteSize());
        assertEquals(unions_mixed.layout(), mixed.withName("unions_mixed"));
        assertEquals(0, mixed.byteOffset(groupElement("flag")));
        assertEquals(4, MemoryLayout.unionLayout(JAVA_INT, JAVA_FLOAT).byteSize());
    }

    /**
     * An anonymous union has no name in C. jextract makes one up of its place in the header; the
     * accessors hide it.
     */
    @Test
    void anAnonymousUnion() {
        MemoryLayout union =
                unions_shape.layout().select(groupElement(2)); // after the kind and its padding
        assertTrue(union.name()
                .orElseThrow()
                .startsWith("$anon$")); // then line and column: not to be relied upon
        assertEquals(8, unions_shape.layout().byteOffset(groupElement(2)));
        assertEquals(8, unions_shape.radius$offset());
        assertEquals(8, unions_shape.sides$offset());
        assertEquals(8 + 24, unions_shape.sizeof());
    }
}
