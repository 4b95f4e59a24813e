package org.downcall.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** What the functions of {@link SmallKernelBenchmark} take in either language. */
record SmallKernelCost(
        Estimate javaLongValue,
        Estimate nativeLongValue,
        Estimate javaWrapping,
        Estimate nativeWrapping,
        List<RunResult> raw) {

    static SmallKernelCost measure(Jmh jmh) throws RunnerException {
        Collection<RunResult> results = jmh.run(Jmh.allOf(SmallKernelBenchmark.class));
        return new SmallKernelCost(
                Estimate.of(results, "javaLongValue"),
                Estimate.of(results, "nativeLongValue"),
                Estimate.of(results, "javaWrapping"),
                Estimate.of(results, "nativeWrapping"),
                List.copyOf(results));
    }

    String sentence() {
        return "In a loop, longValue(92) takes " + javaLongValue + " in Java and " + nativeLongValue
                + " in C, wrapping(10_000) " + javaWrapping + " and " + nativeWrapping
                + "; org.downcall.Fibonacci runs both in Java.";
    }
}
