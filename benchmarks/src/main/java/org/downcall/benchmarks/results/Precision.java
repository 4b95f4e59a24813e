package org.downcall.benchmarks.results;

import java.util.List;
import org.apache.commons.statistics.descriptive.Quantile;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * How precise the ratios of a run are. The half-width of an interval from 0.9 to 1.1 is about 0.1:
 * it is the factor from the middle to an end, less 1.
 *
 * @param ratios the number of ratios with an interval, of contenders that took turns
 * @param lowerQuartile a quarter of the half-widths are below it; NaN without ratios
 * @param median half of the half-widths are below it; NaN without ratios
 * @param large the number of ratios of {@value #LARGE} or more, or the reciprocal or less
 * @param undecided how many of these leave open which contender is faster
 */
public record Precision(int ratios, double lowerQuartile, double median, int large, int undecided) {

    static final double LARGE = 1.5;

    /** @param all ratios of a run */
    public static Precision of(List<Ratio> all) {
        List<Ratio> ratios = all.stream()
                .filter(ratio -> ratio.inTurns() && Double.isFinite(ratio.low() + ratio.high()))
                .toList();
        double[] halfWidths = ratios.stream()
                .mapToDouble(ratio -> Math.sqrt(ratio.high() / ratio.low()) - 1)
                .toArray();
        double[] quartiles = Quantile.withDefaults().evaluate(halfWidths, 0.25, 0.5);
        Decisions decisions = new Decisions(all);
        List<Ratio> large = ratios.stream()
                .filter(ratio -> ratio.value() >= LARGE || ratio.value() <= 1 / LARGE)
                .toList();
        return new Precision(
                ratios.size(),
                quartiles[0],
                quartiles[1],
                large.size(),
                Math.toIntExact(large.stream()
                        .filter(ratio -> decisions.verdict(ratio) == Verdict.UNDECIDED)
                        .count()));
    }
}
