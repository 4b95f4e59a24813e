package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.bindings.dc_task;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.calls.TaskBuffers.Input;
import org.downcall.internal.calls.TaskBuffers.Sizes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the buffers of a task are, and that their memory is freed. */
@RequiresLibrary
class TaskBuffersTest {

    /** Enough for one of the tasks below, and not for two. */
    private static final long LIMIT = 1 << 20;

    private final NativeMemory memory = new NativeMemory(LIMIT, "limit");

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    private TaskBuffers buffers(Input input, Execution execution) {
        return new TaskBuffers(memory, Sizes.of(input), "it", false, execution);
    }

    private void assertAllIsFree() {
        memory.free(memory.allocate(LIMIT, "all", new MemoryWait(0)), LIMIT);
    }

    @Test
    void theBuffersAreAlignedAndApart() {
        for (Input input : new Input[] {
            Input.ofProduct(3, 2),
            Input.ofProduct(1000, 9),
            Input.ofSquare(17),
            Input.ofPower(2, 100, 9),
            Input.ofNumber(downcall_h.DC_TO_DECIMAL(), 200)
        }) {
            try (TaskBuffers buffers = buffers(input, Execution.DEFAULT)) {
                assertEquals(input.aLimbs() * Long.BYTES, buffers.a().byteSize());
                long bLimbs = input.square() ? input.aLimbs() : input.bLimbs();
                assertEquals(bLimbs * Long.BYTES, buffers.b().byteSize());
                MemorySegment task = buffers.task();
                assertEquals(buffers.a().address(), dc_task.a(task).address());
                assertEquals(buffers.b().address(), dc_task.b(task).address());
                assertEquals(buffers.result().address(), dc_task.result(task).address());
                assertEquals(
                        dc_task.result_limbs(task) * Long.BYTES,
                        buffers.result().byteSize());
                assertEquals(bLimbs, dc_task.b_limbs(task));
                long end = 0;
                for (MemorySegment buffer : new MemorySegment[] {
                    buffers.a(), input.square() ? null : buffers.b(), buffers.result()
                }) {
                    if (buffer != null) {
                        assertEquals(0, buffer.address() % 64);
                        assertTrue(buffer.address() >= end);
                        end = buffer.address() + buffer.byteSize();
                    }
                }
                assertTrue(dc_task.scratch(task).address() >= end);
                assertEquals(0, dc_task.scratch(task).address() % 64);
            }
            assertAllIsFree();
        }
    }

    /** The buffers do not use the layout that jextract generated. */
    @Test
    void theStructIsThatOfTheHeader() {
        assertEquals(dc_task.layout().byteSize(), TaskBuffers.STRUCT_BYTES);
        Input input = new Input(downcall_h.DC_MOD_POWER(), 7, 2, 100, 3, false, 4);
        Execution parallel = Execution.DEFAULT.withExecutor(Runnable::run);
        Sizes sizes = new Sizes(input, 5, 6, 8);
        try (TaskBuffers buffers = new TaskBuffers(memory, sizes, "it", false, parallel)) {
            MemorySegment task = buffers.task();
            assertEquals(input.operation(), dc_task.operation(task));
            assertEquals(Runtime.getRuntime().availableProcessors(), dc_task.threads(task));
            assertEquals(5, dc_task.features(task));
            assertEquals(7, dc_task.n(task));
            assertEquals(buffers.a().address(), dc_task.a(task).address());
            assertEquals(2, dc_task.a_limbs(task));
            assertEquals(buffers.b().address(), dc_task.b(task).address());
            assertEquals(3, dc_task.b_limbs(task));
            assertEquals(buffers.c().address(), dc_task.c(task).address());
            assertEquals(4, dc_task.c_limbs(task));
            assertEquals(100, dc_task.a_bits(task));
            assertEquals(buffers.result().address(), dc_task.result(task).address());
            assertEquals(6, dc_task.result_limbs(task));
            assertEquals(buffers.result().address() + 64, dc_task.scratch(task).address());
            assertEquals(8, dc_task.scratch_limbs(task));
        }
    }

    @Test
    void whatTheLimitCountsIsWhatIsUsed() {
        Sizes sizes = Sizes.of(Input.ofProduct(3, 2));
        // Lines of eight limbs: two for the struct, one for each operand and for the result, and
        // those of the scratch.
        assertEquals(8 * (2 + 3 + (sizes.scratchLimbs() + 7) / 8), sizes.limbs());
        NativeMemory exact = new NativeMemory(8 * sizes.limbs() + 64, "limit");
        new TaskBuffers(exact, sizes, "it", true, Execution.DEFAULT).close();
        NativeMemory less = new NativeMemory(8 * sizes.limbs() + 63, "limit");
        assertThrows(
                OutOfMemoryError.class,
                () -> new TaskBuffers(less, sizes, "it", true, Execution.DEFAULT));
    }

    /** They pass it to C. The operands and the result belong to the thread that has created them. */
    @Test
    void otherThreadsAccessTheStructOnlyAndOnlyIfThereIsAnExecutor() {
        Execution parallel = Execution.DEFAULT.withExecutor(Runnable::run);
        Sizes sizes = Sizes.of(Input.ofProduct(3, 2));
        Thread other = new Thread(() -> {});
        for (boolean inOneCall : new boolean[] {false, true}) {
            for (Execution execution : new Execution[] {Execution.DEFAULT, parallel}) {
                try (TaskBuffers buffers =
                        new TaskBuffers(memory, sizes, "it", inOneCall, execution)) {
                    assertEquals(
                            execution == parallel && !inOneCall,
                            buffers.task().isAccessibleBy(other));
                    assertFalse(buffers.a().isAccessibleBy(other));
                    assertFalse(buffers.result().isAccessibleBy(other));
                }
            }
        }
    }

    @Test
    void aFailureAfterTheAllocationFreesTheMemory() {
        Sizes inconsistent = new Sizes(Input.ofProduct(3, 2), 0, 1000, -900);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> new TaskBuffers(memory, inconsistent, "it", false, Execution.DEFAULT));
        assertAllIsFree();
    }

    @Test
    void theTaskHasTheFeaturesThatAreInUse() {
        Sizes sizes = Sizes.of(Input.ofProduct(3, 2));
        assertEquals(downcall_h.dc_features(), sizes.features());
        try (TaskBuffers buffers = buffers(Input.ofProduct(3, 2), Execution.DEFAULT)) {
            assertEquals(sizes.features(), dc_task.features(buffers.task()));
        }
    }

    @Test
    void noBufferCanBeUsedAfterTheEnd() {
        for (Execution execution :
                new Execution[] {Execution.DEFAULT, Execution.DEFAULT.withExecutor(Runnable::run)
                }) {
            TaskBuffers buffers = buffers(Input.ofProduct(3, 2), execution);
            buffers.close();
            assertFalse(buffers.a().scope().isAlive());
            assertThrows(IllegalStateException.class, buffers::task);
            assertThrows(IllegalStateException.class, buffers::close);
        }
    }

    /** The address of the block is known, because it is one that was kept. */
    @Test
    void allBuffersAreInTheBlockThatIsAllocated() {
        long other = memory.allocate(LIMIT / 2, "other", new MemoryWait(0));
        for (Input input : new Input[] {Input.ofProduct(3, 2), Input.ofProduct(1000, 9)}) {
            Sizes sizes = Sizes.of(input);
            long bytes = 8 * sizes.limbs() + 64;
            long block = memory.allocate(bytes, "it", new MemoryWait(0));
            memory.free(block, bytes);
            long kept = memory.keptBytes();
            try (TaskBuffers buffers = buffers(input, Execution.DEFAULT)) {
                assertTrue(memory.keptBytes() < kept);
                long first = buffers.task().address();
                assertTrue(first >= block && first < block + 64, first + " in " + block);
                long scratch = dc_task.scratch(buffers.task()).address();
                assertTrue(scratch + 8 * sizes.scratchLimbs() <= block + bytes);
            }
        }
        memory.free(other, LIMIT / 2);
        assertAllIsFree();
    }
}
