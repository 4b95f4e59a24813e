package org.downcall.benchmarks;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * A mean, and how far from it the true one may be at a confidence of 99.9 %.
 *
 * @param mean in nanoseconds
 */
record Estimate(double mean, double error) {

    /** What JMH measured for one of its methods. */
    static Estimate of(Collection<RunResult> results, String method) {
        Result<?> score = results.stream()
                .map(RunResult::getPrimaryResult)
                .filter(result -> result.getLabel().equals(method))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH did not run " + method));
        return new Estimate(score.getScore(), score.getScoreError());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f +- %.1f ns", mean, error);
    }
}
