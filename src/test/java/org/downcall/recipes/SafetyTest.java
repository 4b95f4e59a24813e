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
import java.nio.file.Path;
import java.util.List;
import org.downcall.internal.TestBuild;
import org.downcall.recipes.bindings.safety_h;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Safety: every way to get memory wrong, and the exception that comes of it.
 *
 * <p>A segment knows where its memory ends (spatial bounds), how long it lives (temporal bounds),
 * who may use it, and whether it may be written. Each access checks all of that; a downcall checks
 * that its arguments live, and that this thread may use them. What C does then is C's affair.
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

    /**
     * The exception is of just this class, and its message has this part in all releases from 22
     * on.
     */
    private static void fails(Class<? extends Throwable> type, String message, Executable mistake) {
        Throwable error = assertThrowsExactly(type, mistake);
        assertTrue(String.valueOf(error.getMessage()).contains(message), error::toString);
    }

    @Test
    void outOfBounds() {
        String message = "Out of bound access on segment";
        fails(IndexOutOfBoundsException.class, message, () -> segment.get(JAVA_LONG, 16));
        fails(IndexOutOfBoundsException.class, message, () -> segment.get(JAVA_LONG, -8));
        fails(
                IndexOutOfBoundsException.class,
                message,
                () -> segment.get(JAVA_LONG_UNALIGNED, 9)); // half in, half out
        fails(IndexOutOfBoundsException.class, message, () -> segment.setAtIndex(JAVA_LONG, 2, 0));
        fails(IndexOutOfBoundsException.class, message, () -> segment.asSlice(8, 9));
        fails(IndexOutOfBoundsException.class, message, () -> segment.asSlice(17));
        fails(
                IndexOutOfBoundsException.class,
                message,
                () -> segment.asSlice(8, 4).get(JAVA_INT, 4)); // in the segment
        fails(
                IndexOutOfBoundsException.class,
                message,
                () -> NULL.get(JAVA_INT, 0)); // its size is 0
        fails(
                IndexOutOfBoundsException.class,
                "",
                () -> segment.fill((byte) 'a').getString(0)); // no 0 at its end
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
     * Specified to throw; but the product of index and size is not checked, and 2^61 * 8 is 0 in a
     * long.
     */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_25)
    void anIndexThatOverflows() {
        segment.set(JAVA_LONG, 0, 42);
        assertEquals(42, segment.getAtIndex(JAVA_LONG, 1L << 61)); // wrong, but in bounds
    }

    @Test
    void misaligned() {
        fails(IllegalArgumentException.class, "align", () -> segment.get(JAVA_LONG, 4));
        fails(IllegalArgumentException.class, "align", () -> segment.asSlice(4, 8, 8));
        assertEquals(0, segment.get(JAVA_LONG_UNALIGNED, 4));
    }

    /**
     * On the heap only the type of the array counts: where a byte[] lies may change at any time.
     */
    @Test
    void misalignedOnTheHeap() {
        fails(
                IllegalArgumentException.class,
                "align",
                () -> MemorySegment.ofArray(new byte[8]).get(JAVA_INT, 0));
        fails(
                IllegalArgumentException.class,
                "align",
                () -> MemorySegment.ofArray(new int[2]).get(JAVA_LONG, 0));
        assertEquals(0, MemorySegment.ofArray(new byte[8]).get(JAVA_INT_UNALIGNED, 0));
        assertEquals(0, MemorySegment.ofArray(new long[1]).get(JAVA_INT, 4));
    }

    @Test
    void closed() {
        arena.close();
        fails(IllegalStateException.class, "Already closed", () -> segment.get(JAVA_LONG, 0));
        fails(
                IllegalStateException.class,
                "Already closed",
                () -> segment.asSlice(8).fill((byte) 0));
        fails(
                IllegalStateException.class,
                "Already closed",
                () -> segment.asByteBuffer().get(0));
        fails(IllegalStateException.class, "Already closed", () -> arena.allocate(8));
        fails(IllegalStateException.class, "Already closed", arena::close);
        assertEquals(8, segment.asSlice(8).byteSize()); // nothing is read, so this is none
        fails(
                UnsupportedOperationException.class,
                "non-closeable",
                () -> Arena.global().close());
        fails(
                UnsupportedOperationException.class,
                "non-closeable",
                () -> Arena.ofAuto().close());
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
        fails(
                IllegalArgumentException.class,
                "Invalid alignment constraint : 3",
                () -> arena.allocate(8, 3));
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
        MemorySegment numbers = arena.allocateFrom(JAVA_INT, 1, 2, 3);
        MemorySegment.copy(numbers, 0, numbers, 4, 8); // overlapping is no mistake
        assertArrayEquals(new int[] {1, 1, 2}, numbers.toArray(JAVA_INT));
    }

    /**
     * Method handles and var handles are typed by their call: what does not fit is seen when it is
     * made.
     */
    @Test
    void typesOfHandles() {
        VarHandle number = JAVA_INT.varHandle();
        fails(
                WrongMethodTypeException.class,
                "",
                () -> number.set(segment, 0L, 1L)); // a long into an int
        assertEquals(0L, (long) number.get(segment, 0L)); // the other way is a conversion
        MethodHandle exchange = safety_exchange$handle();
        fails(
                WrongMethodTypeException.class,
                "",
                () -> exchange.invokeExact(segment, 1)); // the result is an int
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
        fails(
                IllegalArgumentException.class,
                "Unsupported layout",
                () -> linker.downcallHandle(FunctionDescriptor.ofVoid(
                        MemoryLayout.sequenceLayout(2, JAVA_INT)))); // C has no array parameters
        fails(
                IllegalArgumentException.class,
                "Unsupported layout",
                () -> linker.downcallHandle(FunctionDescriptor.ofVoid(JAVA_INT_UNALIGNED)));
    }

    @Test
    void argumentsOfACall() {
        MethodHandle exchange = safety_exchange$handle();
        MemorySegment heap = MemorySegment.ofArray(new int[1]);
        fails(
                IllegalArgumentException.class,
                "Heap segment not allowed",
                () -> exchange.invoke(heap, 1));
        fails(
                IllegalArgumentException.class,
                "Heap segment not allowed",
                () -> segment.set(ADDRESS, 0, heap));
        fails(NullPointerException.class, "", () -> exchange.invoke((MemorySegment) null, 1));
        arena.close();
        fails(IllegalStateException.class, "Already closed", () -> exchange.invoke(segment, 1));
        Error wrapped = assertThrows(
                AssertionError.class, () -> safety_exchange(segment, 1)); // jextract's method
        assertEquals("Already closed", wrapped.getCause().getMessage());
    }

    /** Here the checks end: that a segment is read-only, or how long it is, is not told to C. */
    @Test
    void wrongCWritesToAReadOnlySegment() {
        assertEquals(0, safety_exchange(segment.asReadOnly(), 42));
        assertEquals(42, segment.get(JAVA_INT, 0));
    }

    /**
     * NULL is an address like any other. What C does with it is no exception; here it ends the JVM.
     */
    @Test
    void wrongNullForAFunctionThatDoesNotExpectIt(@TempDir Path directory) throws Exception {
        List<String> options = List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("error.log"));
        TestBuild.Output output =
                ChildJvm.run(options, PassesNull.class, UsesRecipesLibrary.Load.file());
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
