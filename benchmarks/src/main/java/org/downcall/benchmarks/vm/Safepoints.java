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
 * How long all threads wait for a garbage collection to begin, because one of them is in C. The JVM
 * cannot stop a thread during a critical downcall. A thread in a plain downcall counts as stopped.
 * A thread in Java code stops at the next iteration of its loop, and the JVM has to wait until it
 * gets there. A plain downcall therefore costs least.
 *
 * <p>Each sample is a collection. Its time is "Reaching safepoint" in the JVM's log, or the longest
 * of these times if the collection has several. G1 and Parallel stop the threads once in a
 * collection, at a random point of a call, so they wait for half a critical call on average. ZGC
 * stops them several times in a row, in pauses and in handshakes. From the second time on, the next
 * call has just begun, so ZGC waits once in a collection for nearly all of a critical call, as
 * -Xlog:handshake,safepoint shows on JDK 25.
 *
 * <p>The time comes from the log of a JVM with a collector and a heap of its own, which JMH does
 * not read. This is therefore not a JMH benchmark, and only the suite runs it.
 *
 * <p><b>Run:</b> {@code mvn verify -Pbench -Dbench.filter=Safepoints}, or {@code java
 * -Dbench.filter=Safepoints -cp benchmarks/target/benchmarks.jar org.downcall.benchmarks.Main}
 *
 * <p><b>Expect:</b> with critical calls of a millisecond or more, the time to safepoint is half
 * their length with G1 and Parallel, and all of it with ZGC; with calls of 10 us it is that of
 * Java code. On an AMD EPYC (Zen 4) with JDK 25 in 2026, calls of 10 ms: critical 5.4 ms (G1),
 * 5.7 ms (Parallel) and 10.7 ms (ZGC), plain 3 us with G1 and Parallel and 88 us with ZGC, Java
 * 86 to 115 us.
 */
public final class Safepoints {

    private static final List<String> METHODS = List.of("java", "plain", "critical");

    /** The names in {@code -XX:+Use...GC}. */
    private static final List<String> COLLECTORS = List.of("G1", "Parallel", "Z");

    /** The length of a call. */
    enum Length {
        US_1("1us", Duration.ofNanos(1_000), RunMode.FULL),
        US_10("10us", Duration.ofNanos(10_000), RunMode.FULL),
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
                            () -> check(length.duration),
                            mode == RunMode.DEFAULT ? 3 : Integer.MAX_VALUE));
                }
            }
        }
        return comparisons;
    }

    /** Each method must keep the processor busy for the whole length. */
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
                ? ChildJvm.rejection(SafepointTrial.option(collector))
                : Optional.of(BenchLibrary.ABSENCE);
    }

    private Safepoints() {}
}
