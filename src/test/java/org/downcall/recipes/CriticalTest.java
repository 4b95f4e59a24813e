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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.downcall.internal.TestBuild;
import org.downcall.recipes.bindings.critical_call_back$back;
import org.downcall.recipes.bindings.critical_h;
import org.downcall.recipes.bindings.critical_watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Critical calls.
 *
 * <p>Before a downcall the JVM notes that the thread leaves Java, and after it that it is back, and
 * whether it has to stop there. {@link Linker.Option#critical} leaves that out. It is cheaper, and
 * with {@code true} C may read and write Java arrays where they are; but until C returns no other
 * thread gets a safepoint, and so no garbage collection.
 */
@UsesRecipesLibrary
class CriticalTest {

    /**
     * jextract links the plain call only. A critical one is a second handle, of the same address
     * and descriptor.
     */
    private static final MethodHandle SUM = Linker.nativeLinker()
            .downcallHandle(
                    critical_sum$address(),
                    critical_sum$descriptor(),
                    Linker.Option.critical(true));

    private static final MethodHandle ADD = Linker.nativeLinker()
            .downcallHandle(
                    critical_add$address(),
                    critical_add$descriptor(),
                    Linker.Option.critical(true));

    /** {@code false}: no Java arrays. */
    private static final MethodHandle SPIN = Linker.nativeLinker()
            .downcallHandle(
                    critical_spin$address(),
                    critical_spin$descriptor(),
                    Linker.Option.critical(false));

    /** So many numbers C adds up within a few tens of microseconds, on a slow machine too. */
    private static final int PIECE = 8192;

    /**
     * Bounded: between two pieces the thread can be stopped, and the collector may move the array.
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
    void anArrayWhereItIs() {
        double[] values = new double[3 * PIECE + 1];
        Arrays.setAll(values, i -> i);
        assertEquals((values.length - 1.0) * values.length / 2, sum(values));
    }

    /** Each argument may be on the heap or off it; a slice of an array is a pointer into it. */
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
     * A read-only segment may be passed, as to any downcall. Only Java respects it: whether C
     * writes is up to C.
     */
    @Test
    void wrongReadOnlyArraysArePassedToCThatWrites() throws Throwable {
        double[] constants = {1, 2};
        MemorySegment readOnly = MemorySegment.ofArray(constants).asReadOnly();
        assertEquals(3, (double) SUM.invokeExact(readOnly, 2));
        assertThrows(IllegalArgumentException.class, () -> readOnly.set(JAVA_DOUBLE, 0, 5));
        ADD.invokeExact(readOnly, readOnly.asSlice(8), 1);
        assertArrayEquals(new double[] {3, 2}, constants);
    }

    /** {@code critical(false)} leaves out as much, and refuses arrays as the plain call does. */
    @Test
    void wrongAnArrayWithoutHeapAccess() {
        MemorySegment watch = MemorySegment.ofArray(new int[3]);
        AssertionError error = assertThrows(AssertionError.class, () -> criticalSpin(watch, 0));
        assertTrue(
                error.getCause().getMessage().startsWith("Heap segment not allowed"),
                error.getMessage());
    }

    /** Critical, and errno is wanted: two options. */
    @Test
    void withErrno() throws Throwable {
        StructLayout state = Linker.Option.captureStateLayout();
        VarHandle errno = state.varHandle(groupElement("errno"));
        MethodHandle spin = Linker.nativeLinker()
                .downcallHandle(
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

    /** {@return whether C was back when a collection was done that was asked for while C ran} */
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

    @Test
    void aPlainCallStopsNobody() throws InterruptedException {
        assertFalse(theCollectorWaitsFor(
                critical_h::critical_spin, 60_000)); // a minute, had the collector to wait
    }

    /**
     * Wrong: a critical call that takes long. The collector waits for it, and all threads wait for
     * the collector.
     */
    @Test
    void wrongACriticalCallThatTakesLong() throws InterruptedException {
        assertTrue(theCollectorWaitsFor(CriticalTest::criticalSpin, 300));
    }

    /**
     * Wrong: a critical function that calls back. The JVM finds a thread in Java that never left
     * it, and ends.
     */
    @Test
    void wrongACriticalCallThatCallsBack(@TempDir Path directory) throws Exception {
        List<String> options = List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("error.log"));
        TestBuild.Output output =
                ChildJvm.run(options, CallsBack.class, UsesRecipesLibrary.Load.file());
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
            MethodHandle callBack = Linker.nativeLinker()
                    .downcallHandle(
                            critical_call_back$address(),
                            critical_call_back$descriptor(),
                            Linker.Option.critical(false));
            MemorySegment critical = critical_call_back$back.allocate(
                    () -> System.out.println("critical: called back"), Arena.global());
            callBack.invokeExact(critical);
        }
    }
}
