package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.downcall.recipes.bindings.from_jna_h.C_INT;
import static org.downcall.recipes.bindings.from_jna_h.C_POINTER;
import static org.downcall.recipes.bindings.from_jna_h.close$address;
import static org.downcall.recipes.bindings.from_jna_h.close$descriptor;
import static org.downcall.recipes.bindings.from_jna_h.from_jna_divide;
import static org.downcall.recipes.bindings.from_jna_h.from_jna_move;
import static org.downcall.recipes.bindings.from_jna_h.qsort;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.Callback;
import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.downcall.recipes.bindings.from_jna_comparison;
import org.downcall.recipes.bindings.from_jna_h;
import org.downcall.recipes.bindings.from_jna_point;
import org.junit.jupiter.api.Test;

/**
 * From JNA to FFM, call by call.
 *
 * <p>JNA reads the signatures from an interface and converts arguments at run time. jextract reads
 * them from the header, and FFM converts nothing: your code converts before and after each call.
 */
@UsesRecipesLibrary
class FromJnaTest {

    private static final Linker LINKER = Linker.nativeLinker();

    /** The JNA interface. It is public because JNA uses it by reflection. */
    public interface Jna extends Library {

        /** This also finds functions of libc, because the library depends on libc. */
        Jna C = Native.load(TestBuild.library(), Jna.class);

        long strlen(String text);

        NativeLong labs(NativeLong value);

        int snprintf(Memory buffer, long size, String format, Object... arguments);

        void qsort(int[] array, long count, long size, Comparison comparison);

        int close(int descriptor) throws LastErrorException;

        void from_jna_move(Point point, double dx, double dy);

        int from_jna_divide(int dividend, int divisor, IntByReference remainder);

        interface Comparison extends Callback {

            int compare(Pointer a, Pointer b);
        }

        @Structure.FieldOrder({"id", "x", "y"})
        class Point extends Structure {

            public int id;
            public double x;
            public double y;
        }
    }

    @Test
    void numbersAndStrings() {
        // JNA: text is passed in the system's encoding.
        assertEquals(42, Jna.C.labs(new NativeLong(-42)).longValue());
        assertEquals(6, Jna.C.strlen("answer"));

        // FFM: text is passed in UTF-8.
        assertEquals(42, from_jna_h.labs(-42));
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(6, from_jna_h.strlen(arena.allocateFrom("answer")));
        }
    }

    @Test
    void theDefaultEncodingOfJnaIsTheSystems() {
        assertEquals(
                Charset.forName(System.getProperty("native.encoding")),
                Charset.forName(Native.getDefaultStringEncoding()));
    }

    @Test
    void aStructByReference() {
        Jna.Point point = new Jna.Point();
        point.x = 1;
        // JNA copies all fields to C before the call and back after it.
        Jna.C.from_jna_move(point, 10, 20);
        assertEquals(11, point.x);
        assertEquals(20, point.y);

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = from_jna_point.allocate(arena);
            from_jna_point.x(segment, 1);
            from_jna_move(segment, 10, 20);
            assertEquals(11, from_jna_point.x(segment));
            assertEquals(20, from_jna_point.y(segment));
        }
        assertEquals(point.size(), from_jna_point.sizeof());
    }

    @Test
    void anOutParameter() {
        IntByReference reference = new IntByReference();
        assertEquals(4, Jna.C.from_jna_divide(30, 7, reference));
        assertEquals(2, reference.getValue());

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment remainder = arena.allocate(C_INT);
            assertEquals(4, from_jna_divide(30, 7, remainder));
            assertEquals(2, remainder.get(C_INT, 0));
        }
    }

    @Test
    void aCallbackAndAnArray() {
        int[] array = {30, 10, 20};
        Jna.C.qsort(array, 3, Integer.BYTES, (a, b) -> Integer.compare(a.getInt(0), b.getInt(0)));
        assertArrayEquals(new int[] {10, 20, 30}, array);

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(C_INT, 30, 10, 20);
            MemorySegment ascending = from_jna_comparison.allocate(
                    (a, b) -> Integer.compare(a.get(C_INT, 0), b.get(C_INT, 0)), arena);
            qsort(segment, 3, C_INT.byteSize(), ascending);
            assertArrayEquals(array, segment.toArray(C_INT));
        }
    }

    /**
     * Wrong with FFM: an exception in a callback. JNA passes it to a handler, and C receives 0. An
     * upcall must not throw.
     */
    @Test
    void wrongExceptionInACallback() {
        List<Throwable> handled = new ArrayList<>();
        RuntimeException mine = new UnsupportedOperationException();
        Callback.UncaughtExceptionHandler former = Native.getCallbackExceptionHandler();
        Native.setCallbackExceptionHandler((callback, thrown) -> handled.add(thrown));
        try {
            Jna.C.qsort(new int[] {2, 1}, 2, Integer.BYTES, (a, b) -> {
                throw mine;
            });
        } finally {
            Native.setCallbackExceptionHandler(former);
        }
        // qsort has returned as if nothing had happened.
        assertSame(mine, handled.get(0));
    }

    @Test
    void variadicArguments() {
        try (Memory buffer = new Memory(32)) {
            assertEquals(9, Jna.C.snprintf(buffer, 32, "%d of %s", 3, "them"));
            assertEquals("3 of them", buffer.getString(0));
        }

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(32);
            MemorySegment format = arena.allocateFrom("%d of %s");
            MemorySegment them = arena.allocateFrom("them");
            var snprintf = from_jna_h.snprintf.makeInvoker(C_INT, C_POINTER);
            assertEquals(9, snprintf.apply(buffer, 32, format, 3, them));
            assertEquals("3 of them", buffer.getString(0));
        }
    }

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(groupElement("errno"));
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            close$address(), close$descriptor(), Linker.Option.captureCallState("errno"));

    @Test
    void errno() throws Throwable {
        LastErrorException error = assertThrows(LastErrorException.class, () -> Jna.C.close(-1));

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            assertEquals(-1, (int) CLOSE.invokeExact(state, -1));
            assertEquals(error.getErrorCode(), (int) ERRNO.get(state, 0L));
        }
    }

    /** An address carries neither size nor lifetime: your code has to keep track of both. */
    @Test
    void memoryIsSharedByAddress() {
        try (Memory memory = new Memory(4)) {
            memory.setInt(0, 42);
            assertThrows(IndexOutOfBoundsException.class, () -> memory.getInt(4));
            MemorySegment segment = MemorySegment.ofAddress(Pointer.nativeValue(memory));
            // The segment has size 0 until reinterpret sets one.
            assertThrows(IndexOutOfBoundsException.class, () -> segment.get(C_INT, 0));
            assertEquals(42, segment.reinterpret(memory.size()).get(C_INT, 0));
        }

        try (Arena arena = Arena.ofConfined()) {
            // A Pointer has no size, and does not notice when the arena frees the memory.
            Pointer pointer = new Pointer(arena.allocateFrom(C_INT, 42).address());
            assertEquals(42, pointer.getInt(0));
        }
    }
}
