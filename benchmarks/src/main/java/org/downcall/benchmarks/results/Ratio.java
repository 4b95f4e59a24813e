package org.downcall.benchmarks.results;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;
import org.openjdk.jmh.util.ListStatistics;

/**
 * The speed of one contender as a multiple of another's, and a verdict.
 *
 * @param value the time of the other divided by the time of the one: above 1, the one is faster
 * @param low the lower end of the confidence interval
 * @param high the upper end; NaN, as is the other, if there is no interval
 * @param inTurns whether the contenders took turns, slice by slice
 * @param p the probability that equal contenders differ by this much or more, by Student's t; NaN
 *     without an interval, or if the contenders did not take turns
 */
public record Ratio(
        double value, double low, double high, Verdict verdict, boolean inTurns, double p) {

    /** Of the interval of contenders that took turns. */
    public static final double CONFIDENCE = 0.99;

    /** Which of two times is shorter. */
    public enum Verdict {
        FASTER,
        SLOWER,
        UNDECIDED;

        @Override
        public String toString() {
            return this == UNDECIDED ? "-" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** A ratio of contenders that did not take turns. */
    public Ratio(double value, double low, double high, Verdict verdict) {
        this(value, low, high, verdict, false, Double.NaN);
    }

    /** {@return the speed of {@code one} as a multiple of the speed of {@code other}} */
    public static Ratio of(Measurement one, Measurement other) {
        return one.tookTurnsWith(other)
                ? ofTurns(one.slices(), other.slices())
                : of(one.time(), other.time());
    }

    /**
     * The ratio of contenders that took turns: each slice of the one is compared with the slice of
     * the other in the same round. The median of the logarithms is the result of a set of JVMs,
     * because a few disturbed slices do not affect it. Over the sets, the mean has an interval by
     * Student's t. The verdict is that of the interval: whether it excludes 1.
     */
    static Ratio ofTurns(List<double[]> one, List<double[]> other) {
        double[] sets = IntStream.range(0, one.size())
                .mapToDouble(set -> medianLogarithm(one.get(set), other.get(set)))
                .toArray();
        double mean = new ListStatistics(sets).getMean();
        double error = StudentsT.meanError(sets, CONFIDENCE);
        double low = Math.exp(mean - error);
        double high = Math.exp(mean + error);
        Verdict verdict = low > 1 ? Verdict.FASTER : high < 1 ? Verdict.SLOWER : Verdict.UNDECIDED;
        return new Ratio(Math.exp(mean), low, high, verdict, true, StudentsT.p(sets));
    }

    private static double medianLogarithm(double[] one, double[] other) {
        return Median.withDefaults()
                .evaluate(IntStream.range(0, Math.min(one.length, other.length))
                        .mapToDouble(round -> Math.log(other[round] / one[round]))
                        .toArray());
    }

    /**
     * The ratio of contenders that did not take turns, by the rule of {@link Estimate#isBelow}. Its
     * interval has both means at the unfavourable and at the favourable ends of theirs.
     */
    public static Ratio of(Estimate one, Estimate other) {
        Verdict verdict = one.isBelow(other)
                ? Verdict.FASTER
                : other.isBelow(one) ? Verdict.SLOWER : Verdict.UNDECIDED;
        double low = Math.max(0, other.low()) / one.high();
        double high = one.low() > 0 ? other.high() / one.low() : Double.POSITIVE_INFINITY;
        return new Ratio(other.mean() / one.mean(), low, high, verdict);
    }
}
