package org.downcall.benchmarks.results;

/**
 * The speed of one contender as a multiple of another's, and a verdict.
 *
 * @param value the time of the other divided by the time of the one: above 1, the one is faster
 * @param low the value with both means at the unfavourable ends of their intervals
 * @param high the value with both means at the favourable ends
 */
public record Ratio(double value, double low, double high, Verdict verdict) {

    /** Which of two times is shorter, if the rule of {@link Estimate#isBelow} decides. */
    public enum Verdict {
        FASTER("faster"),
        SLOWER("slower"),
        UNDECIDED("no difference shown");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** {@return the speed of {@code one} as a multiple of the speed of {@code other}} */
    public static Ratio of(Estimate one, Estimate other) {
        Verdict verdict = one.isBelow(other)
                ? Verdict.FASTER
                : other.isBelow(one) ? Verdict.SLOWER : Verdict.UNDECIDED;
        double low = Math.max(0, other.low()) / one.high();
        double high = one.low() > 0 ? other.high() / one.low() : Double.POSITIVE_INFINITY;
        return new Ratio(other.mean() / one.mean(), low, high, verdict);
    }
}
