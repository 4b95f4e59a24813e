package org.downcall.benchmarks.results;

import java.util.List;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * Verdicts on many ratios. The more ratios a run has, the more of them exclude 1 by chance. The
 * procedure of Benjamini and Hochberg (1995, "Controlling the False Discovery Rate") corrects for
 * their number: 1 % of the differences that it reports are expected not to exist.
 */
public final class Decisions {

    private static final double RATE = 1 - Ratio.CONFIDENCE;

    /** A ratio is decided if its p is at most this. */
    private final double limit;

    /** @param family all ratios of a run; ratios of contenders without turns are ignored */
    public Decisions(List<Ratio> family) {
        double[] sorted = family.stream()
                .mapToDouble(Ratio::p)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] <= RATE * (i + 1) / sorted.length) {
                largest = sorted[i];
            }
        }
        limit = largest;
    }

    /** {@return the verdict, which is that of the ratio itself if the contenders took no turns} */
    public Verdict verdict(Ratio ratio) {
        return !ratio.inTurns() || ratio.p() <= limit ? ratio.verdict() : Verdict.UNDECIDED;
    }
}
