package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_BLUE;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_BYTE;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_FAILED;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_GREEN;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_LETTER;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_LIMIT;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_MASK;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_NAME;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_RATIO;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_RED;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_SIZE;
import static org.downcall.recipes.bindings.constants_h.CONSTANTS_VERSION;
import static org.downcall.recipes.bindings.constants_h.constants_error;
import static org.downcall.recipes.bindings.constants_h.constants_error_location;
import static org.downcall.recipes.bindings.constants_h.constants_get_level;
import static org.downcall.recipes.bindings.constants_h.constants_level;
import static org.downcall.recipes.bindings.constants_h.constants_level$segment;
import static org.downcall.recipes.bindings.constants_h.constants_maximum;
import static org.downcall.recipes.bindings.constants_h.constants_maximum$segment;
import static org.downcall.recipes.bindings.constants_h.constants_next;
import static org.downcall.recipes.bindings.constants_h.constants_table;
import static org.downcall.recipes.bindings.constants_h.constants_title;
import static org.downcall.recipes.bindings.constants_h.constants_version;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.downcall.recipes.bindings.constants_h;
import org.junit.jupiter.api.Test;

/**
 * Constants: enums, macros, and variables of a library.
 *
 * <p>The values of enums and macros exist only in the header, so jextract writes them into the
 * bindings as they are when it runs. A variable has an address in the loaded library.
 */
@UsesRecipesLibrary
class ConstantsTest {

    @Test
    void constantsAndVariables() {
        assertEquals(5, CONSTANTS_GREEN()); // a constant of an enum
        assertEquals(5_000_000_000L, CONSTANTS_LIMIT()); // a macro
        assertEquals("constants", CONSTANTS_NAME().getString(0)); // a macro with a string
        assertEquals(9, constants_maximum()); // a variable
        constants_level(3); // writes a variable
        assertEquals(3, constants_level());
        assertEquals(3, constants_get_level()); // C reads the same variable
    }

    /**
     * jextract generates a method that returns an int for each constant. Write an enum yourself,
     * and decide what happens with other values.
     */
    enum Color {
        RED(CONSTANTS_RED()),
        GREEN(CONSTANTS_GREEN()),
        BLUE(CONSTANTS_BLUE());

        private final int value;

        Color(int value) {
            this.value = value;
        }

        static Color of(int value) {
            for (Color color : values()) {
                if (color.value == value) {
                    return color;
                }
            }
            throw new IllegalArgumentException(value + " is not a known constants_color");
        }

        Color next() {
            return of(constants_next(value));
        }
    }

    @Test
    void anEnum() {
        assertEquals(Color.GREEN, Color.RED.next());
        assertEquals(Color.BLUE, Color.GREEN.next());
    }

    /**
     * An enum in C is an integer type. The library may return a value that the header does not
     * define.
     */
    @Test
    void aValueThatTheHeaderDoesNotDefine() {
        assertEquals(CONSTANTS_BLUE() + 1, constants_next(CONSTANTS_BLUE()));
        assertThrows(IllegalArgumentException.class, Color.BLUE::next);
    }

    @Test
    void macrosWithAValue() {
        assertEquals(0xF0000000, CONSTANTS_MASK()); // unsigned in C, so negative here
        assertEquals(0xF0000000L, Integer.toUnsignedLong(CONSTANTS_MASK()));
        assertEquals(1.5, CONSTANTS_RATIO());
        assertEquals('x', CONSTANTS_LETTER()); // an int, as in C
        assertEquals(2 * 301 + 8, CONSTANTS_SIZE());
        assertEquals((byte) 200, CONSTANTS_BYTE());
        assertEquals(-1, CONSTANTS_FAILED().address());
    }

    /**
     * jextract silently omits macros that are not constant expressions, and variables that are not
     * exported.
     */
    @Test
    void whatJextractOmits() {
        List<String> bound = Arrays.stream(constants_h.class.getMethods())
                .map(method -> method.getName())
                .toList();
        for (String name : List.of(
                "CONSTANTS_SQUARE", "CONSTANTS_INTEGER", "CONSTANTS_CURRENT", "CONSTANTS_ERROR")) {
            assertFalse(bound.contains(name), name);
        }
        assertFalse(bound.contains("constants_private"));
    }

    /**
     * The macro is the release of the header, the function returns that of the library. Compare the
     * two once, at start-up.
     */
    static void requireRelease(int header, int library) {
        if (library / 100 != header / 100 || library < header) {
            throw new UnsatisfiedLinkError(
                    "The library has release " + library + ". Install " + header + " or later.");
        }
    }

    @Test
    void theReleaseOfTheLibrary() {
        assertEquals(301, CONSTANTS_VERSION()); // the value when jextract ran
        assertEquals(302, constants_version());
        requireRelease(CONSTANTS_VERSION(), constants_version());
        assertThrows(UnsatisfiedLinkError.class, () -> requireRelease(303, constants_version()));
        assertThrows(UnsatisfiedLinkError.class, () -> requireRelease(201, constants_version()));
    }

    /**
     * A variable has a getter, a setter and a segment. All accesses are plain: no other thread may
     * write it at the same time.
     */
    @Test
    void aVariable() {
        constants_level$segment().set(JAVA_INT, 0, 4);
        assertEquals(4, constants_level());
        // The getter reads the pointer, getString the text that it points to.
        assertEquals("untitled", constants_title().getString(0));
    }

    /** An array has its segment and, with an index, its elements. The index is checked. */
    @Test
    void anArray() {
        constants_table(3, 16);
        assertEquals(16, constants_table(3));
        assertArrayEquals(new int[] {0, 1, 4, 16}, constants_table().toArray(JAVA_INT));
        assertThrows(IndexOutOfBoundsException.class, () -> constants_table(4));
    }

    /**
     * Wrong: calling the setter of a const variable, which jextract also generates. The variable is
     * in read-only memory, so the write crashes the JVM.
     */
    @Test
    void wrongWriteToAConstant() throws IOException, InterruptedException {
        assertEquals(9, constants_maximum());
        // A read-only segment throws an exception instead.
        MemorySegment maximum = constants_maximum$segment().asReadOnly();
        assertThrows(IllegalArgumentException.class, () -> maximum.set(JAVA_INT, 0, 10));

        Output output = ChildJvm.run(WritesToAConstant.class);
        assertNotEquals(0, output.exit());
        assertTrue(output.text().contains("A fatal error has been detected"), output.text());
        assertFalse(output.text().contains("written"), output.text());
    }

    static final class WritesToAConstant {

        public static void main(String[] arguments) {
            System.load(arguments[0]);
            constants_maximum(10);
            System.out.println("written");
        }
    }

    /**
     * A macro such as errno stands for a function call. Bind that function, and call it each time.
     */
    @Test
    void aThreadLocalVariable() throws ExecutionException, InterruptedException {
        constants_error_location().set(JAVA_INT, 0, 7);
        assertEquals(7, constants_error_location().get(JAVA_INT, 0));
        assertEquals(0, inAnotherThread(() -> constants_error_location().get(JAVA_INT, 0)));
    }

    /**
     * Wrong: a thread-local variable. The bindings look up its address once, which is that of one
     * thread's variable. Other threads see this variable, and when its thread has ended, anything.
     */
    @Test
    void wrongThreadLocalVariable() throws ExecutionException, InterruptedException {
        constants_error(7);
        assertEquals(7, constants_error_location().get(JAVA_INT, 0));
        assertEquals(7, inAnotherThread(() -> constants_error()));
    }

    private static int inAnotherThread(Callable<Integer> code)
            throws ExecutionException, InterruptedException {
        FutureTask<Integer> task = new FutureTask<>(code);
        new Thread(task).start();
        return task.get();
    }
}
