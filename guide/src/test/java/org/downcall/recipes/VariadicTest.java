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
 * <p>Each call determines the types of its variadic arguments. You need a handle for each
 * combination of types. The linker must know where the variadic arguments begin, because some
 * platforms pass them differently.
 */
class VariadicTest {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemorySegment SNPRINTF =
            LINKER.defaultLookup().find("snprintf").orElseThrow();

    /** For one variadic pointer. Create an invoker once, because that links a handle. */
    private static final snprintf POINTER = snprintf.makeInvoker(C_POINTER);

    @Test
    void formatsAString() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(20);
            MemorySegment format = arena.allocateFrom("Hello, %s!");
            POINTER.apply(text, text.byteSize(), format, arena.allocateFrom("Lisbon"));
            assertEquals("Hello, Lisbon!", text.getString(0));
        }
    }

    /** By hand, for an int and a double. The first variadic argument has the index 3. */
    private static final MethodHandle INT_DOUBLE = LINKER.downcallHandle(
            SNPRINTF,
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_DOUBLE),
            Linker.Option.firstVariadicArg(3));

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

    /** The first call, without a buffer, returns the length. The second one writes the text. */
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
    void textOfAnyLength() {
        assertEquals("Hello, Grüße!", greeting("Grüße"));
        assertEquals("Hello, %s%n!", greeting("%s%n"));
    }

    /** snprintf truncates the text, even within a character. It returns the whole length. */
    @Test
    void aBufferThatIsTooSmall() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(4);
            int length = POINTER.apply(
                    text, text.byteSize(), arena.allocateFrom("%s"), arena.allocateFrom("Grüße"));
            assertEquals(7, length);
            // Only the first of the two bytes of ü fits.
            assertEquals("Gr\uFFFD", text.getString(0));
        }
    }

    /** An invoker checks the number of its arguments and their Java types. */
    @Test
    void theArgumentsOfAnInvoker() {
        snprintf invoker = snprintf.makeInvoker(C_INT, C_DOUBLE);
        assertEquals(
                "(MemorySegment,long,MemorySegment,int,double)int",
                invoker.handle().type().toString());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(20);
            MemorySegment format = arena.allocateFrom("%d of %.0f");
            // The Float is converted to a double.
            invoker.apply(text, text.byteSize(), format, 3, 4f);
            assertEquals("3 of 4", text.getString(0));
            assertThrows(IllegalArgumentException.class, () -> invoker.apply(text, 20, format, 3));
            assertThrows(ClassCastException.class, () -> invoker.apply(text, 20, format, 3.0, 4.0));
        }
    }

    /** Wrong: types that C promotes: the small integers to int, and float to double. */
    @Test
    void wrongVariadicTypes() {
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
     * Wrong: a handle without the option. The linker cannot detect that, not even for a float. The
     * effect of a call depends on the platform. Linux on x86-64 passes variadic ints and doubles
     * like others. On macOS on AArch64, C reads variadic arguments from the stack, where they are
     * not. A float is wrong on every platform, because C reads a double.
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

    private static final snprintf NO_ARGUMENTS = snprintf.makeInvoker();

    /**
     * Wrong: text from outside as the format. This text is harmless, but C already changes it. A %s
     * would read through a pointer that was not passed, and a %n would write through it.
     */
    @Test
    void wrongTextAsFormat() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(20);
            NO_ARGUMENTS.apply(text, text.byteSize(), arena.allocateFrom("100%% sure"));
            assertEquals("100% sure", text.getString(0));
        }
    }

    /** Wrong: a function that takes a va_list. Java 21 removed the class VaList. */
    @Test
    void wrongFunctionWithAVaList() {
        FunctionDescriptor descriptor =
                FunctionDescriptor.of(C_INT, C_POINTER, C_LONG, C_POINTER, C_POINTER);
        assertEquals(descriptor, variadic_h.vsnprintf$descriptor());
        assertThrows(ClassNotFoundException.class, () -> Class.forName("java.lang.foreign.VaList"));
    }
}
