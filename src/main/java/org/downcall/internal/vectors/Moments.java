package org.downcall.internal.vectors;

/**
 * What a dc_summary contains.
 *
 * @param squares the sum of the squares of the deviations from the mean
 */
public record Moments(long count, double mean, double squares, double min, double max) {

    /** The summary of no numbers. */
    static final Moments NONE =
            new Moments(0, Double.NaN, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** Combines two summaries by the same operations as summary.c. */
    Moments and(Moments b) {
        if (count == 0) {
            return b;
        }
        if (hasNaN() || b.hasNaN()) {
            return new Moments(count + b.count, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        long total = count + b.count;
        double difference = b.mean - mean;
        double part = (double) b.count / (double) total;
        boolean infinite = mean - mean != 0 || b.mean - b.mean != 0;
        return new Moments(
                total,
                infinite ? mean + b.mean : mean + difference * part,
                squares + b.squares + difference * difference * (double) count * part,
                b.min < min ? b.min : min,
                b.max > max ? b.max : max);
    }

    private boolean hasNaN() {
        return Double.isNaN(min);
    }
}
