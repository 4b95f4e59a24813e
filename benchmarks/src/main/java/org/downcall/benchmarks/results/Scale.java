package org.downcall.benchmarks.results;

import java.util.Locale;

/**
 * A unit that keeps figures short.
 *
 * @param unit its name
 * @param factor what a figure is multiplied with to be in it
 * @param decimals how many are worth printing
 */
public record Scale(String unit, double factor, int decimals) {

    /** For times, of which {@code nanoseconds} is the shortest. */
    public static Scale ofTime(double nanoseconds) {
        if (nanoseconds < 1e3) {
            // The clock counts whole nanoseconds, at best, for a round of 10 iterations.
            return new Scale("ns", 1, 1);
        }
        if (nanoseconds < 1e6) {
            return new Scale("us", 1e-3, 4);
        }
        return nanoseconds < 1e9 ? new Scale("ms", 1e-6, 4) : new Scale("s", 1e-9, 4);
    }

    /** For operations per second, of which {@code lowest} is the fewest. */
    public static Scale ofOperations(double lowest) {
        if (lowest > 1e6) {
            return new Scale("Mops/s", 1e-6, 4);
        }
        return lowest > 1e3 ? new Scale("Kops/s", 1e-3, 4) : new Scale("ops/s", 1, 1);
    }

    public String format(double figure) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", figure * factor);
    }
}
