package org.downcall.internal.calls;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CancellationException;

/**
 * One long computation in C. Fill {@link #a}, {@link #b} and {@link #c}, call {@link #run}, read
 * {@link #result}, and close the task, which frees its memory.
 *
 * <p>Each downcall takes some milliseconds, or tens of milliseconds on a CPU without vector
 * variants. None is critical, so that the garbage collector never waits for one. {@link
 * NativeTasks} has a factory method for each operation.
 */
public final class NativeTask implements AutoCloseable {

    private final TaskBuffers buffers;
    private final String description;
    private final boolean inOneCall;
    private final Execution execution;

    /** Whether the thread that created the task runs it, possibly with the help of others. */
    private boolean isRunning;

    /**
     * Allocates the memory of a task.
     *
     * @param description what the task computes, for messages, such as {@code "F(100)"}
     * @param inOneCall whether the task is so short that it need not be interruptible
     * @throws OutOfMemoryError if there is not enough memory; the message states how much the task
     *     requires
     * @throws CancellationException if the calling thread is interrupted while it waits for memory
     */
    NativeTask(
            NativeMemory memory,
            TaskBuffers.Sizes sizes,
            String description,
            boolean inOneCall,
            Execution execution) {
        this.description = description;
        this.inOneCall = inOneCall;
        this.execution = execution;
        // Last, because an exception after the allocation would leak the memory.
        buffers = new TaskBuffers(memory, sizes, description, inOneCall, execution);
    }

    /** {@return the first operand, which the caller fills} */
    public MemorySegment a() {
        return buffers.a();
    }

    /** {@return the second operand, which the caller fills; for a square, the first one} */
    public MemorySegment b() {
        return buffers.b();
    }

    /** {@return the third operand, which the caller fills; empty if the operation has none} */
    public MemorySegment c() {
        return buffers.c();
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
     * @throws RuntimeException | Error what the executor or the listener throws
     */
    public void run() {
        MemorySegment task = buffers.task();
        if (inOneCall) {
            Downcalls.taskRunInOneCall(task);
            return;
        }
        isRunning = true;
        try {
            runStages(task);
        } finally {
            isRunning = false; // Strands returns, or throws, once no other thread runs a strand.
        }
    }

    private void runStages(MemorySegment task) {
        long stages = Downcalls.taskStages(task);
        Progress progress = new Progress(execution.progress(), task, stages);
        try (Strands strands = new Strands(execution.executor())) {
            for (long stage = 0; stage < stages; stage++) {
                long steps = Downcalls.taskSteps(task, stage);
                long current = stage;
                strands.run(Downcalls.taskStrands(task, stage), (strand, stopped) -> {
                    for (long step = 0; step < steps && !stopped.getAsBoolean(); step++) {
                        Downcalls.taskRun(task, current, strand, step);
                        progress.stepIsDone();
                    }
                });
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("The computation of " + description
                            + " was cancelled. The calling thread was interrupted.");
                }
                progress.stageIsDone();
            }
        }
    }

    /**
     * Frees the memory of the task.
     *
     * @throws IllegalStateException if the task is running or closed; nothing is freed
     * @throws WrongThreadException if another thread created the task; nothing is freed
     */
    @Override
    public void close() {
        if (isRunning && buffers.result().isAccessibleBy(Thread.currentThread())) {
            throw new IllegalStateException("The task is running.");
        }
        buffers.close();
    }
}
