package org.downcall.internal.calls;

import static org.downcall.internal.bindings.downcall_h.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.bindings.dc_task;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is checked between Java and C, and how a failure is reported. */
@RequiresLibrary
class DowncallsTest {

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    private static MemorySegment words(int count) {
        return MemorySegment.ofArray(new long[count]);
    }

    private static MemorySegment bytes(int count) {
        return MemorySegment.ofArray(new byte[count]);
    }

    @Test
    void buffersMustMatch() {
        assertEquals(
                "15 bytes do not fill 16 bytes of limbs",
                assertThrows(
                                IndexOutOfBoundsException.class,
                                () -> Downcalls.limbsToBigEndian(bytes(15), words(2)))
                        .getMessage());
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Downcalls.limbsFromBigEndian(words(2), bytes(17)));
        assertEquals(
                "2 words do not fill 37 characters",
                assertThrows(
                                IndexOutOfBoundsException.class,
                                () -> Downcalls.decimalToAscii(bytes(37), words(2), 19))
                        .getMessage());
        assertEquals(
                "20 characters do not fill 1 words",
                assertThrows(
                                IndexOutOfBoundsException.class,
                                () -> Downcalls.decimalFromAscii(words(1), bytes(20)))
                        .getMessage());
    }

    @Test
    void anErrorCodeOfCIsADefect() {
        assertEquals(
                "dc_fib_exact returned the error code -1",
                assertThrows(
                                AssertionError.class,
                                () -> Downcalls.fibonacciExact(words(9), words(999), -1))
                        .getMessage());
        assertEquals(
                "dc_mul returned the error code -2",
                assertThrows(
                                AssertionError.class,
                                () -> Downcalls.multiply(words(1), words(1), words(1), words(0)))
                        .getMessage());
        assertThrows(AssertionError.class, () -> Downcalls.multiplyScratchLimbs(0, 1));
        assertThrows(
                AssertionError.class, () -> Downcalls.fibonacciExact(words(1), words(0), 1000));
    }

    @Test
    void aTaskThatIsInvalid() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment task = arena.allocate(dc_task.layout());
            dc_task.operation(task, -1);
            assertThrows(AssertionError.class, () -> Downcalls.taskResultLimbs(task));
            assertThrows(AssertionError.class, () -> Downcalls.taskScratchLimbs(task));
            assertThrows(AssertionError.class, () -> Downcalls.taskStages(task));
            assertThrows(AssertionError.class, () -> Downcalls.taskStrands(task, 0));
            assertThrows(AssertionError.class, () -> Downcalls.taskSteps(task, 0));
            assertThrows(AssertionError.class, () -> Downcalls.taskRun(task, 0, 0, 0));
            assertThrows(AssertionError.class, () -> Downcalls.taskRunInOneCall(task));
        }
    }

    /** Their descriptors are not generated. */
    @Test
    void everyCriticalHandleHasTheTypeOfItsBinding() throws ReflectiveOperationException {
        Map<MethodHandle, FunctionDescriptor> descriptors = new HashMap<>(Map.of(
                Downcalls.FibonacciWord.LONG, dc_fib_long$descriptor(),
                Downcalls.FibonacciWord.WRAPPING, dc_fib_wrapping$descriptor(),
                Downcalls.FibonacciExact.EXACT, dc_fib_exact$descriptor(),
                Downcalls.Product.SCRATCH_LIMBS, dc_mul_scratch_limbs$descriptor(),
                Downcalls.Product.MULTIPLY, dc_mul$descriptor(),
                Downcalls.BigEndian.FROM_LIMBS, dc_limbs_to_big_endian$descriptor(),
                Downcalls.BigEndian.TO_LIMBS, dc_limbs_from_big_endian$descriptor(),
                Downcalls.Decimal.TO_ASCII, dc_decimal_to_ascii$descriptor(),
                Downcalls.Decimal.FROM_ASCII, dc_decimal_from_ascii$descriptor(),
                Downcalls.Residue.RESIDUE, dc_residue$descriptor()));
        for (Class<?> handles : Downcalls.class.getDeclaredClasses()) {
            for (Field field : handles.getDeclaredFields()) {
                field.setAccessible(true);
                if (field.get(null) instanceof MethodHandle handle) {
                    FunctionDescriptor descriptor = descriptors.remove(handle);
                    assertNotNull(descriptor, field::toString);
                    assertEquals(descriptor.toMethodType(), handle.type(), field::toString);
                }
            }
        }
        assertEquals(Map.of(), descriptors);
    }

    /** The registers of arguments have 64 bits. */
    @Test
    void integersArePassedWithTheirSign() {
        MemorySegment words = Arena.ofAuto().allocate(8, 8);
        assertEquals(Downcalls.residueOnHeap(words(1), 19, 5), Downcalls.residue(words, 19, 5));
        assertEquals(dc_fib_word_digits(-1), Downcalls.fibonacciWordDigits(-1));
        assertEquals(
                dc_fib_word_digits(4_000_000_000L), Downcalls.fibonacciWordDigits(4_000_000_000L));
    }

    @Test
    void theOperationsAreThoseOfTheHeader() throws ReflectiveOperationException {
        int count = 0;
        Class<?> bindings = org.downcall.internal.bindings.downcall_h.class;
        for (Field field : TaskOperation.class.getDeclaredFields()) {
            assertEquals(
                    bindings.getMethod("DC_" + field.getName()).invoke(null),
                    field.get(null),
                    field::toString);
            count++;
        }
        assertEquals(14, count);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs madvise")
    void discardedMemoryIsZero() {
        long bytes = 1 << 22;
        long address = Libc.malloc(bytes);
        try {
            MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(bytes);
            memory.fill((byte) 7);
            // Pages of any size that Linux has on the supported platforms.
            long page = 1 << 16;
            long from = (address + page - 1) / page * page;
            Libc.discard(from, page);
            assertEquals(-1, memory.asSlice(from - address, page).mismatch(words((int) page / 8)));
            assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, from - address + page));
        } finally {
            Libc.free(address);
        }
    }

    @Test
    void exceptionsOfTheForeignFunctionApiPass() {
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(8, 8);
        }
        assertThrows(IllegalStateException.class, () -> Downcalls.residueOnHeap(closed, 0, 0));
    }

    @Test
    void memoryThatMayBeFreedIsNotPassed() throws InterruptedException {
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(8, 8);
        }
        assertThrows(IllegalStateException.class, () -> Downcalls.residue(closed, 0, 0));
        assertThrows(IllegalStateException.class, () -> Downcalls.taskStages(closed));
        MemorySegment[] ofAnother = new MemorySegment[1];
        Thread other = new Thread(() -> ofAnother[0] = Arena.ofConfined().allocate(8, 8));
        other.start();
        other.join();
        assertThrows(WrongThreadException.class, () -> Downcalls.residue(ofAnother[0], 0, 0));
    }
}
