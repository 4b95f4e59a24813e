package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static org.downcall.recipes.bindings.from_jni_h.C_INT;
import static org.downcall.recipes.bindings.from_jni_h.C_LONG_LONG;
import static org.downcall.recipes.bindings.from_jni_h.FROM_JNI_OK;
import static org.downcall.recipes.bindings.from_jni_h.from_jni_length;
import static org.downcall.recipes.bindings.from_jni_h.from_jni_primes;
import static org.downcall.recipes.bindings.from_jni_h.from_jni_sum;
import static org.downcall.recipes.bindings.from_jni_h.from_jni_sum$address;
import static org.downcall.recipes.bindings.from_jni_h.from_jni_sum$descriptor;
import static org.downcall.recipes.bindings.from_jni_h.from_jni_visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import org.downcall.recipes.bindings.from_jni_visitor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From JNI to FFM, with both side by side until they agree.
 *
 * <p>The C functions that compute stay. The C functions that call the JVM are replaced by Java.
 */
@UsesRecipesLibrary
class FromJniTest {

    private static final Linker LINKER = Linker.nativeLinker();

    @Test
    void anArrayAndAnException() {
        int[] values = {1, 2, 3};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(C_INT, values);
            MemorySegment sum = arena.allocate(C_LONG_LONG);
            MemorySegment index = arena.allocate(C_INT);
            if (from_jni_sum(copy, values.length, sum, index) != FROM_JNI_OK()) {
                throw new IllegalArgumentException(
                        "values[" + index.get(C_INT, 0) + "] is negative");
            }
            assertEquals(6, sum.get(C_LONG_LONG, 0));
        }
    }

    /** Before: each method is bound to a C function by its name, and passes Java objects. */
    static final class Jni {

        static native long sum(int[] values);

        static native int length(String text);

        static native void visit(int[] values, IntConsumer visitor);

        static native ByteBuffer primes();
    }

    /** After: the same methods in plain Java. */
    static final class Ffm {

        static long sum(int[] values) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment sum = arena.allocate(C_LONG_LONG);
                MemorySegment index = arena.allocate(C_INT);
                int status =
                        from_jni_sum(arena.allocateFrom(C_INT, values), values.length, sum, index);
                return result(status, sum, index);
            }
        }

        private static long result(int status, MemorySegment sum, MemorySegment index) {
            if (status != FROM_JNI_OK()) {
                throw new IllegalArgumentException(
                        "values[" + index.get(C_INT, 0) + "] is negative");
            }
            return sum.get(C_LONG_LONG, 0);
        }

        private static final MethodHandle SUM_IN_PLACE = LINKER.downcallHandle(
                from_jni_sum$address(), from_jni_sum$descriptor(), Linker.Option.critical(true));

        /**
         * Like GetPrimitiveArrayCritical: the array is not copied, and the garbage collector does
         * not move it during the call. Unlike it, the call blocks every safepoint, so it is for
         * short arrays only.
         */
        static long sumInPlace(int[] values) {
            MemorySegment sum = MemorySegment.ofArray(new long[1]);
            MemorySegment index = MemorySegment.ofArray(new int[1]);
            try {
                int status = (int) SUM_IN_PLACE.invokeExact(
                        MemorySegment.ofArray(values), values.length, sum, index);
                return result(status, sum, index);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError("A downcall throws no checked exception.", e);
            }
        }

        static int length(String text) {
            try (Arena arena = Arena.ofConfined()) {
                return from_jni_length(arena.allocateFrom(text));
            }
        }

        static void visit(int[] values, IntConsumer visitor) {
            Throwable[] thrown = {null};
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment stub = from_jni_visitor.allocate(
                        (value, user) -> {
                            try {
                                visitor.accept(value);
                                return 0;
                            } catch (Throwable t) {
                                thrown[0] = t;
                                return 1;
                            }
                        },
                        arena);
                from_jni_visit(arena.allocateFrom(C_INT, values), values.length, stub, NULL);
            }
            switch (thrown[0]) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                // A visitor written in Kotlin, for example, may throw a checked exception.
                case Throwable e -> throw new UndeclaredThrowableException(e);
            }
        }

        static ByteBuffer primes() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment count = arena.allocate(C_INT);
                MemorySegment primes = from_jni_primes(count);
                return primes.reinterpret(C_INT.byteSize() * count.get(C_INT, 0))
                        .asReadOnly()
                        .asByteBuffer();
            }
        }
    }

    /** Both pass the same test until one of them is deleted. */
    @Test
    void theSameSums() {
        for (ToLongFunction<int[]> sum :
                List.<ToLongFunction<int[]>>of(Jni::sum, Ffm::sum, Ffm::sumInPlace)) {
            assertEquals(1L << 31, sum.applyAsLong(new int[] {Integer.MAX_VALUE, 1}));
            assertEquals(0, sum.applyAsLong(new int[0]));
            Exception e = assertThrows(
                    IllegalArgumentException.class,
                    () -> sum.applyAsLong(new int[] {3, 2, -1, -2}));
            assertEquals("values[2] is negative", e.getMessage());
        }
    }

    /** JNI uses modified UTF-8, FFM standard UTF-8. They differ beyond U+FFFF and at U+0000. */
    @Test
    void theStringsDiffer() {
        assertEquals(6, Jni.length("na\u00efve"));
        assertEquals(6, Ffm.length("na\u00efve"));
        String beyond = Character.toString(0x1F600);
        // JNI writes two surrogates of three bytes each, which is not valid UTF-8.
        assertEquals(6, Jni.length(beyond));
        assertEquals(4, Ffm.length(beyond));
        // JNI writes U+0000 as two bytes. In FFM it is C's terminator.
        assertEquals(4, Jni.length("a\0b"));
        assertEquals(1, Ffm.length("a\0b"));
        // getString does not decode modified UTF-8, in which C may have stored text.
        byte[] stored = {
            (byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xED, (byte) 0xB8, (byte) 0x80, 0
        };
        assertNotEquals(beyond, MemorySegment.ofArray(stored).getString(0));
    }

    /**
     * With JNI the exception is pending while C continues, and C has to check for it. With FFM it
     * must not reach C.
     */
    @Test
    void theSameVisits() {
        int[] values = {1, 2, 3};
        List<Integer> byJni = new ArrayList<>();
        List<Integer> byFfm = new ArrayList<>();
        Jni.visit(values, byJni::add);
        Ffm.visit(values, byFfm::add);
        assertEquals(List.of(1, 2, 3), byJni);
        assertEquals(byJni, byFfm);

        RuntimeException mine = new UnsupportedOperationException();
        IntConsumer throwing = value -> {
            throw mine;
        };
        assertSame(mine, assertThrows(RuntimeException.class, () -> Jni.visit(values, throwing)));
        assertSame(mine, assertThrows(RuntimeException.class, () -> Ffm.visit(values, throwing)));
    }

    /**
     * A buffer on C's memory is big-endian by default. JNI's buffer is always writable, even where
     * the memory is constant.
     */
    @Test
    void theSameMemory() {
        assertEquals(Jni.primes(), Ffm.primes());
        assertEquals(ByteOrder.BIG_ENDIAN, Ffm.primes().order());
        assertEquals(
                19, Ffm.primes().order(ByteOrder.nativeOrder()).asIntBuffer().get(7));
        assertFalse(Jni.primes().isReadOnly());
        assertTrue(Ffm.primes().isReadOnly());
    }

    /** The glue needs a C compiler, jni.h, and a library for each platform. */
    @BeforeAll
    static void compileTheGlue(@TempDir Path directory) throws IOException, InterruptedException {
        Path include = Path.of(System.getProperty("java.home"), "include");
        assumeTrue(Files.exists(include.resolve("jni.h")), "no jni.h");
        Path library = directory.resolve("libglue");
        String options = "-std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
                + " src/test/c/recipes/from_jni.c src/test/c/recipes/jni/from_jni_glue.c"
                + " -O2 -fPIC -shared -o";
        List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.add(library.toString());
        // jni_md.h is in a directory that is named after the operating system.
        try (var files = Files.walk(include, 1)) {
            files.filter(Files::isDirectory)
                    .forEach(path -> arguments.addAll(List.of("-isystem", path.toString())));
        }
        Output compiled = CommandLine.cc(arguments);
        assertEquals(0, compiled.exit(), compiled.text());
        System.load(library.toString());
    }
}
