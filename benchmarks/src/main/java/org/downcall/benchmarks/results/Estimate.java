package org.downcall.benchmarks.results;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Median;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A time with its confidence interval, by Student's t. The samples of one JVM are not independent,
 * because they share compiled code and memory layout, so the interval is over the JVMs.
 *
 * @param mean in the unit of the measurement
 * @param error half the width of the interval; NaN with fewer than three samples
 * @param lowestFork the lowest mean or median of a single fork
 * @param highestFork the highest
 */
public record Estimate(double mean, double error, double lowestFork, double highestFork) {

    /** Of the mean of the samples of JMH, as JMH computes it. */
    static final double CONFIDENCE_OF_MEANS = 0.999;

    private static final int FORKS_FOR_AN_INTERVAL = 4;

    private Estimate(double mean, double error, double[] forks) {
        this(
                mean,
                error,
                Arrays.stream(forks).min().orElseThrow(),
                Arrays.stream(forks).max().orElseThrow());
    }

    /**
     * The mean over the JVMs of the median of each, with its interval at the confidence of ratios. A
     * few disturbed slices do not affect it.
     *
     * @param forks the samples of each JVM
     */
    public static Estimate ofMedians(List<double[]> forks) {
        double[] medians = each(forks, Median.withDefaults()::evaluate);
        return new Estimate(mean(medians), StudentsT.meanError(medians, Ratio.CONFIDENCE), medians);
    }

    /**
     * The mean of all samples, with its interval at 99.9 %. One interval is over all samples of all
     * JVMs, as JMH computes it. With four JVMs or more there is a second one, over the means of the
     * JVMs, and the wider interval counts. With fewer JVMs, the second one would be too wide to be
     * of use.
     *
     * @param forks the samples of each JVM
     */
    public static Estimate of(List<double[]> forks) {
        double[] all = forks.stream().flatMapToDouble(Arrays::stream).toArray();
        if (all.length == 0) {
            throw new IllegalArgumentException("no samples");
        }
        double[] means = each(forks, Estimate::mean);
        double error = StudentsT.meanError(all, CONFIDENCE_OF_MEANS);
        if (means.length >= FORKS_FOR_AN_INTERVAL) {
            error = Math.max(error, StudentsT.meanError(means, CONFIDENCE_OF_MEANS));
        }
        return new Estimate(new ListStatistics(all).getMean(), error, means);
    }

    private static double[] each(List<double[]> forks, ToDoubleFunction<double[]> summary) {
        return forks.stream()
                .filter(fork -> fork.length > 0)
                .mapToDouble(summary)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    public double low() {
        return mean - error;
    }

    public double high() {
        return mean + error;
    }

    /**
     * {@return whether this is below the other at that confidence} The intervals do not touch, and
     * every fork of this is below every fork of the other.
     */
    public boolean isBelow(Estimate other) {
        return high() < other.low()
                && highestFork < other.lowestFork; // false where an error is NaN
    }
}
