package org.downcall.benchmarks.article;

import java.util.Locale;

/**
 * The precision of {@link System#nanoTime}, in nanoseconds.
 *
 * @param read the time to read the clock, which every measured time includes about once
 * @param step the smallest difference between two readings that differ
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
     * {@return whether the clock is a percent or more of a round of {@code iterations} calls that
     * take {@code time} each}
     */
    boolean matters(double time, int iterations) {
        return Math.max(read, step) >= 0.01 * time * iterations;
    }

    /** {@return the share of the clock in the times, for rounds of {@code iterations} calls} */
    String figures(int iterations) {
        return String.format(
                Locale.ROOT,
                "Clock: %.0f ns to read, included in each time above as %.1f ns; resolution %.0f ns",
                read,
                read / iterations,
                step);
    }
}
