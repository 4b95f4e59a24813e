package org.downcall.benchmarks.run;

import java.util.List;

/**
 * Trials that are compared with each other. They take turns, fork by fork, so that a drift of the
 * machine affects all of them alike.
 *
 * @param check runs before any trial is timed, and throws an exception that names the difference if
 *     the trials do not have the same result
 * @param mostForks the most JVMs for each trial, whatever the mode
 */
public record Comparison(String name, List<? extends Trial> trials, Runnable check, int mostForks) {

    public Comparison {
        trials = List.copyOf(trials);
    }

    /** A comparison with as many JVMs as the mode has. */
    public Comparison(String name, List<? extends Trial> trials, Runnable check) {
        this(name, trials, check, Integer.MAX_VALUE);
    }

    /** {@return the number of JVMs that measure each trial} */
    public int forks(RunMode mode) {
        return Math.min(mode.forks(), mostForks);
    }
}
