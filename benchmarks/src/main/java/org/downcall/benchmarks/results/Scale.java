package org.downcall.benchmarks.results;

import java.util.Locale;

/**
 * A unit that keeps figures short.
 *
 * @param unit its name
 * @param factor converts a figure to this unit
 * @param decimals the number of decimals to print
 */
public record Scale(String unit, double factor, int decimals) {

    /** {@return the unit for times of which {@code nanoseconds} is the shortest} */
    public static Scale ofTime(double nanoseconds) {
        if (nanoseconds < 1e3) {
            // The clock counts whole nanoseconds at best, and a round has 10 iterations.
            return new Scale("ns", 1, 1);
        }
        if (nanoseconds < 1e6) {
            return new Scale("us", 1e-3, 4);
        }
        return nanoseconds < 1e9 ? new Scale("ms", 1e-6, 4) : new Scale("s", 1e-9, 4);
    }

    /** {@return the unit for operations per second of which {@code lowest} is the fewest} */
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
