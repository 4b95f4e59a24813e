package org.downcall.benchmarks.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Decides whether a slice was disturbed: whether the threads of this JVM got less than nine tenths
 * of the processor time, per time that passed, that they got in its best slice so far.
 *
 * <p>A thread that never waits gets all of it, and a thread that waits by design, as in a blocking
 * call, gets as much in every slice, so one rule suits both. Some systems count processor time in
 * steps of milliseconds. A slice counts as disturbed only if the loss exceeds such a step.
 */
final class ProcessorShare {

    private static final double LEAST = 0.9;
    private static final long LONGEST_STEP_NANOSECONDS = 25_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean supported =
            threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    private final long step = supported ? step() : 0;
    private double best;
    private long start;
    private long processorAtStart;

    /** {@return the smallest difference between two processor times of a thread} */
    private long step() {
        long begin = System.nanoTime();
        long first = threads.getCurrentThreadCpuTime();
        long now = first;
        while (now == first && System.nanoTime() - begin < LONGEST_STEP_NANOSECONDS) {
            now = threads.getCurrentThreadCpuTime();
        }
        return now - first;
    }

    void begin() {
        processorAtStart = processorTime();
        start = System.nanoTime();
    }

    /** {@return whether the slice that ends now was disturbed} */
    boolean wasDisturbed() {
        long passed = System.nanoTime() - start;
        return wasDisturbed(processorTime() - processorAtStart, step, passed);
    }

    boolean wasDisturbed(long processor, long step, long passed) {
        best = Math.max(best, (double) (processor - step) / passed);
        return (double) (processor + step) / passed < LEAST * best;
    }

    private long processorTime() {
        return supported
                ? Arrays.stream(threads.getAllThreadIds())
                        .map(threads::getThreadCpuTime)
                        .filter(time -> time > 0) // -1: the thread has ended
                        .sum()
                : 0;
    }
}
