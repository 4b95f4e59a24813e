package org.downcall.benchmarks.results;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean, and how far from it the true one may be at a confidence of 99.9 %, by Student's t: over
 * all samples of all JVMs, as JMH computes it, and from four JVMs on also over the means of the
 * JVMs; the wider interval counts. Samples of one JVM are not independent, since they share its
 * compiled code and its memory layout, and the first interval does not know that. With fewer JVMs
 * the second one would be too wide to tell anything.
 *
 * @param mean in the unit of what was measured
 * @param error half the width of the interval; NaN where one sample or two tell nothing of it
 * @param lowestFork the lowest of the means of the single forks
 * @param highestFork the highest of them
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
        double error = all.getMeanErrorAt(CONFIDENCE);
        if (means.length >= FORKS_FOR_AN_INTERVAL) {
            error = Math.max(error, new ListStatistics(means).getMeanErrorAt(CONFIDENCE));
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
     * Whether this is below the other beyond doubt: the intervals do not touch, and no JVM of this
     * one was as slow as any of the other.
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
