package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static org.downcall.recipes.bindings.bit_fields_h.C_INT;
import static org.downcall.recipes.bindings.bit_fields_h.C_POINTER;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_default_mode;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_get_level;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_get_ready;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_get_speed;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_long_double_digits;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_set_ready;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_set_speed;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_sum;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_wrap_default_mode;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_wrap_factorial;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_wrap_max;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_wrap_percent;
import static org.downcall.recipes.bindings.bit_fields_h.bit_fields_wrap_product;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.downcall.recipes.bindings.bit_fields_h;
import org.downcall.recipes.bindings.bit_fields_h.bit_fields_wrap_format;
import org.downcall.recipes.bindings.bit_fields_halves;
import org.downcall.recipes.bindings.bit_fields_mode;
import org.downcall.recipes.bindings.bit_fields_parts;
import org.downcall.recipes.bindings.bit_fields_series;
import org.junit.jupiter.api.Test;

/**
 * Bit-fields, and everything else that no layout can express.
 *
 * <p>FFM passes addresses, sizes and the types that both languages have. Only a C compiler can
 * translate the rest: write a small C function for each thing that you need.
 */
@UsesRecipesLibrary
class BitFieldsTest {

    /** The generated layout has lost the alignment of the struct, which is 4 in C. */
    static final GroupLayout MODE =
            bit_fields_mode.layout().withByteAlignment(C_INT.byteAlignment());

    /** Functions in C read and write the bit-fields. */
    @Test
    void bitFieldsThroughFunctions() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = arena.allocate(MODE);
            bit_fields_wrap_default_mode(mode);
            assertEquals(-3, bit_fields_get_level(mode));
            bit_fields_set_speed(mode, 6);
            assertEquals(6, bit_fields_get_speed(mode));
        }
    }

    /** An ordinary field next to bit-fields has its generated accessors. */
    @Test
    void theOtherFields() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = arena.allocate(MODE);
            bit_fields_wrap_default_mode(mode);
            bit_fields_set_ready(mode, 0);
            assertEquals(0, bit_fields_get_ready(mode));
            assertEquals(80, bit_fields_mode.port(mode));
            assertEquals(2, bit_fields_mode.layout().byteAlignment()); // 4 in C
        }
    }

    /**
     * Wrong: shifts and masks in Java. The compiler decides on the order of the bits and the gaps
     * between them. They differ on a machine with the other byte order, and after any change in the
     * header.
     */
    @Test
    void wrongShiftsAndMasks() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = arena.allocate(MODE);
            bit_fields_set_speed(mode, 6);
            assertEquals(6, mode.get(JAVA_BYTE, 0) >> 1 & 7); // true only here and now
        }
    }

    /**
     * Wrong: a struct with bit-fields by value. Its layout has padding that no alignment explains,
     * so the linker rejects it.
     */
    @Test
    void wrongBitFieldsByValue() {
        try (Arena arena = Arena.ofConfined()) {
            LinkageError error =
                    assertThrows(LinkageError.class, () -> bit_fields_default_mode(arena));
            assertInstanceOf(IllegalArgumentException.class, error.getCause());
        }
    }

    /**
     * Macros and inline functions have no symbols, and some types have no layout. jextract binds
     * none of them. Wrappers in C help.
     */
    @Test
    void whatJextractDoesNotBind() {
        List<String> bound = Arrays.stream(bit_fields_h.class.getMethods())
                .map(m -> m.getName())
                .toList();
        assertFalse(bound.contains("BIT_FIELDS_MAX"));
        assertFalse(bound.contains("bit_fields_percent"));
        assertFalse(bound.contains("bit_fields_factorial"));
        assertFalse(bound.contains("bit_fields_product"));
        assertTrue(SymbolLookup.loaderLookup().find("bit_fields_percent").isEmpty());

        assertEquals(7, bit_fields_wrap_max(3, 7));
        assertEquals(25, bit_fields_wrap_percent(1, 4));
    }

    /**
     * A number without a Java type is returned in two parts. Two doubles hold the 64 binary digits
     * of a long double on x86; one does not.
     */
    @Test
    void longDoubleAndInt128() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment halves = bit_fields_wrap_product(arena, Long.MIN_VALUE, 3);
            BigInteger high = BigInteger.valueOf(bit_fields_halves.high(halves));
            BigInteger low = new BigInteger(Long.toUnsignedString(bit_fields_halves.low(halves)));
            BigInteger expected =
                    BigInteger.valueOf(Long.MIN_VALUE).multiply(BigInteger.valueOf(3));
            assertEquals(expected, high.shiftLeft(64).add(low));

            // On some platforms, long double is the same as double.
            assumeTrue(bit_fields_long_double_digits() >= 64);
            MemorySegment parts = bit_fields_wrap_factorial(arena, 25);
            BigDecimal nearest = new BigDecimal(bit_fields_parts.high(parts));
            BigDecimal exact = new BigDecimal("15511210043330985984000000");
            assertFalse(nearest.compareTo(exact) == 0);
            assertEquals(exact, nearest.add(new BigDecimal(bit_fields_parts.low(parts))));
        }
    }

    /**
     * A flexible array member is declared without elements. sizeof does not count them, and the
     * layout cannot access them.
     */
    @Test
    void aFlexibleArrayMember() {
        double[] values = {1, 2, 3.5};
        long offset = bit_fields_series.values$offset();
        assertEquals(0, bit_fields_series.values$layout().elementCount());
        try (Arena arena = Arena.ofConfined()) {
            long size =
                    Math.max(bit_fields_series.sizeof(), JAVA_DOUBLE.scale(offset, values.length));
            MemorySegment series =
                    arena.allocate(size, bit_fields_series.layout().byteAlignment());
            bit_fields_series.count(series, values.length);
            MemorySegment.copy(values, 0, series, JAVA_DOUBLE, offset, values.length);
            assertEquals(6.5, bit_fields_sum(series));
        }
    }

    /**
     * Only C can create a va_list. jextract binds a function that takes one, but Java has nothing
     * to pass to it. A variadic wrapper helps.
     */
    @Test
    void aVaList() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(32);
            MemorySegment format = arena.allocateFrom("%s: %d");
            bit_fields_wrap_format
                    .makeInvoker(C_POINTER, C_INT)
                    .apply(buffer, buffer.byteSize(), format, arena.allocateFrom("speed"), 6);
            assertEquals("speed: 6", buffer.getString(0));
        }
    }
}
