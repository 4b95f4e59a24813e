package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.downcall.benchmarks.report.RunData.Earlier;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;

/**
 * A run compared with an earlier one.
 *
 * @param all the benchmarks of both runs, the largest change first
 * @param mayDecide false if one of the runs is a smoke run, whose numbers mean nothing
 */
record Changes(String label, List<Change> all, boolean mayDecide) {

    record Change(Measurement now, Measurement then, Ratio ratio) {

        private double size() {
            return Math.abs(Math.log(ratio.value()));
        }
    }

    static Optional<Changes> of(RunData run) {
        return run.earlier()
                .map(earlier -> new Changes(
                        earlier.label(), changes(run, earlier), !isSmoke(run, earlier)));
    }

    private static List<Change> changes(RunData run, Earlier earlier) {
        List<Change> changes = new ArrayList<>();
        for (Measurement now : run.measurements()) {
            same(earlier.measurements(), now)
                    .ifPresent(then -> changes.add(new Change(now, then, Ratio.of(now, then))));
        }
        changes.sort(Comparator.comparingDouble(Change::size).reversed());
        return changes;
    }

    private static boolean isSmoke(RunData run, Earlier earlier) {
        return Stream.of(run.environment(), earlier.environment())
                .anyMatch(environment -> environment.path("mode").asText().equals("smoke"));
    }

    static Optional<Measurement> same(List<Measurement> among, Measurement one) {
        return among.stream().filter(one::isOf).findFirst();
    }
}
