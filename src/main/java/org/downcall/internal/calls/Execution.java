package org.downcall.internal.calls;

import java.util.concurrent.Executor;
import java.util.function.DoubleConsumer;

/**
 * How a long computation runs.
 *
 * @param executor runs strands in addition to the calling thread; may be null
 * @param maxWaitNanos how long the computation may wait for memory that others use
 * @param progress receives, on the calling thread, the fraction that is done; may be null
 */
public record Execution(Executor executor, long maxWaitNanos, DoubleConsumer progress) {

    /** Runs on the calling thread, and does not wait for memory. */
    public static final Execution DEFAULT = new Execution(null, 0, null);

    public Execution withExecutor(Executor newExecutor) {
        return new Execution(newExecutor, maxWaitNanos, progress);
    }

    public Execution withMaxWaitNanos(long newMaxWaitNanos) {
        return new Execution(executor, newMaxWaitNanos, progress);
    }

    public Execution withProgress(DoubleConsumer newProgress) {
        return new Execution(executor, maxWaitNanos, newProgress);
    }
}
