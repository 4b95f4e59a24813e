package org.downcall.benchmarks.results;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean with its confidence interval at 99.9 %, by Student's t. One interval is over all samples
 * of all JVMs, as JMH computes it. With four JVMs or more there is a second one, over the means of
 * the JVMs, and the wider interval counts. The samples of one JVM are not independent, because they
 * share compiled code and memory layout, which the first interval does not account for. With fewer
 * JVMs the second interval would be too wide to be of use.
 *
 * @param mean in the unit of the measurement
 * @param error half the width of the interval; NaN with fewer than three samples
 * @param lowestFork the lowest mean of a single fork
 * @param highestFork the highest mean of a single fork
 */
public record Estimate(double mean, double error, double lowestFork, double highestFork) {

    public static final double CONFIDENCE = 0.999;

    private static final int FORKS_FOR_AN_INTERVAL = 4;

    /** @param forks the samples of each JVM */
    public static Estimate of(List<double[]> forks) {
        ListStatistics all = new ListStatistics(
                forks.stream().flatMapToDouble(Arrays::stream).toArray());
        if (all.getN() == 0) {
            throw new IllegalArgumentException("no samples");
        }
        double[] means = forks.stream()
                .filter(fork -> fork.length > 0)
                .mapToDouble(fork -> Arrays.stream(fork).average().orElseThrow())
                .toArray();
        double error = StudentsT.meanError(all, CONFIDENCE);
        if (means.length >= FORKS_FOR_AN_INTERVAL) {
            error = Math.max(error, StudentsT.meanError(new ListStatistics(means), CONFIDENCE));
        }
        return new Estimate(
                all.getMean(),
                error,
                Arrays.stream(means).min().orElseThrow(),
                Arrays.stream(means).max().orElseThrow());
    }

    public double low() {
        return mean - error;
    }

    public double high() {
        return mean + error;
    }

    public Estimate times(double factor) {
        return new Estimate(
                mean * factor, error * factor, lowestFork * factor, highestFork * factor);
    }

    /**
     * {@return whether this is below the other at that confidence} The intervals do not touch, and
     * every fork of this is below every fork of the other.
     */
    public boolean isBelow(Estimate other) {
        return high() < other.low()
                && highestFork < other.lowestFork; // false where an error is NaN
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f +- %.1f", mean, error);
    }
}
