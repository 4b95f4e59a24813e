package org.downcall.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** What JMH measured for one row. */
record RowResult(Row row, RunResult raw) {

    static RowResult measure(Row row, Jmh jmh) throws RunnerException {
        Collection<RunResult> results = jmh.run(row.pattern());
        if (results.size() != 1) {
            throw new IllegalStateException("JMH ran " + results.size() + " benchmarks for '" + row.title + "'");
        }
        return new RowResult(row, results.iterator().next());
    }

    /** How many calls make a round. */
    int iterations() {
        return raw.getParams().getMeasurement().getBatchSize();
    }

    int forks() {
        return raw.getParams().getForks();
    }

    ComparisonTable.Entry entry() {
        return new ComparisonTable.Entry(row.title, RoundStatistics.of(nanosecondsPerIteration()), iterations());
    }

    /** JMH's unit of a single shot is the round, however many calls it has. */
    private double[] nanosecondsPerIteration() {
        return raw.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(round -> round.getPrimaryResult().getScore() / iterations())
                .toArray();
    }
}
