package org.downcall.internal.calls;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

/**
 * Counts the steps of a computation that are done, on all threads, and reports them on the calling
 * thread.
 */
public final class Progress {

    /** A task of more stages counts stages, because the count of steps would take too long. */
    private static final long MOST_COUNTED = 10_000;

    private final DoubleConsumer listener;
    private final Thread caller = Thread.currentThread();
    private final boolean countsStages;
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private long reported;

    /**
     * Counts steps of a single stage.
     *
     * @param listener receives the fraction that is done; may be null
     */
    public Progress(DoubleConsumer listener, long steps) {
        this.listener = listener;
        countsStages = false;
        total = steps;
    }

    /** @param listener receives the fraction of the task that is done; may be null */
    Progress(DoubleConsumer listener, MemorySegment task, long stages) {
        this.listener = listener;
        countsStages = stages > MOST_COUNTED;
        long steps = countsStages ? stages : 0;
        for (long stage = 0; stage < stages && listener != null && !countsStages; stage++) {
            steps += Downcalls.taskStrands(task, stage) * Downcalls.taskSteps(task, stage);
        }
        total = steps;
    }

    /** Called by the thread that has run a step. */
    public void stepIsDone() {
        if (listener != null && !countsStages) {
            done.incrementAndGet();
            if (Thread.currentThread() == caller) {
                report();
            }
        }
    }

    /** Called by the calling thread when all threads have finished a stage. */
    public void stageIsDone() {
        if (listener != null) {
            if (countsStages) {
                done.incrementAndGet();
            }
            report();
        }
    }

    private void report() {
        long now = done.get();
        if (now > reported) {
            reported = now;
            listener.accept((double) now / total);
        }
    }
}
