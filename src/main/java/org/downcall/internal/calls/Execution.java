package org.downcall.internal.calls;

import java.util.concurrent.Executor;
import java.util.function.DoubleConsumer;

/**
 * How a long computation runs.
 *
 * @param executor runs strands in addition to the calling thread; may be null
 * @param maxWaitNanos how long an operation may wait for memory that others use
 * @param memoryWait what is left of that time; null if the operation may not wait or has not begun
 * @param progress receives, on the calling thread, the fraction that is done; may be null
 */
public record Execution(
        Executor executor, long maxWaitNanos, MemoryWait memoryWait, DoubleConsumer progress) {

    /** Runs on the calling thread, and does not wait for memory. */
    public static final Execution DEFAULT = new Execution(null, null);

    /** Does not wait for memory. */
    public Execution(Executor executor, DoubleConsumer progress) {
        this(executor, 0, null, progress);
    }

    public Execution withExecutor(Executor newExecutor) {
        return new Execution(newExecutor, maxWaitNanos, memoryWait, progress);
    }

    public Execution withMaxWaitNanos(long newMaxWaitNanos) {
        return new Execution(executor, newMaxWaitNanos, null, progress);
    }

    public Execution withProgress(DoubleConsumer newProgress) {
        return new Execution(executor, maxWaitNanos, memoryWait, newProgress);
    }

    /** {@return how one operation runs; this, if it is part of an operation that has begun} */
    public Execution begin() {
        return maxWaitNanos == 0 || memoryWait != null
                ? this
                : new Execution(executor, maxWaitNanos, new MemoryWait(maxWaitNanos), progress);
    }
}
