package org.downcall.benchmarks.run;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Decides whether a slice was disturbed: whether the threads of this JVM got less than nine tenths
 * of the processor time, per time that passed, that they got in its best slice so far.
 *
 * <p>The thread that asks does not count. It only starts the others, and in the first slices it
 * loads classes while they run, which would make these slices the best.
 *
 * <p>A thread that never waits gets all of it. The share of threads that wait by design, as in a
 * blocking call, and of several threads that help each other varies from slice to slice, so none of
 * their slices counts as disturbed.
 *
 * <p>While the garbage collector stops the threads, they get none, but that is work of the
 * contender. These pauses therefore do not count as time that passed. Some systems count processor
 * time in steps of milliseconds, and the JVM counts pauses in milliseconds. A slice counts as
 * disturbed only if the loss exceeds such a step.
 */
final class ProcessorShare {

    private static final double LEAST = 0.9;
    private static final long LONGEST_STEP_NANOSECONDS = 25_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean supported =
            threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    private final long step = supported ? step() : 0;
    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getGarbageCollectorMXBeans();
    private double best;
    private long start;
    private Map<Long, Long> processorAtStart;
    private long collectionsAtStart;
    private long pausesAtStart;

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
        processorAtStart = processorTimes();
        collectionsAtStart = sum(GarbageCollectorMXBean::getCollectionCount);
        pausesAtStart = sum(GarbageCollectorMXBean::getCollectionTime);
        start = System.nanoTime();
    }

    /** {@return whether the slice that ends now was disturbed} */
    boolean wasDisturbed() {
        long passed = System.nanoTime() - start;
        // A thread that has ended since the start must not make the sum smaller.
        long processor = processorTimes().entrySet().stream()
                .mapToLong(thread ->
                        thread.getValue() - processorAtStart.getOrDefault(thread.getKey(), 0L))
                .sum();
        if (sum(GarbageCollectorMXBean::getCollectionCount) == collectionsAtStart) {
            return wasDisturbed(processor, step, passed, 0, 0);
        }
        long pauses = sum(GarbageCollectorMXBean::getCollectionTime) - pausesAtStart;
        return wasDisturbed(
                processor,
                step,
                passed,
                TimeUnit.MILLISECONDS.toNanos(Math.max(0, pauses - 1)),
                TimeUnit.MILLISECONDS.toNanos(pauses + 1));
    }

    /**
     * @param leastPauses the least time in which the collector had stopped the threads
     * @param mostPauses the most
     */
    boolean wasDisturbed(
            long processor, long step, long passed, long leastPauses, long mostPauses) {
        best = Math.max(best, (double) (processor - step) / Math.max(1, passed - leastPauses));
        boolean isOneBusyThread = best >= LEAST && best <= 2 - LEAST;
        return isOneBusyThread
                && (double) (processor + step) / Math.max(1, passed - mostPauses) < LEAST * best;
    }

    /** {@return the largest share so far} */
    double best() {
        return best;
    }

    private long sum(ToLongFunction<GarbageCollectorMXBean> counter) {
        return collectors.stream().mapToLong(counter).sum();
    }

    /** {@return the processor time of each other thread that is alive} */
    private Map<Long, Long> processorTimes() {
        Map<Long, Long> times = new HashMap<>();
        if (supported) {
            for (long thread : threads.getAllThreadIds()) {
                long time = thread == Thread.currentThread().threadId()
                        ? 0
                        : threads.getThreadCpuTime(thread);
                if (time > 0) { // -1: the thread has ended
                    times.put(thread, time);
                }
            }
        }
        return times;
    }
}
