package org.downcall.internal.numbers;

import java.util.concurrent.CancellationException;

/**
 * Ends a computation of many short tasks if the calling thread is interrupted. The tasks do not
 * check that themselves, and a short computation runs to completion.
 */
final class InterruptCheck {

    /** The memory of a task is ten times that of its result. */
    private static final long SHORT_LIMBS = Thresholds.ONE_CALL_TASK_LIMBS / 10;

    private long limbs;

    /**
     * Called before each task.
     *
     * @param resultLimbs the length of its result
     * @throws CancellationException if the computation has become long, and the thread has been
     *     interrupted
     */
    void next(long resultLimbs) {
        limbs += resultLimbs;
        if (limbs > SHORT_LIMBS && Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "The computation of a product was cancelled. The calling thread was"
                            + " interrupted.");
        }
    }
}
