package org.downcall.benchmarks.vm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the output of {@link SafepointLoad}: the lines of the JVM's log, and the program's own.
 *
 * <p>Those of the JVM differ from one JDK to the next, such as by "Cleanup" in 22 and "Leaving safepoint" in 25, but
 * all have the time when they were written, on the clock of {@link System#nanoTime}, and how long it took to stop.
 */
final class SafepointLog {

    /** The option that makes the JVM write it. */
    static final String OPTION = "-Xlog:safepoint=info:stdout:timenanos";

    private static final Pattern SAFEPOINT =
            Pattern.compile("\\[(\\d+)ns] Safepoint \"[^\"]*\",.* Reaching safepoint: +(\\d+) ns,.*");
    private static final Pattern SUMMARY = Pattern.compile("measured from (-?\\d+) to (-?\\d+), (\\d+) calls");

    static String summary(long from, long to, long calls) {
        return "measured from " + from + " to " + to + ", " + calls + " calls";
    }

    /**
     * {@return the nanoseconds that it took to reach each safepoint which there was while calls were made}
     *
     * @throws IllegalArgumentException if there was none, or no call was made, or the summary is missing
     */
    static long[] reaching(String output) {
        Matcher summary = output.lines()
                .map(SUMMARY::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the program did not come to its end:\n" + output));
        long from = Long.parseLong(summary.group(1));
        long to = Long.parseLong(summary.group(2));
        long[] reaching = output.lines()
                .map(SAFEPOINT::matcher)
                .filter(Matcher::matches)
                .filter(safepoint -> {
                    long time = Long.parseLong(safepoint.group(1));
                    return time - from >= 0 && to - time >= 0;
                })
                .mapToLong(safepoint -> Long.parseLong(safepoint.group(2)))
                .toArray();
        if (reaching.length == 0 || Long.parseLong(summary.group(3)) == 0) {
            throw new IllegalArgumentException("no safepoint during a call:\n" + output);
        }
        return reaching;
    }

    private SafepointLog() {}
}
