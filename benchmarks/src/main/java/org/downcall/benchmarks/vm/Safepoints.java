package org.downcall.benchmarks.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.RunMode;

/**
 * How long all threads wait for a collection to begin, because one of them is in C. While a
 * critical downcall runs, the JVM cannot stop its thread; one in a plain downcall counts as
 * stopped. Java code that does the same work can be stopped at the next turn of its loop, but the
 * JVM has to wait until it gets there: so a plain downcall costs least.
 *
 * <p>Each sample is a collection, and its time is what the JVM's own log gives for "Reaching
 * safepoint", the longest if there are several. G1 and Parallel stop the threads once in a
 * collection, at a random point of a call, so they wait for half a critical call on average. ZGC
 * halts them several times in a row, in pauses and in handshakes; from the second time on the next
 * call has just begun, so once in a collection it waits for nearly all of a critical call. (Seen
 * with -Xlog:handshake,safepoint on JDK 25.)
 */
public final class Safepoints {

    private static final List<String> METHODS = List.of("java", "plain", "critical");

    /** As {@code -XX:+Use...GC} names them. */
    private static final List<String> COLLECTORS = List.of("G1", "Parallel", "Z");

    /** How long a call takes. */
    enum Length {
        US_1("1us", Duration.ofNanos(1_000), RunMode.FULL),
        US_10("10us", Duration.ofNanos(10_000), RunMode.DEFAULT),
        US_100("100us", Duration.ofNanos(100_000), RunMode.FULL),
        MS_1("1ms", Duration.ofMillis(1), RunMode.SMOKE),
        MS_10("10ms", Duration.ofMillis(10), RunMode.FULL);

        final String title;
        final Duration duration;
        private final RunMode least;

        Length(String title, Duration duration, RunMode least) {
            this.title = title;
            this.duration = duration;
            this.least = least;
        }

        boolean isIn(RunMode mode) {
            return mode.compareTo(least) >= 0;
        }
    }

    static List<Comparison> comparisons(RunMode mode) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String collector : COLLECTORS) {
            if (absence(collector).isPresent()) {
                continue;
            }
            for (Length length : Length.values()) {
                if (length.isIn(mode)) {
                    List<SafepointTrial> trials = METHODS.stream()
                            .map(method -> new SafepointTrial(method, collector, length))
                            .toList();
                    comparisons.add(new Comparison(
                            "time to safepoint, " + collector + ", calls of " + length.title,
                            trials,
                            () -> check(length.duration)));
                }
            }
        }
        return comparisons;
    }

    /** All have to keep the processor busy for as long as they are told to. */
    private static void check(Duration length) {
        for (String method : METHODS) {
            long start = System.nanoTime();
            long turns = SafepointLoad.work(method).applyAsLong(length.toNanos());
            long taken = System.nanoTime() - start;
            if (turns < 1 || taken < length.toNanos()) {
                throw new IllegalStateException(method + " made " + turns + " turns in " + taken
                        + " ns instead of " + length.toNanos());
            }
        }
    }

    static List<Absence> absences() {
        List<Absence> absences = new ArrayList<>();
        for (String collector : COLLECTORS) {
            absence(collector).ifPresent(reason -> {
                for (String method : METHODS) {
                    absences.add(new Absence(
                            Safepoints.class.getName() + "." + method,
                            Map.of(SafepointTrial.COLLECTOR, collector),
                            reason));
                }
            });
        }
        return absences;
    }

    private static Optional<String> absence(String collector) {
        return BenchLibrary.present()
                ? ChildJvm.refusal(SafepointTrial.option(collector))
                : Optional.of(VmSuite.NO_LIBRARY);
    }

    private Safepoints() {}
}
