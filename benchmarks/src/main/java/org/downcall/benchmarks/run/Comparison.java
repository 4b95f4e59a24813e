package org.downcall.benchmarks.run;

import java.util.List;

/**
 * Things that are timed against each other. They take turns, fork by fork, so that whatever drifts meanwhile hits all
 * of them alike.
 *
 * @param check throws an exception that names what differs, unless all trials do the same; runs before any is timed
 */
public record Comparison(String name, List<? extends Trial> trials, Runnable check) {

    public Comparison {
        trials = List.copyOf(trials);
    }
}
