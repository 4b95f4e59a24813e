package org.downcall.benchmarks.report;

import java.util.Optional;
import java.util.SortedMap;
import org.downcall.benchmarks.results.Ratio.Verdict;

/** From which size on a thing is faster: the smallest from which it is so at every larger size, too. */
final class FasterFrom {

    static Optional<Double> size(SortedMap<Double, Verdict> verdicts) {
        Double from = null;
        for (var entry : verdicts.entrySet()) {
            if (entry.getValue() != Verdict.FASTER) {
                from = null;
            } else if (from == null) {
                from = entry.getKey();
            }
        }
        return Optional.ofNullable(from);
    }

    private FasterFrom() {}
}
