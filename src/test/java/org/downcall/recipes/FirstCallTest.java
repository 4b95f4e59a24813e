package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.WrongMethodTypeException;
import java.util.Optional;
import org.downcall.recipes.bindings.first_call_h;
import org.junit.jupiter.api.Test;

/**
 * A first call: {@code strlen} of libc.
 *
 * <p>By hand it takes an address, which a lookup finds, a signature, which is a
 * {@link FunctionDescriptor}, and the {@link Linker}, which makes a {@link MethodHandle} of the
 * two. jextract reads the header and writes the same down.
 */
class FirstCallTest {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();

    /**
     * size_t strlen(const char *): static final, or else the JIT sees no constant and cannot inline
     * the call.
     */
    private static final MethodHandle STRLEN = LINKER.downcallHandle(
            LIBC.find("strlen").orElseThrow(), FunctionDescriptor.of(JAVA_LONG, ADDRESS));

    @Test
    void byHand() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("Grüße"); // in UTF-8, and a byte 0
            assertEquals(7, (long) STRLEN.invokeExact(text));
        }
    }

    @Test
    void throughJextract() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(7, first_call_h.strlen(arena.allocateFrom("Grüße")));
        }
        FunctionDescriptor byHand =
                FunctionDescriptor.of(first_call_h.C_LONG, first_call_h.C_POINTER);
        assertEquals(byHand, first_call_h.strlen$descriptor());
    }

    /**
     * The default lookup finds what the platform's usual libraries export, libc and libm; no name
     * is no exception.
     */
    @Test
    void whatTheDefaultLookupFinds() {
        assertTrue(LIBC.find("strlen").isPresent());
        assertTrue(LIBC.find("cbrt").isPresent());
        assertEquals(Optional.empty(), LIBC.find("strlenght"));
        // Another library is not among them, even if the JDK itself uses it.
        assertEquals(Optional.empty(), LIBC.find("zlibVersion"));
    }

    /**
     * void swab(const void *from, void *to, ssize_t count) returns nothing; it swaps the bytes of
     * each pair.
     */
    @Test
    void aFunctionThatReturnsNothing() throws Throwable {
        MethodHandle swab = LINKER.downcallHandle(
                LIBC.find("swab").orElseThrow(),
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(5);
            swab.invokeExact(arena.allocateFrom("abcd"), to, 4L);
            assertEquals("badc", to.getString(0));
        }
    }

    /**
     * Without an address, one handle serves every function of a signature: the address is its first
     * argument.
     */
    @Test
    void theAddressComesWithTheCall() throws Throwable {
        MethodHandle measure = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        MemorySegment strlen = LIBC.find("strlen").orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("abc");
            assertEquals(3, (long) measure.invokeExact(strlen, text));
            assertThrows(IllegalArgumentException.class, () -> {
                long length =
                        (long) measure.invokeExact(MemorySegment.NULL, text); // no function at all
            });
        }
    }

    /**
     * Wrong: invokeExact means exactly. The types are those that the compiler sees at the call: of
     * each argument, and of the cast that stands right before it. {@code invoke} converts where
     * Java would, from int to long for example.
     */
    @Test
    void wrongTypesAtTheCall() throws Throwable {
        MethodHandle strnlen = LINKER.downcallHandle(
                LIBC.find("strnlen").orElseThrow(),
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("abc");
            WrongMethodTypeException noCast = assertThrows(WrongMethodTypeException.class, () -> {
                Object length = STRLEN.invokeExact(text);
            });
            assertTrue(noCast.getMessage().contains("(MemorySegment)long"));
            assertTrue(noCast.getMessage().contains("(MemorySegment)Object"));
            assertThrows(WrongMethodTypeException.class, () -> {
                int length = (int) STRLEN.invokeExact(text); // C returns a long
            });
            assertThrows(WrongMethodTypeException.class, () -> {
                STRLEN.invokeExact(text); // a statement: the call is one that returns void
            });
            assertThrows(WrongMethodTypeException.class, () -> {
                long length = (long) strnlen.invokeExact(text, 2); // an int where C takes a long
            });
            assertEquals(2, (long) strnlen.invokeExact(text, 2L));
            assertEquals(2, (long) strnlen.invoke(text, 2));
        }
    }

    /**
     * Wrong: a descriptor that is not the function's. A library says nothing about types, so
     * nothing can be checked. Here Java reads one byte of the register in which strlen leaves its
     * result; other such errors end the JVM.
     */
    @Test
    void wrongDescriptorThatNobodyNotices() throws Throwable {
        MethodHandle strlen = LINKER.downcallHandle(
                LIBC.find("strlen").orElseThrow(), FunctionDescriptor.of(JAVA_BYTE, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("x".repeat(300));
            assertEquals(44, (byte) strlen.invokeExact(text)); // 300 - 256
            assertEquals(300, (long) STRLEN.invokeExact(text));
        }
    }
}
