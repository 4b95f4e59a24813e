package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.downcall.recipes.bindings.variadic_h.C_DOUBLE;
import static org.downcall.recipes.bindings.variadic_h.C_FLOAT;
import static org.downcall.recipes.bindings.variadic_h.C_INT;
import static org.downcall.recipes.bindings.variadic_h.C_LONG;
import static org.downcall.recipes.bindings.variadic_h.C_POINTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.downcall.recipes.bindings.variadic_h;
import org.downcall.recipes.bindings.variadic_h.snprintf;
import org.junit.jupiter.api.Test;

/**
 * Variadic functions: {@code int snprintf(char *text, size_t size, const char *format, ...)}.
 *
 * <p>The types after the dots are those of one call. So there is a handle for each combination of
 * them that you use, and the linker must know where the dots begin, because some platforms pass
 * what follows them in another way.
 */
class VariadicTest {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemorySegment SNPRINTF =
            LINKER.defaultLookup().find("snprintf").orElseThrow();

    /** By hand: for an int and a double, of which the first is argument 3. */
    private static final MethodHandle INT_DOUBLE = LINKER.downcallHandle(
            SNPRINTF,
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_DOUBLE),
            Linker.Option.firstVariadicArg(3));

    /** Through jextract: making an invoker links a handle, so each is made once. */
    private static final snprintf POINTER = snprintf.makeInvoker(C_POINTER);

    private static final snprintf NOTHING = snprintf.makeInvoker();

    @Test
    void byHand() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(20);
            int length = (int) INT_DOUBLE.invokeExact(
                    text, text.byteSize(), arena.allocateFrom("%d of %.0f"), 3, 4.0);
            assertEquals("3 of 4", text.getString(0));
            assertEquals(6, length);
        }
    }

    /**
     * Once without memory, which tells the length, then with as much as it takes. The text is an
     * argument.
     */
    static String greeting(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment format = arena.allocateFrom("Hello, %s!");
            MemorySegment argument = arena.allocateFrom(name);
            int length = POINTER.apply(NULL, 0, format, argument);
            if (length < 0) {
                throw new IllegalArgumentException("snprintf failed: " + length);
            }
            MemorySegment text = arena.allocate(length + 1L);
            POINTER.apply(text, text.byteSize(), format, argument);
            return text.getString(0);
        }
    }

    @Test
    void throughJextract() {
        assertEquals("Hello, Grüße!", greeting("Grüße"));
        assertEquals("Hello, %s%n!", greeting("%s%n"));
    }

    /**
     * What does not fit is cut off, in the middle of a character if need be; the result says how
     * long it would be.
     */
    @Test
    void aBufferThatIsTooSmall() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(4);
            int length = POINTER.apply(
                    text, text.byteSize(), arena.allocateFrom("%s"), arena.allocateFrom("Grüße"));
            assertEquals(7, length);
            assertEquals("Gr\uFFFD", text.getString(0)); // the first of the two bytes of ü
        }
    }

    /**
     * A combination of types of its own, and what an invoker checks: the number of arguments and
     * their Java types.
     */
    @Test
    void theArgumentsOfAnInvoker() {
        snprintf invoker = snprintf.makeInvoker(C_INT, C_DOUBLE);
        assertEquals(
                "(MemorySegment,long,MemorySegment,int,double)int",
                invoker.handle().type().toString());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(20);
            MemorySegment format = arena.allocateFrom("%d of %.0f");
            invoker.apply(text, text.byteSize(), format, 3, 4f); // a Float becomes a double
            assertEquals("3 of 4", text.getString(0));
            assertThrows(IllegalArgumentException.class, () -> invoker.apply(text, 20, format, 3));
            assertThrows(ClassCastException.class, () -> invoker.apply(text, 20, format, 3.0, 4.0));
        }
    }

    /**
     * Wrong: types that C does not pass after the dots. It makes an int of the small ones, and a
     * double of a float.
     */
    @Test
    void wrongTypesAfterTheDots() {
        for (ValueLayout layout :
                List.of(JAVA_BOOLEAN, JAVA_BYTE, JAVA_CHAR, JAVA_SHORT, JAVA_FLOAT)) {
            FunctionDescriptor descriptor =
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, layout);
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class,
                    () -> LINKER.downcallHandle(
                            SNPRINTF, descriptor, Linker.Option.firstVariadicArg(3)));
            assertEquals("Invalid variadic argument layout: " + layout, error.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> snprintf.makeInvoker(C_FLOAT));
    }

    /**
     * Wrong: the option left out. Nobody notices when the handle is made, not even the float. What
     * a call does is up to the platform: Linux on x86-64 passes ints and doubles alike before and
     * after the dots, but on macOS on AArch64 C looks for what follows the dots on the stack, where
     * it is not. A float is wrong everywhere: C reads a double.
     */
    @Test
    void wrongWithoutFirstVariadicArg() {
        FunctionDescriptor descriptor =
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_DOUBLE);
        assertEquals(
                INT_DOUBLE.type(), LINKER.downcallHandle(SNPRINTF, descriptor).type());
        LINKER.downcallHandle(
                SNPRINTF, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_FLOAT));
    }

    /**
     * Wrong: somebody's text as the format. A %s in it reads, a %n writes, through a pointer that
     * nobody passed.
     */
    @Test
    void wrongTextAsFormat() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(20);
            NOTHING.apply(text, text.byteSize(), arena.allocateFrom("100%% sure"));
            assertEquals("100% sure", text.getString(0)); // harmless, and not what was written
        }
    }

    /**
     * A function that takes a va_list is bound, but Java has none to pass: call the function with
     * the dots instead.
     */
    @Test
    void wrongFunctionWithAVaList() {
        FunctionDescriptor descriptor =
                FunctionDescriptor.of(C_INT, C_POINTER, C_LONG, C_POINTER, C_POINTER);
        assertEquals(descriptor, variadic_h.vsnprintf$descriptor());
        assertThrows(
                ClassNotFoundException.class,
                () -> Class.forName("java.lang.foreign.VaList")); // until Java 20
    }
}
