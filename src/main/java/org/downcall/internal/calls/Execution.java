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

    /**
     * {@return how a part of a computation runs, if the computation consists of several tasks}
     *
     * @param from which fraction of the computation is done before the part
     * @param to which fraction is done after it
     */
    public Execution part(double from, double to) {
        DoubleConsumer listener = progress;
        if (listener == null) {
            return this;
        }
        return withProgress(
                new DoubleConsumer() { // not a lambda: see Rehearsal
                    @Override
                    public void accept(double done) {
                        listener.accept(done < 1 ? from + done * (to - from) : to);
                    }
                });
    }

    public Execution withProgress(DoubleConsumer newProgress) {
        return new Execution(executor, maxWaitNanos, newProgress);
    }
}
