package org.downcall.benchmarks.article;

import java.util.Locale;

/**
 * How well {@link System#nanoTime} measures, in nanoseconds.
 *
 * @param read how long it takes to read; every measured time holds about this much of the clock
 *     itself
 * @param step the least by which two readings differ that do differ
 */
public record Clock(double read, double step) {

    private static final int READS = 1_000_000;

    public static Clock measure() {
        readManyTimes();
        return readManyTimes(); // compiled by now
    }

    private static Clock readManyTimes() {
        long start = System.nanoTime();
        long step = Long.MAX_VALUE;
        long last = start;
        for (int i = 0; i < READS; i++) {
            long now = System.nanoTime();
            if (now > last) {
                step = Math.min(step, now - last);
            }
            last = now;
        }
        return new Clock((double) (last - start) / READS, step);
    }

    /**
     * Whether the clock is a percent or more of a round of {@code iterations} calls that take
     * {@code time} each.
     */
    boolean matters(double time, int iterations) {
        return Math.max(read, step) >= 0.01 * time * iterations;
    }

    /** How much of the times is the clock's own, for rounds of {@code iterations} calls. */
    String sentence(int iterations) {
        return String.format(
                Locale.ROOT,
                "Clock: reading it takes %.0f ns, which adds %.1f ns to every time above; "
                        + "two readings that differ do so by %.0f ns or more.",
                read,
                read / iterations,
                step);
    }
}
