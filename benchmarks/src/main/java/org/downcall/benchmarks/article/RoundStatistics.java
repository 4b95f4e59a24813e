package org.downcall.benchmarks.article;

import java.util.Arrays;
import java.util.EnumSet;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;
import org.apache.commons.statistics.descriptive.Statistic;

/**
 * The statistics of pytest-benchmark for the times of rounds, by the same definitions.
 *
 * @param standardDeviation of the sample: divided by n - 1; 0 for a single round
 * @param interquartileRange from the first quartile to the third
 * @param beyondDeviation the number of rounds further from the mean than one standard deviation
 * @param beyondFences the number of Tukey's outliers: rounds below the first quartile, or above the
 *     third, by more than 1.5 times the interquartile range
 * @param rounds the number of rounds
 */
public record RoundStatistics(
        double min,
        double max,
        double mean,
        double standardDeviation,
        double median,
        double interquartileRange,
        long beyondDeviation,
        long beyondFences,
        int rounds) {

    /**
     * A quartile is the median of the lower or the upper half. If the number of rounds is odd, the
     * middle round may belong to both halves or to neither, and the quartile is the mean of the two
     * results. Method 5 of Hyndman and Fan ("Sample quantiles in statistical packages", 1996) gives
     * the same values for every number of rounds.
     */
    private static final Quantile QUARTILES =
            Quantile.withDefaults().with(EstimationMethod.HF5).withCopy(true);

    /**
     * The mean of equal numbers can differ from them by a rounding error, which must not make them
     * outliers.
     */
    private static final double ROUNDING = 1e-12;

    /** @throws IllegalArgumentException if there are no times */
    static RoundStatistics of(double[] times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("no rounds");
        }
        DoubleStatistics statistics = DoubleStatistics.of(
                EnumSet.of(
                        Statistic.MIN, Statistic.MAX, Statistic.MEAN, Statistic.STANDARD_DEVIATION),
                times);
        double mean = statistics.getAsDouble(Statistic.MEAN);
        double deviation = statistics.getAsDouble(Statistic.STANDARD_DEVIATION);
        double[] quartiles = QUARTILES.evaluate(times, 0.25, 0.5, 0.75);
        double range = quartiles[2] - quartiles[0];
        return new RoundStatistics(
                statistics.getAsDouble(Statistic.MIN),
                statistics.getAsDouble(Statistic.MAX),
                mean,
                deviation,
                quartiles[1],
                range,
                countOutside(times, mean, mean, deviation + ROUNDING * mean),
                countOutside(times, quartiles[0], quartiles[2], 1.5 * range),
                times.length);
    }

    /** {@return how many times are further from the interval [low, high] than the distance} */
    private static long countOutside(double[] times, double low, double high, double distance) {
        return Arrays.stream(times)
                .filter(time -> time < low - distance || time > high + distance)
                .count();
    }

    /** {@return operations per unit of the times} */
    public double operationsPerTime() {
        return 1 / mean;
    }
}
