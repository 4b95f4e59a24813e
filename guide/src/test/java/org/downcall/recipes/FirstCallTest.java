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
 * <p>A call by hand needs the address of the function, which a {@link SymbolLookup} finds, and its
 * signature, a {@link FunctionDescriptor}. The {@link Linker} combines the two into a {@link
 * MethodHandle}. jextract reads the header and generates the same code.
 */
class FirstCallTest {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();

    /**
     * {@code size_t strlen(const char *)}. The field is static final, because the JIT compiler
     * inlines only a call whose handle is a constant.
     */
    private static final MethodHandle STRLEN = LINKER.downcallHandle(
            LIBC.find("strlen").orElseThrow(), FunctionDescriptor.of(JAVA_LONG, ADDRESS));

    @Test
    void byHand() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("Grüße"); // UTF-8, with a terminating zero
            assertEquals(7, (long) STRLEN.invokeExact(text));
        }
    }

    @Test
    void throughJextract() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(7, first_call_h.strlen(arena.allocateFrom("Grüße")));
        }
    }

    /** The generated descriptor equals the one written by hand. */
    @Test
    void theDescriptorThatJextractGenerates() {
        FunctionDescriptor byHand =
                FunctionDescriptor.of(first_call_h.C_LONG, first_call_h.C_POINTER);
        assertEquals(byHand, first_call_h.strlen$descriptor());
    }

    /**
     * The default lookup finds what the platform's common libraries export, such as libc and libm.
     * For an unknown name it returns an empty Optional.
     */
    @Test
    void whatTheDefaultLookupFinds() {
        assertTrue(LIBC.find("strlen").isPresent());
        assertTrue(LIBC.find("cbrt").isPresent());
        assertEquals(Optional.empty(), LIBC.find("strlenght"));
        // It does not search other libraries, even those that the JDK itself uses.
        assertEquals(Optional.empty(), LIBC.find("zlibVersion"));
    }

    /**
     * {@code void swab(const void *from, void *to, ssize_t count)} swaps the two bytes of each pair
     * and returns nothing.
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
     * A handle linked without an address serves every function of that signature. It takes the
     * address as its first argument.
     */
    @Test
    void theAddressComesWithTheCall() throws Throwable {
        MethodHandle measure = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        MemorySegment strlen = LIBC.find("strlen").orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("abc");
            assertEquals(3, (long) measure.invokeExact(strlen, text));
            // NULL is not a function.
            assertThrows(IllegalArgumentException.class, () -> {
                long length = (long) measure.invokeExact(MemorySegment.NULL, text);
            });
        }
    }

    /**
     * Wrong: types that differ from those of the handle. {@code invokeExact} compares the static
     * types at the call, those of the arguments and of the cast before the call, with the type
     * of the handle. {@code invoke} converts as a Java method call does, for example int to long.
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
                int length = (int) STRLEN.invokeExact(text); // the handle returns long
            });
            assertThrows(WrongMethodTypeException.class, () -> {
                STRLEN.invokeExact(text); // a statement without a cast calls with the type void
            });
            assertThrows(WrongMethodTypeException.class, () -> {
                long length = (long) strnlen.invokeExact(text, 2); // 2 is an int, not a long
            });
            assertEquals(2, (long) strnlen.invokeExact(text, 2L));
            assertEquals(2, (long) strnlen.invoke(text, 2));
        }
    }

    /**
     * Wrong: a descriptor that does not match the function. A library contains no types, so the JVM
     * cannot check the descriptor. Here Java reads one byte of the register that holds the result.
     * Other mistakes of this kind crash the JVM.
     */
    @Test
    void wrongDescriptorThatGoesUnnoticed() throws Throwable {
        MethodHandle strlen = LINKER.downcallHandle(
                LIBC.find("strlen").orElseThrow(), FunctionDescriptor.of(JAVA_BYTE, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("x".repeat(300));
            assertEquals(300 - 256, (byte) strlen.invokeExact(text));
            assertEquals(300, (long) STRLEN.invokeExact(text));
        }
    }
}
