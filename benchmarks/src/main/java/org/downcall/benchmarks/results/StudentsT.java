package org.downcall.benchmarks.results;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.distribution.TDistribution;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Half the width of the confidence interval of a mean, by Student's t. JMH computes the same, but
 * makes and seeds a random number generator for each mean. A report has thousands of means of a few
 * different numbers of samples.
 */
final class StudentsT {

    private record Key(long samples, double confidence) {}

    private static final Map<Key, Double> quantiles = new ConcurrentHashMap<>();

    /** {@return half the width; NaN with fewer than three samples, as in JMH} */
    static double meanError(ListStatistics samples, double confidence) {
        long n = samples.getN();
        return n <= 2
                ? Double.NaN
                : quantile(n, confidence) * samples.getStandardDeviation() / Math.sqrt(n);
    }

    private static double quantile(long samples, double confidence) {
        return quantiles.computeIfAbsent(
                new Key(samples, confidence),
                key -> TDistribution.of(samples - 1.0)
                        .inverseCumulativeProbability(1 - (1 - confidence) / 2));
    }

    private StudentsT() {}
}
