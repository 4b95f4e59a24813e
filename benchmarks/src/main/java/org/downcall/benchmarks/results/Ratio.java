package org.downcall.benchmarks.results;

/**
 * How much faster one thing is than another, and whether that may be claimed.
 *
 * @param value the time of the other divided by the time of the one: above 1, the one is faster
 * @param low the least it can be with both means at the unfavourable ends of their intervals
 * @param high the most
 */
public record Ratio(double value, double low, double high, Verdict verdict) {

    /** What may be said of two times. */
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

    /** @param one whose speed is told, as a multiple of the speed of {@code other} */
    public static Ratio of(Estimate one, Estimate other) {
        Verdict verdict = one.isBelow(other)
                ? Verdict.FASTER
                : other.isBelow(one) ? Verdict.SLOWER : Verdict.UNDECIDED;
        double low = Math.max(0, other.low()) / one.high();
        double high = one.low() > 0 ? other.high() / one.low() : Double.POSITIVE_INFINITY;
        return new Ratio(other.mean() / one.mean(), low, high, verdict);
    }
}
