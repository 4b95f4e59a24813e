package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.downcall.recipes.bindings.safety_h.safety_exchange;
import static org.downcall.recipes.bindings.safety_h.safety_exchange$descriptor;
import static org.downcall.recipes.bindings.safety_h.safety_exchange$handle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.invoke.WrongMethodTypeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import org.downcall.recipes.bindings.safety_h;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.function.Executable;

/**
 * Safety: every kind of invalid access to memory, and the exception that it causes.
 *
 * <p>A segment has spatial bounds (its size), temporal bounds (the lifetime of its arena), possibly
 * an owner thread, and possibly a read-only mark. Each access from Java checks all of these. A
 * downcall checks that its arguments are alive and accessible from the current thread. Nothing
 * checks what C does with the address.
 */
@UsesRecipesLibrary
class SafetyTest {

    private final Arena arena = Arena.ofConfined();

    /** Two longs. */
    private final MemorySegment segment = arena.allocate(JAVA_LONG, 2);

    @AfterEach
    void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** C receives an address without a size. The slice checks the size and the alignment. */
    static int checkedExchange(MemorySegment value, int with) {
        return safety_exchange(value.asSlice(0, JAVA_INT), with);
    }

    @Test
    void checksTheSegmentBeforeTheCall() {
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment number = confined.allocateFrom(JAVA_INT, 7);
            assertEquals(7, checkedExchange(number, 42));
            assertEquals(42, number.get(JAVA_INT, 0));
            MemorySegment tooSmall = confined.allocate(2);
            assertThrows(IndexOutOfBoundsException.class, () -> checkedExchange(tooSmall, 42));
        }
    }

    /**
     * Asserts that the exception is of exactly this class, and that its message contains this text,
     * which JDK 25 to 28 have in common.
     */
    private static void fails(Class<? extends Throwable> type, String message, Executable mistake) {
        Throwable error = assertThrowsExactly(type, mistake);
        assertTrue(inAscii(String.valueOf(error.getMessage())).contains(message), error::toString);
    }

    /** In some messages, the JDK writes numbers with the digits of the user's locale. */
    static String inAscii(String message) {
        return Pattern.compile("\\d", Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(message)
                .replaceAll(digit -> "" + Character.digit(digit.group().codePointAt(0), 10));
    }

    @Test
    void outOfBounds() {
        Class<IndexOutOfBoundsException> type = IndexOutOfBoundsException.class;
        String message = "Out of bound access on segment";
        fails(type, message, () -> segment.get(JAVA_LONG, 16));
        fails(type, message, () -> segment.get(JAVA_LONG, -8));
        fails(type, message, () -> segment.setAtIndex(JAVA_LONG, 2, 0));
        fails(type, message, () -> segment.asSlice(8, 9));
        fails(type, message, () -> segment.asSlice(17));
        // Half of the number is inside the segment.
        fails(type, message, () -> segment.get(JAVA_LONG_UNALIGNED, 9));
        // The offset is inside the segment, but outside the slice.
        fails(type, message, () -> segment.asSlice(8, 4).get(JAVA_INT, 4));
        // NULL is a segment of size 0.
        fails(type, message, () -> NULL.get(JAVA_INT, 0));
        // The string has no terminator.
        fails(type, "", () -> segment.fill((byte) 'a').getString(0));
    }

    @Test
    void anIndexOutOfBounds() {
        VarHandle element = MemoryLayout.sequenceLayout(2, JAVA_LONG).varHandle(sequenceElement());
        fails(
                IndexOutOfBoundsException.class,
                "Index 2 out of bounds for length 2",
                () -> element.get(segment, 0L, 2L));
        VarHandle any = JAVA_LONG.arrayElementVarHandle();
        fails(ArithmeticException.class, "overflow", () -> any.get(segment, 0L, 1L << 61));
    }

    /**
     * The specification requires an exception, but getAtIndex does not check the product of index
     * and size: 2^61 * 8 overflows to 0. This reads the wrong element.
     */
    @Test
    @EnabledForJreRange(maxVersion = 28)
    void anIndexThatOverflows() {
        segment.set(JAVA_LONG, 0, 42);
        assertEquals(42, segment.getAtIndex(JAVA_LONG, 1L << 61));
    }

    @Test
    void misaligned() {
        fails(IllegalArgumentException.class, "align", () -> segment.get(JAVA_LONG, 4));
        fails(IllegalArgumentException.class, "align", () -> segment.asSlice(4, 8, 8));
        assertEquals(0, segment.get(JAVA_LONG_UNALIGNED, 4));
    }

    /** On the heap, the array's type decides: the garbage collector may move a byte[] anywhere. */
    @Test
    void misalignedOnTheHeap() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[8]);
        MemorySegment ints = MemorySegment.ofArray(new int[2]);
        MemorySegment longs = MemorySegment.ofArray(new long[1]);
        fails(IllegalArgumentException.class, "align", () -> bytes.get(JAVA_INT, 0));
        fails(IllegalArgumentException.class, "align", () -> ints.get(JAVA_LONG, 0));
        assertEquals(0, bytes.get(JAVA_INT_UNALIGNED, 0));
        assertEquals(0, longs.get(JAVA_INT, 4));
    }

    @Test
    void closed() {
        ByteBuffer buffer = segment.asByteBuffer();
        arena.close();
        Class<IllegalStateException> type = IllegalStateException.class;
        fails(type, "Already closed", () -> segment.get(JAVA_LONG, 0));
        fails(type, "Already closed", () -> segment.asSlice(8).fill((byte) 0));
        fails(type, "Already closed", () -> buffer.get(0));
        fails(type, "Already closed", () -> arena.allocate(8));
        fails(type, "Already closed", arena::close);
        // A slice reads no memory, so it is allowed.
        assertEquals(8, segment.asSlice(8).byteSize());
    }

    @Test
    void someArenasCannotBeClosed() {
        for (Arena open : List.of(Arena.global(), Arena.ofAuto())) {
            fails(UnsupportedOperationException.class, "non-closeable", open::close);
        }
    }

    @Test
    void anotherThread() throws InterruptedException {
        MethodHandle exchange = safety_exchange$handle();
        String message = "Attempted access outside owning thread";
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(() -> {
            fails(WrongThreadException.class, message, () -> segment.get(JAVA_LONG, 0));
            fails(WrongThreadException.class, message, () -> arena.allocate(8));
            fails(WrongThreadException.class, message, arena::close);
            fails(WrongThreadException.class, message, () -> exchange.invoke(segment, 1));
        });
        thread.setUncaughtExceptionHandler((ended, error) -> failure[0] = error);
        thread.start();
        thread.join();
        assertNull(failure[0]);
    }

    @Test
    void readOnly() {
        MemorySegment readOnly = segment.asReadOnly();
        String message = "Attempt to write a read-only segment";
        assertTrue(readOnly.isReadOnly() && readOnly.asSlice(8).isReadOnly());
        fails(IllegalArgumentException.class, message, () -> readOnly.set(JAVA_LONG, 0, 1));
        fails(IllegalArgumentException.class, message, () -> readOnly.fill((byte) 0));
        fails(IllegalArgumentException.class, message, () -> readOnly.copyFrom(segment));
    }

    @Test
    void allocation() {
        fails(IllegalArgumentException.class, "allocation size", () -> arena.allocate(-1));
        String alignment = "Invalid alignment constraint : 3";
        fails(IllegalArgumentException.class, alignment, () -> arena.allocate(8, 3));
        fails(IllegalArgumentException.class, "", () -> arena.allocate(JAVA_LONG, -1));
        fails(IllegalArgumentException.class, "", () -> arena.allocate(JAVA_LONG, Long.MAX_VALUE));
    }

    @Test
    void copies() {
        MemorySegment half = arena.allocate(8);
        fails(
                IndexOutOfBoundsException.class,
                "Out of bound access on segment",
                () -> half.copyFrom(segment));
        fails(
                IndexOutOfBoundsException.class,
                "",
                () -> MemorySegment.copy(segment, 0, half, 0, -1));
        fails(
                IndexOutOfBoundsException.class,
                "out of bounds for length 1",
                () -> MemorySegment.copy(segment, JAVA_LONG, 0, new long[1], 0, 2));
        fails(
                IllegalArgumentException.class,
                "Incompatible value layout",
                () -> MemorySegment.copy(segment, JAVA_INT, 0, new long[2], 0, 2));
        fails(
                IllegalStateException.class,
                "Segment size is not a multiple of 8",
                () -> segment.asSlice(0, 12).toArray(JAVA_LONG));
        // The regions may overlap.
        MemorySegment numbers = arena.allocateFrom(JAVA_INT, 1, 2, 3);
        MemorySegment.copy(numbers, 0, numbers, 4, 8);
        assertArrayEquals(new int[] {1, 1, 2}, numbers.toArray(JAVA_INT));
    }

    /**
     * The argument types of each call of a method handle or a var handle are checked at run time.
     */
    @Test
    void typesOfHandles() {
        VarHandle number = JAVA_INT.varHandle();
        // A long is not converted to an int, but an int is converted to a long.
        fails(WrongMethodTypeException.class, "", () -> number.set(segment, 0L, 1L));
        assertEquals(0L, (long) number.get(segment, 0L));
        MethodHandle exchange = safety_exchange$handle();
        // The cast to int is missing.
        fails(WrongMethodTypeException.class, "", () -> exchange.invokeExact(segment, 1));
        fails(WrongMethodTypeException.class, "", () -> exchange.invoke(segment.address(), 1));
        fails(
                UnsupportedOperationException.class,
                "",
                () -> JAVA_FLOAT.varHandle().getAndAdd(segment, 0L, 1f));
        fails(
                UnsupportedOperationException.class,
                "",
                () -> JAVA_INT_UNALIGNED.varHandle().getVolatile(segment, 0L));
    }

    @Test
    void layouts() {
        MemoryLayout struct = MemoryLayout.structLayout(JAVA_INT.withName("x"));
        fails(
                IllegalArgumentException.class,
                "Bad layout path",
                () -> struct.byteOffset(groupElement("y")));
        fails(
                IllegalArgumentException.class,
                "align",
                () -> MemoryLayout.structLayout(JAVA_INT, JAVA_LONG));
        fails(IllegalArgumentException.class, "align", () -> JAVA_INT.withByteAlignment(3));
    }

    @Test
    void linking() {
        Linker linker = Linker.nativeLinker();
        fails(
                IllegalArgumentException.class,
                "Symbol is NULL",
                () -> linker.downcallHandle(NULL, safety_exchange$descriptor()));
        // A C function has no array parameters and no unaligned ones.
        for (MemoryLayout parameter :
                List.of(MemoryLayout.sequenceLayout(2, JAVA_INT), JAVA_INT_UNALIGNED)) {
            fails(
                    IllegalArgumentException.class,
                    "Unsupported layout",
                    () -> linker.downcallHandle(FunctionDescriptor.ofVoid(parameter)));
        }
    }

    @Test
    void argumentsOfACall() {
        MethodHandle exchange = safety_exchange$handle();
        MemorySegment heap = MemorySegment.ofArray(new int[1]);
        String message = "Heap segment not allowed";
        fails(IllegalArgumentException.class, message, () -> exchange.invoke(heap, 1));
        fails(IllegalArgumentException.class, message, () -> segment.set(ADDRESS, 0, heap));
        fails(NullPointerException.class, "", () -> exchange.invoke((MemorySegment) null, 1));
        arena.close();
        fails(IllegalStateException.class, "Already closed", () -> exchange.invoke(segment, 1));
        // jextract's method wraps the exception.
        Error wrapped = assertThrows(AssertionError.class, () -> safety_exchange(segment, 1));
        assertEquals("Already closed", wrapped.getCause().getMessage());
    }

    /** Wrong: C receives neither the size of a segment nor the fact that it is read-only. */
    @Test
    void wrongCWritesToAReadOnlySegment() {
        assertEquals(0, safety_exchange(segment.asReadOnly(), 42));
        assertEquals(42, segment.get(JAVA_INT, 0));
    }

    /** Wrong: the linker passes NULL like any other address. Here, C crashes the JVM. */
    @Test
    void wrongNullForAFunctionThatDoesNotExpectIt() throws Exception {
        Output output = ChildJvm.run(PassesNull.class);
        assertNotEquals(0, output.exit());
        assertTrue(output.text().contains("A fatal error has been detected"), output.text());
    }

    static final class PassesNull {

        public static void main(String[] arguments) {
            System.load(arguments[0]);
            safety_h.safety_exchange(NULL, 1);
        }
    }
}
