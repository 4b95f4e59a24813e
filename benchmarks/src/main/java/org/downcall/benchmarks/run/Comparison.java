package org.downcall.benchmarks.run;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.downcall.benchmarks.results.Measurement;

/**
 * Trials that are compared with each other. Those of JMH run at the same time and take turns, slice
 * by slice; others take turns JVM by JVM. A drift of the machine therefore affects all of them
 * alike.
 *
 * @param check runs before any trial is timed, and throws an exception that names the difference if
 *     the trials do not have the same result
 * @param repetitions how many JVMs measure each trial, for the number of sets that the user wants
 * @param answer the lines that the terminal shows when all is measured
 */
public record Comparison(
        String name,
        List<? extends Trial> trials,
        Runnable check,
        IntUnaryOperator repetitions,
        Function<List<Measurement>, List<String>> answer) {

    public Comparison(
            String name,
            List<? extends Trial> trials,
            Runnable check,
            IntUnaryOperator repetitions) {
        this(name, trials, check, repetitions, Answer::lines);
    }

    /** A comparison with at most this number of JVMs for each trial. */
    public Comparison(String name, List<? extends Trial> trials, Runnable check, int mostForks) {
        this(name, trials, check, sets -> Math.min(sets, mostForks));
    }

    /** A comparison with as many JVMs as the user wants. */
    public Comparison(String name, List<? extends Trial> trials, Runnable check) {
        this(name, trials, check, Integer.MAX_VALUE);
    }

    Comparison with(List<? extends Trial> trials) {
        return new Comparison(name, trials, check, repetitions, answer);
    }

    /**
     * {@return the number of JVMs that measure each trial}
     *
     * @param sets that the user wants
     */
    public int forks(int sets) {
        return repetitions.applyAsInt(sets);
    }
}
