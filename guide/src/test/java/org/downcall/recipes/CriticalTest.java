package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.downcall.recipes.bindings.critical_h.critical_add$address;
import static org.downcall.recipes.bindings.critical_h.critical_add$descriptor;
import static org.downcall.recipes.bindings.critical_h.critical_call_back$address;
import static org.downcall.recipes.bindings.critical_h.critical_call_back$descriptor;
import static org.downcall.recipes.bindings.critical_h.critical_spin$address;
import static org.downcall.recipes.bindings.critical_h.critical_spin$descriptor;
import static org.downcall.recipes.bindings.critical_h.critical_sum$address;
import static org.downcall.recipes.bindings.critical_h.critical_sum$descriptor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.downcall.recipes.bindings.critical_call_back$back;
import org.downcall.recipes.bindings.critical_h;
import org.downcall.recipes.bindings.critical_watch;
import org.junit.jupiter.api.Test;

/**
 * Critical calls.
 *
 * <p>Before a downcall the JVM records that the thread leaves Java. After the call it records that
 * the thread is back, and stops it if a safepoint is pending. {@link Linker.Option#critical} omits
 * both. The call is cheaper, and with {@code true} C may read and write Java arrays in place. Until
 * C returns, however, the JVM cannot reach a safepoint. A garbage collection has to wait, and with
 * it all other threads.
 */
@UsesRecipesLibrary
class CriticalTest {

    private static final Linker LINKER = Linker.nativeLinker();

    /**
     * jextract links only a plain handle. Link a critical one from the same address and descriptor.
     */
    private static final MethodHandle SUM = LINKER.downcallHandle(
            critical_sum$address(), critical_sum$descriptor(), Linker.Option.critical(true));

    private static final MethodHandle ADD = LINKER.downcallHandle(
            critical_add$address(), critical_add$descriptor(), Linker.Option.critical(true));

    /** With {@code false}, a heap segment is not allowed. */
    private static final MethodHandle SPIN = LINKER.downcallHandle(
            critical_spin$address(), critical_spin$descriptor(), Linker.Option.critical(false));

    @Test
    void aCriticalCall() throws Throwable {
        double[] values = {1, 2, 3};
        MemorySegment array = MemorySegment.ofArray(values); // not a copy
        assertEquals(6, (double) SUM.invokeExact(array, values.length));
    }

    /** Even a slow machine adds up this many numbers within a few tens of microseconds. */
    private static final int PIECE = 8192;

    /**
     * Bounded: between two pieces, the thread can stop for a safepoint, and the garbage collector
     * can move the array.
     */
    static double sum(double[] values) {
        MemorySegment array = MemorySegment.ofArray(values);
        double sum = 0;
        try {
            for (int i = 0, count; i < values.length; i += count) {
                count = Math.min(PIECE, values.length - i);
                sum += (double) SUM.invokeExact(array.asSlice(i * JAVA_DOUBLE.byteSize()), count);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return sum;
    }

    @Test
    void aLargeArrayInPieces() {
        double[] values = new double[3 * PIECE + 1];
        Arrays.setAll(values, i -> i);
        assertEquals((values.length - 1.0) * values.length / 2, sum(values));
    }

    /**
     * Each argument may be on the heap or off the heap. A slice of an array is a pointer into the
     * array.
     */
    @Test
    void arraysAndOffHeapMemoryInOneCall() throws Throwable {
        double[] sums = {1, 2, 3, 4};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(JAVA_DOUBLE, 10, 20);
            ADD.invokeExact(MemorySegment.ofArray(sums).asSlice(8, 16), values, 2);
        }
        assertArrayEquals(new double[] {1, 12, 23, 4}, sums);
    }

    /**
     * Wrong: relying on a read-only segment. Any downcall accepts one, but only Java respects it.
     * Whether the memory is written depends on C.
     */
    @Test
    void wrongReadOnlySegmentThatCWrites() throws Throwable {
        double[] constants = {1, 2};
        MemorySegment readOnly = MemorySegment.ofArray(constants).asReadOnly();
        assertEquals(3, (double) SUM.invokeExact(readOnly, 2));
        assertThrows(IllegalArgumentException.class, () -> readOnly.set(JAVA_DOUBLE, 0, 5));
        ADD.invokeExact(readOnly, readOnly.asSlice(8), 1);
        assertArrayEquals(new double[] {3, 2}, constants);
    }

    /** Wrong: a heap segment with {@code critical(false)}. It is rejected, as in a plain call. */
    @Test
    void wrongArrayWithoutHeapAccess() {
        MemorySegment watch = MemorySegment.ofArray(new int[3]);
        AssertionError error = assertThrows(AssertionError.class, () -> criticalSpin(watch, 0));
        assertTrue(
                error.getCause().getMessage().startsWith("Heap segment not allowed"),
                error.getMessage());
    }

    /** A critical call that also captures errno takes two options. */
    @Test
    void withErrno() throws Throwable {
        StructLayout state = Linker.Option.captureStateLayout();
        VarHandle errno = state.varHandle(groupElement("errno"));
        MethodHandle spin = LINKER.downcallHandle(
                critical_spin$address(),
                critical_spin$descriptor(),
                Linker.Option.critical(true),
                Linker.Option.captureCallState("errno"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(state);
            MemorySegment watch = MemorySegment.ofArray(new int[3]);
            assertEquals(-1, (int) spin.invokeExact(captured, watch, -1));
            assertEquals(22, (int) errno.get(captured, 0L)); // EINVAL
        }
    }

    interface Spin {
        int call(MemorySegment watch, int millis);
    }

    static int criticalSpin(MemorySegment watch, int millis) {
        try {
            return (int) SPIN.invokeExact(watch, millis);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * {@return whether C had returned when a garbage collection, requested while C ran, was done}
     */
    private static boolean theCollectorWaitsFor(Spin spin, int millis) throws InterruptedException {
        VarHandle flag = JAVA_INT.varHandle();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment watch = critical_watch.allocate(arena);
            Thread thread = Thread.ofPlatform().start(() -> spin.call(watch, millis));
            while ((int) flag.getAcquire(watch, critical_watch.entered$offset()) == 0
                    && thread.isAlive()) {
                Thread.onSpinWait();
            }
            System.gc();
            boolean left = (int) flag.getAcquire(watch, critical_watch.left$offset()) == 1;
            flag.setRelease(watch, critical_watch.stop$offset(), 1);
            thread.join();
            return left;
        }
    }

    /** A plain call does not delay the collection. This one would run for a minute. */
    @Test
    void aPlainCallDelaysNobody() throws InterruptedException {
        assertFalse(theCollectorWaitsFor(critical_h::critical_spin, 60_000));
    }

    /**
     * Wrong: a long critical call. The garbage collector waits for it, and all other threads wait
     * for the garbage collector.
     */
    @Test
    void wrongLongCriticalCall() throws InterruptedException {
        assertTrue(theCollectorWaitsFor(CriticalTest::criticalSpin, 300));
    }

    /**
     * Wrong: a critical function that calls back. The JVM finds that the thread never left Java,
     * and crashes.
     */
    @Test
    void wrongCriticalCallThatCallsBack() throws Exception {
        Output output = ChildJvm.run(CallsBack.class);
        assertNotEquals(0, output.exit());
        assertTrue(output.text().contains("plain: called back"), output.text());
        assertFalse(output.text().contains("critical: called back"), output.text());
        assertTrue(output.text().contains("A fatal error has been detected"), output.text());
    }

    static final class CallsBack {

        public static void main(String[] arguments) throws Throwable {
            System.load(arguments[0]);
            MemorySegment plain = critical_call_back$back.allocate(
                    () -> System.out.println("plain: called back"), Arena.global());
            critical_h.critical_call_back(plain);
            MethodHandle callBack = LINKER.downcallHandle(
                    critical_call_back$address(),
                    critical_call_back$descriptor(),
                    Linker.Option.critical(false));
            MemorySegment critical = critical_call_back$back.allocate(
                    () -> System.out.println("critical: called back"), Arena.global());
            callBack.invokeExact(critical);
        }
    }
}
