package org.downcall.internal.numbers;

import java.util.function.DoubleConsumer;
import org.downcall.internal.calls.Execution;

/**
 * The parts of a computation that consists of several tasks. A part that is too short for a task
 * reports nothing, even if it is the last one.
 */
public final class Parts {

    private final Execution execution;
    private double reported;

    /** @param execution that of the whole computation */
    public Parts(Execution execution) {
        this.execution = execution;
    }

    /**
     * {@return how a part runs}
     *
     * @param from which fraction of the computation is done before the part
     * @param to which fraction is done after it
     */
    public Execution part(double from, double to) {
        DoubleConsumer listener = execution.progress();
        if (listener == null) {
            return execution;
        }
        return execution.withProgress(
                new DoubleConsumer() { // not a lambda: see Rehearsal
                    @Override
                    public void accept(double done) {
                        reported = done < 1 ? from + done * (to - from) : to;
                        listener.accept(reported);
                    }
                });
    }

    /** Reports the end, unless nothing was reported, or the end was. */
    public void end() {
        if (reported > 0 && reported < 1) {
            execution.progress().accept(1);
        }
    }
}
