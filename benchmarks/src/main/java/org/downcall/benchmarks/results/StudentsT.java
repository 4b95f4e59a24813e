package org.downcall.benchmarks.results;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.distribution.TDistribution;
import org.openjdk.jmh.util.ListStatistics;

/**
 * The error of a mean, by Student's t. JMH computes the same, but makes and seeds a random number
 * generator for each mean. A report has thousands of means of a few different numbers of samples.
 */
final class StudentsT {

    /** JMH computes no error of the mean of fewer. */
    private static final int FEWEST = 3;

    private record Key(int samples, double confidence) {}

    private static final Map<Key, Double> quantiles = new ConcurrentHashMap<>();

    /** {@return half the width of the confidence interval; NaN with fewer than three samples} */
    static double meanError(double[] samples, double confidence) {
        if (samples.length < FEWEST) {
            return Double.NaN;
        }
        double quantile = quantiles.computeIfAbsent(
                new Key(samples.length, confidence),
                key -> TDistribution.of(samples.length - 1.0)
                        .inverseCumulativeProbability(1 - (1 - confidence) / 2));
        return quantile
                * new ListStatistics(samples).getStandardDeviation()
                / Math.sqrt(samples.length);
    }

    /**
     * {@return the probability of a mean as far from 0 as this one or farther, if the true mean is
     * 0; NaN with fewer than three samples}
     */
    static double p(double[] samples) {
        if (samples.length < FEWEST) {
            return Double.NaN;
        }
        ListStatistics statistics = new ListStatistics(samples);
        double t = Math.abs(statistics.getMean())
                / (statistics.getStandardDeviation() / Math.sqrt(samples.length));
        return 2 * TDistribution.of(samples.length - 1.0).survivalProbability(t);
    }

    private StudentsT() {}
}
