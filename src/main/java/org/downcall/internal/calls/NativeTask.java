package org.downcall.internal.calls;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/**
 * One long computation in C. Fill {@link #a} and {@link #b}, call {@link #run}, read {@link
 * #result}, and close the task, which frees its memory.
 *
 * <p>Each downcall takes some milliseconds, or tens of milliseconds on a CPU without vector
 * variants. None is critical, so that the garbage collector never waits for one. {@link NativeTasks}
 * has a factory method for each operation.
 */
public final class NativeTask implements AutoCloseable {

    private final TaskBuffers buffers;
    private final String description;
    private final boolean inOneCall;
    private final Executor executor;

    /**
     * Allocates the memory of a task.
     *
     * @param description what the task computes, for messages, such as {@code "F(100)"}
     * @param inOneCall whether the task is so short that it need not be interruptible
     * @param executor runs strands in addition to the calling thread; may be null
     * @throws OutOfMemoryError if there is not enough memory; the message states how much the task
     *     requires
     */
    NativeTask(
            NativeMemory memory,
            TaskBuffers.Sizes sizes,
            String description,
            boolean inOneCall,
            Executor executor) {
        this.description = description;
        this.inOneCall = inOneCall;
        this.executor = executor;
        // Last, because an exception after the allocation would leak the memory.
        buffers = new TaskBuffers(memory, sizes, description, executor != null);
    }

    /** {@return the first operand, which the caller fills} */
    public MemorySegment a() {
        return buffers.a();
    }

    /** {@return the second operand, which the caller fills; for a square, the first one} */
    public MemorySegment b() {
        return buffers.b();
    }

    /** {@return the result; its upper limbs may be 0} */
    public MemorySegment result() {
        return buffers.result();
    }

    /**
     * Computes {@link #result}.
     *
     * @throws CancellationException if the calling thread is interrupted; its interrupt status
     *     remains set
     */
    public void run() {
        MemorySegment task = buffers.task();
        if (inOneCall) {
            Downcalls.taskRunInOneCall(task);
            return;
        }
        long stages = Downcalls.taskStages(task);
        for (long stage = 0; stage < stages; stage++) {
            long steps = Downcalls.taskSteps(task, stage);
            long current = stage;
            Strands.run(Downcalls.taskStrands(task, stage), executor, (strand, stopped) -> {
                for (long step = 0; step < steps && !stopped.getAsBoolean(); step++) {
                    Downcalls.taskRun(task, current, strand, step);
                }
            });
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("The computation of " + description
                        + " was cancelled. The calling thread was interrupted.");
            }
        }
    }

    /** Frees the memory of the task. */
    @Override
    public void close() {
        buffers.close();
    }
}
