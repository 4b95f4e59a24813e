package org.downcall.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.downcall.benchmarks.report.RunData.Earlier;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * A run compared with an earlier one.
 *
 * @param all the benchmarks of both runs, the largest change first
 * @param mayDecide false if one of the runs is a smoke run, whose numbers mean nothing
 */
record Changes(String label, List<Change> all, boolean mayDecide) {

    record Change(Measurement now, Measurement then, Ratio ratio) {

        static Change of(Measurement now, Measurement then) {
            return new Change(now, then, Ratio.of(now, then));
        }

        private double size() {
            return Math.abs(Math.log(ratio.value()));
        }
    }

    static Optional<Changes> of(RunData run) {
        return run.earlier()
                .map(earlier -> new Changes(
                        earlier.label(),
                        changes(run, earlier),
                        Stream.of(run.environment(), earlier.environment())
                                .noneMatch(environment ->
                                        environment.path("mode").asText().equals("smoke"))));
    }

    private static List<Change> changes(RunData run, Earlier earlier) {
        return run.measurements().stream()
                .flatMap(now -> earlier.measurements().stream()
                        .filter(now::isOf)
                        .limit(1)
                        .map(then -> Change.of(now, then)))
                .sorted(Comparator.comparingDouble(Change::size).reversed())
                .toList();
    }

    /** {@return those that are faster or slower} */
    List<Change> decided(RunData run) {
        return all.stream()
                .filter(change -> mayDecide && run.verdict(change.ratio()) != Verdict.UNDECIDED)
                .toList();
    }
}
