package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.ADDRESS_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.downcall.recipes.bindings.scalars_h.scalars_char_is_signed;
import static org.downcall.recipes.bindings.scalars_h.scalars_code;
import static org.downcall.recipes.bindings.scalars_h.scalars_has;
import static org.downcall.recipes.bindings.scalars_h.scalars_not;
import static org.downcall.recipes.bindings.scalars_h.scalars_reduce_u32;
import static org.downcall.recipes.bindings.scalars_h.scalars_reduce_u64;
import static org.downcall.recipes.bindings.scalars_h.scalars_sizes;
import static org.downcall.recipes.bindings.scalars_h.scalars_sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.downcall.recipes.bindings.scalars_h;
import org.junit.jupiter.api.Test;

/**
 * Scalars: C's numbers, characters and booleans, and the layouts that describe them.
 *
 * <p>Java's types have a fixed size, and all except char and boolean are signed. The size of a C
 * type depends on the platform, and half of C's integer types are unsigned. A call passes the bits
 * unchanged; the code that reads them decides whether they have a sign.
 */
@UsesRecipesLibrary
class ScalarsTest {

    private static final Linker LINKER = Linker.nativeLinker();

    @Test
    void everySignedType() {
        assertEquals(30, scalars_sum(true, (byte) 1, (short) 2, 3, 4L, 5L, 6.5f, 7.5));
    }

    /** The linker has the layouts of C's types on this platform. C's sizeof returns the same. */
    @Test
    void theTypesOfThisPlatform() {
        String names = "bool,char,short,int,long,long long,float,double,size_t,wchar_t,void*";
        String[] types = names.split(",");
        Map<String, MemoryLayout> layouts = LINKER.canonicalLayouts();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sizes = arena.allocate(JAVA_LONG, types.length);
            scalars_sizes(sizes);
            for (int i = 0; i < types.length; i++) {
                long size = sizes.getAtIndex(JAVA_LONG, i);
                assertEquals(size, layouts.get(types[i]).byteSize(), types[i]);
            }
        }
        // There is no layout for __int128 either.
        assertNull(layouts.get("long double"));
    }

    /** C's long has 8 bytes on Linux and macOS. On Windows it has 4, and its Java type is int. */
    @Test
    void longIsNotAlwaysALong() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        ValueLayout cLong = (ValueLayout) LINKER.canonicalLayouts().get("long");
        assertEquals(windows ? int.class : long.class, cLong.carrier());
        // jextract records the type of the platform on which it runs.
        assertEquals(JAVA_LONG, scalars_h.C_LONG);
    }

    /** An unsigned int is an int with the same bits: 3,000,000,000 is -1,294,967,296 to Java. */
    @Test
    void unsignedInt() {
        int result = scalars_reduce_u32((int) 4_000_000_000L);
        assertEquals(3_000_000_000L, Integer.toUnsignedLong(result));
        assertEquals(-1_294_967_296, result);
    }

    /** The class Long has the arithmetic of an unsigned long long. */
    @Test
    void unsignedLong() {
        long reduced = scalars_reduce_u64(Long.parseUnsignedLong("18446744073709551615"));
        assertEquals("13835058055282163712", Long.toUnsignedString(reduced));
        assertTrue(reduced < 0);
        assertTrue(Long.compareUnsigned(reduced, Long.MAX_VALUE) > 0);
        assertEquals(1_383_505_805_528_216_371L, Long.divideUnsigned(reduced, 10));
    }

    /**
     * Wrong: jextract's byte for a uint8_t parameter, and its short for uint16_t. Java sign-extends
     * them to the 32 bits of a register. On x86-64, code compiled by GCC ignores the upper bits,
     * but code compiled by Clang expects them to be 0.
     */
    @Test
    void wrongUnsignedParametersOfLessThan32Bits() throws Throwable {
        // 200 is 0xC8. C receives the sign-extended value.
        MethodHandle register =
                handle("scalars_has", FunctionDescriptor.of(JAVA_INT, JAVA_BYTE, JAVA_INT));
        assertEquals(0xFFFFFFC8, (int) register.invokeExact((byte) 200, -1));

        // Right: an int for uint8_t, and a char for uint16_t. Java zero-extends a char.
        MethodHandle u8 = handle("scalars_reduce_u8", FunctionDescriptor.of(JAVA_BYTE, JAVA_INT));
        assertEquals(150, Byte.toUnsignedInt((byte) u8.invokeExact(200)));
        MethodHandle u16 =
                handle("scalars_reduce_u16", FunctionDescriptor.of(JAVA_CHAR, JAVA_CHAR));
        assertEquals(45_000, (char) u16.invokeExact((char) 60_000));
    }

    /** C's char is signed on x86-64 and unsigned on Linux AArch64. In Java it is a byte. */
    @Test
    void charMayBeSigned() {
        // é in Latin-1.
        byte e = (byte) 0xE9;
        assertEquals(scalars_char_is_signed() ? -23 : 233, scalars_code(e));
        assertEquals(233, Byte.toUnsignedInt(e));
    }

    @Test
    void trueAndFalse() {
        assertFalse(scalars_not(true));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, (byte) 0, (byte) 1, (byte) 2);
            assertFalse(bytes.get(JAVA_BOOLEAN, 0));
            assertTrue(bytes.get(JAVA_BOOLEAN, 1));
            // Java reads any other byte as true. In C, a bool other than 0 and 1 is undefined.
            assertTrue(bytes.get(JAVA_BOOLEAN, 2));
        }
    }

    /** Wrong: a boolean for an int. Java reads only its lowest byte. */
    @Test
    void wrongBooleanForAnInt() throws Throwable {
        MethodHandle has =
                handle("scalars_has", FunctionDescriptor.of(JAVA_BOOLEAN, JAVA_INT, JAVA_INT));
        assertTrue((boolean) has.invokeExact(0x101, 0x001));
        assertFalse((boolean) has.invokeExact(0x101, 0x100));
        // Right: compare with 0, as C does.
        assertTrue(scalars_has(0x101, 0x100) != 0);
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                SymbolLookup.loaderLookup().find(name).orElseThrow(), descriptor);
    }

    /**
     * Wrong: jextract binds a complex number as one double, without a warning. Right: a struct of
     * two doubles, which C passes in the same registers.
     */
    @Test
    void wrongComplexNumber() throws Throwable {
        assertEquals(
                FunctionDescriptor.of(JAVA_DOUBLE, JAVA_DOUBLE),
                scalars_h.scalars_twice$descriptor());

        StructLayout complex =
                MemoryLayout.structLayout(JAVA_DOUBLE.withName("re"), JAVA_DOUBLE.withName("im"));
        MethodHandle twice = handle("scalars_twice", FunctionDescriptor.of(complex, complex));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment z = arena.allocateFrom(JAVA_DOUBLE, 1, -2);
            MemorySegment result = (MemorySegment) twice.invokeExact((SegmentAllocator) arena, z);
            assertEquals(2, result.getAtIndex(JAVA_DOUBLE, 0));
            assertEquals(-4, result.getAtIndex(JAVA_DOUBLE, 1));
        }
    }

    /** get and set take an offset in bytes; getAtIndex and setAtIndex take an index. */
    @Test
    void numbersInMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment m = arena.allocate(16, 8);
            m.set(JAVA_INT, 0, 100);
            m.setAtIndex(JAVA_INT, 1, 200);
            assertEquals(200, m.get(JAVA_INT, 4));
            assertEquals(100, m.getAtIndex(JAVA_INT, 0));
            // A VarHandle takes the offset as a long.
            assertEquals(200, (int) JAVA_INT.varHandle().get(m, 4L));
            // JAVA_CHAR is an unsigned number of 16 bits, not C's char.
            m.set(JAVA_CHAR, 0, '\uffff');
            assertEquals(65535, m.get(JAVA_CHAR, 0));
        }
    }

    @Test
    void accessorsOfEachType() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment m = arena.allocate(16, 8);
            m.set(JAVA_BYTE, 0, (byte) 1);
            m.setAtIndex(JAVA_BYTE, 1, (byte) 2);
            assertEquals(3, m.get(JAVA_BYTE, 0) + m.getAtIndex(JAVA_BYTE, 1));
            m.set(JAVA_BOOLEAN, 2, true);
            m.setAtIndex(JAVA_BOOLEAN, 3, true);
            assertTrue(m.get(JAVA_BOOLEAN, 2) && m.getAtIndex(JAVA_BOOLEAN, 3));
            m.set(JAVA_SHORT, 0, (short) 10);
            m.setAtIndex(JAVA_SHORT, 1, (short) 20);
            assertEquals(30, m.get(JAVA_SHORT, 0) + m.getAtIndex(JAVA_SHORT, 1));
            m.set(JAVA_CHAR, 0, 'J');
            m.setAtIndex(JAVA_CHAR, 1, '\uffff');
            assertEquals('J' + 65535, m.get(JAVA_CHAR, 0) + m.getAtIndex(JAVA_CHAR, 1));
            m.set(JAVA_INT, 0, 100);
            m.setAtIndex(JAVA_INT, 1, 200);
            assertEquals(300, m.get(JAVA_INT, 0) + m.getAtIndex(JAVA_INT, 1));
            m.set(JAVA_LONG, 0, 1L);
            m.setAtIndex(JAVA_LONG, 1, 2L);
            assertEquals(3, m.get(JAVA_LONG, 0) + m.getAtIndex(JAVA_LONG, 1));
            m.set(JAVA_FLOAT, 0, 0.5f);
            m.setAtIndex(JAVA_FLOAT, 1, 0.25f);
            assertEquals(0.75f, m.get(JAVA_FLOAT, 0) + m.getAtIndex(JAVA_FLOAT, 1));
            m.set(JAVA_DOUBLE, 0, 0.5);
            m.setAtIndex(JAVA_DOUBLE, 1, 0.25);
            assertEquals(0.75, m.get(JAVA_DOUBLE, 0) + m.getAtIndex(JAVA_DOUBLE, 1));
            m.set(ADDRESS, 0, m);
            m.setAtIndex(ADDRESS, 1, MemorySegment.NULL);
            assertEquals(m.address(), m.get(ADDRESS, 0).address());
            assertEquals(MemorySegment.NULL, m.getAtIndex(ADDRESS, 1));
        }
    }

    /** allocateFrom allocates memory for one value and stores the value. */
    @Test
    void allocatesOneNumber() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pi = arena.allocateFrom(JAVA_DOUBLE, Math.PI);
            assertEquals(Math.PI, pi.get(JAVA_DOUBLE, 0));
            MemorySegment pointer = arena.allocateFrom(ADDRESS, pi);
            assertEquals(pi.address(), pointer.get(ADDRESS, 0).address());
            List<MemorySegment> others = List.of(
                    arena.allocateFrom(JAVA_BYTE, (byte) 1),
                    arena.allocateFrom(JAVA_SHORT, (short) 1),
                    arena.allocateFrom(JAVA_CHAR, 'J'),
                    arena.allocateFrom(JAVA_INT, 1),
                    arena.allocateFrom(JAVA_LONG, 1L),
                    arena.allocateFrom(JAVA_FLOAT, 1f));
            assertEquals(
                    List.of(1L, 2L, 2L, 4L, 8L, 4L),
                    others.stream().map(MemorySegment::byteSize).toList());
        }
    }

    /** A layout is immutable: each of these methods returns a new one. */
    @Test
    void layoutsAndTheirProperties() {
        List<ValueLayout> layouts = List.of(
                JAVA_BOOLEAN.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                JAVA_BYTE.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                JAVA_CHAR.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                JAVA_SHORT.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                JAVA_INT.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                JAVA_LONG.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                JAVA_FLOAT.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                JAVA_DOUBLE.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN),
                ADDRESS.withName("x").withoutName().withByteAlignment(2).withOrder(BIG_ENDIAN));
        for (ValueLayout layout : layouts) {
            assertEquals(Optional.empty(), layout.name());
            assertEquals(2, layout.byteAlignment());
            assertEquals(BIG_ENDIAN, layout.order());
        }
        assertEquals(Optional.of("x"), JAVA_INT.withName("x").name());
        assertEquals(int.class, JAVA_INT.carrier());
        assertEquals(MemorySegment.class, ADDRESS.carrier());
        assertEquals(ByteOrder.nativeOrder(), JAVA_INT.order());
        assertEquals(JAVA_INT.byteSize(), JAVA_INT.byteAlignment());
    }

    /** Data from a file or a network may be unaligned and in big-endian order. */
    @Test
    void unalignedAndSwapped() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(8, 8)
                    .copyFrom(MemorySegment.ofArray(new byte[] {7, 0, 0, 1, 2}));
            assertEquals(258, packet.get(JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN), 1));
            assertEquals(0x02010000, packet.get(JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN), 1));
            assertThrows(IllegalArgumentException.class, () -> packet.get(JAVA_INT, 1));
        }
    }

    @Test
    void unalignedLayouts() {
        for (ValueLayout layout : List.of(
                JAVA_CHAR_UNALIGNED,
                JAVA_SHORT_UNALIGNED,
                JAVA_INT_UNALIGNED,
                JAVA_LONG_UNALIGNED,
                JAVA_FLOAT_UNALIGNED,
                JAVA_DOUBLE_UNALIGNED,
                ADDRESS_UNALIGNED)) {
            assertEquals(1, layout.byteAlignment());
        }
    }

    /** Wrong: such a layout for a parameter. C passes numbers in native order, and aligned. */
    @Test
    void wrongLayoutOfAnArgument() {
        ByteOrder other = ByteOrder.nativeOrder() == BIG_ENDIAN ? LITTLE_ENDIAN : BIG_ENDIAN;
        for (ValueLayout layout : List.of(JAVA_INT_UNALIGNED, JAVA_INT.withOrder(other))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> handle("scalars_has", FunctionDescriptor.of(JAVA_INT, layout, layout)));
        }
    }
}
