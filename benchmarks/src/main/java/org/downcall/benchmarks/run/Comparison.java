package org.downcall.benchmarks.run;

import java.util.List;

/**
 * Things that are timed against each other. They take turns, fork by fork, so that whatever drifts
 * meanwhile hits all of them alike.
 *
 * @param check throws an exception that names what differs, unless all trials do the same; runs
 *     before any is timed
 * @param mostForks in how many JVMs at most, if the mode says more
 */
public record Comparison(String name, List<? extends Trial> trials, Runnable check, int mostForks) {

    public Comparison {
        trials = List.copyOf(trials);
    }

    /** In as many JVMs as the mode says. */
    public Comparison(String name, List<? extends Trial> trials, Runnable check) {
        this(name, trials, check, Integer.MAX_VALUE);
    }

    /** In how many JVMs each trial is measured. */
    public int forks(RunMode mode) {
        return Math.min(mode.forks(), mostForks);
    }
}
