package org.downcall.benchmarks.results;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A result that may not have settled: the forks' first samples differ from their last ones by more than 5 % of the mean
 * and by more than its error. More warm-up, or a calmer machine, would be needed.
 *
 * @param first the mean, over the forks, of the time at the beginning, in nanoseconds
 * @param last the same at the end
 */
public record Settling(Measurement measurement, double first, double last) {

    private static final double TOLERANCE = 0.05;

    /** A single round of hundreds says nothing: of so many, the first and the last tenth are compared. */
    private static final int PART = 10;

    /** {@return empty if the result has settled, or if nobody can tell} */
    public static Optional<Settling> missedBy(Measurement measurement) {
        if (measurement.mode().equals("ss") && measurement.batch() == 1) {
            return Optional.empty(); // each sample is an event of its own: nothing is warmed up
        }
        List<double[]> forks = measurement.forksInNanoseconds().stream().filter(fork -> fork.length > 1).toList();
        if (forks.isEmpty()) {
            return Optional.empty();
        }
        double first = forks.stream().mapToDouble(fork -> mean(fork, 0, part(fork))).average().orElseThrow();
        double last = forks.stream()
                .mapToDouble(fork -> mean(fork, fork.length - part(fork), fork.length))
                .average()
                .orElseThrow();
        Estimate time = measurement.time();
        double change = Math.abs(last - first);
        return change > TOLERANCE * time.mean() && change > time.error() // false where the error is NaN
                ? Optional.of(new Settling(measurement, first, last))
                : Optional.empty();
    }

    /** By which part of the first the last differs from it. */
    public double change() {
        return last / first - 1;
    }

    private static int part(double[] fork) {
        return Math.max(1, fork.length / PART);
    }

    private static double mean(double[] samples, int from, int to) {
        return Arrays.stream(samples, from, to).average().orElseThrow();
    }
}
