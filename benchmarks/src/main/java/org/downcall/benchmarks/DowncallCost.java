package org.downcall.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** What one call of an empty function costs, by the three ways of {@link DowncallBenchmark}. */
record DowncallCost(Estimate downcall, Estimate critical, Estimate java, List<RunResult> raw) {

    /**
     * A mean, and how far from it the true one may be at a confidence of 99.9 %.
     *
     * @param mean in nanoseconds
     */
    record Estimate(double mean, double error) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f +- %.1f ns", mean, error);
        }
    }

    static DowncallCost measure(Jmh jmh) throws RunnerException {
        Collection<RunResult> results = jmh.run("^" + Pattern.quote(DowncallBenchmark.class.getName() + "."));
        return new DowncallCost(
                estimate(results, "downcall"),
                estimate(results, "criticalDowncall"),
                estimate(results, "javaCall"),
                List.copyOf(results));
    }

    private static Estimate estimate(Collection<RunResult> results, String method) {
        Result<?> score = results.stream()
                .map(RunResult::getPrimaryResult)
                .filter(result -> result.getLabel().equals(method))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH did not run " + method));
        return new Estimate(score.getScore(), score.getScoreError());
    }

    String sentence() {
        return "One downcall costs " + downcall + " here (critical: " + critical + "), an empty Java call " + java
                + ", inlined.";
    }
}
