package org.downcall.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** What one call of an empty function costs, by the three ways of {@link DowncallBenchmark}. */
record DowncallCost(Estimate downcall, Estimate critical, Estimate java, List<RunResult> raw) {

    static DowncallCost measure(Jmh jmh) throws RunnerException {
        Collection<RunResult> results = jmh.run(Jmh.allOf(DowncallBenchmark.class));
        return new DowncallCost(
                Estimate.of(results, "downcall"),
                Estimate.of(results, "criticalDowncall"),
                Estimate.of(results, "javaCall"),
                List.copyOf(results));
    }

    String sentence() {
        return "One downcall costs " + downcall + " here (critical: " + critical + "), an empty Java call " + java
                + ", inlined.";
    }
}
