package org.downcall.internal.calls;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

/**
 * Counts the steps of a task that are done, on all threads, and reports them on the calling thread.
 */
final class Progress {

    private final DoubleConsumer listener;
    private final Thread caller = Thread.currentThread();
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private long reported;

    /** @param listener is told the fraction of all steps that are done; may be null */
    Progress(DoubleConsumer listener, MemorySegment task, long stages) {
        this.listener = listener;
        long steps = 0;
        for (long stage = 0; stage < stages && listener != null; stage++) {
            steps += Downcalls.taskStrands(task, stage) * Downcalls.taskSteps(task, stage);
        }
        total = steps;
    }

    /** Called by the thread that has run a step. */
    void stepIsDone() {
        if (listener != null) {
            done.incrementAndGet();
            if (Thread.currentThread() == caller) {
                report();
            }
        }
    }

    /** Called by the calling thread when all threads have finished a stage. */
    void stageIsDone() {
        if (listener != null) {
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
