package org.downcall.benchmarks.vm;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the output of {@link SafepointLoad}: the lines of the JVM's log, and the program's own
 * about its collections.
 *
 * <p>Those of the JVM differ from one JDK to the next, such as by "Cleanup" in 22 and "Leaving
 * safepoint" in 25, but all have the time when they were written, on the clock of
 * {@link System#nanoTime}, and how long it took to stop.
 */
final class SafepointLog {

    /** The option that makes the JVM write it. */
    static final String OPTION = "-Xlog:safepoint=info:stdout:timenanos";

    /**
     * Only what collectors do, under the names that HotSpot gives it; for other reasons it stops
     * its threads too.
     */
    private static final Pattern SAFEPOINT = Pattern.compile("\\[(\\d+)ns] Safepoint "
            + "\"(?:G1|Parallel|[XZ]Mark|[XZ]Relocate)\\w*\",.* Reaching safepoint: +(\\d+) ns,.*");

    private static final Pattern COLLECTION =
            Pattern.compile("collection from (-?\\d+) to (-?\\d+)");
    private static final Pattern END = Pattern.compile("end after (\\d+) calls");

    static String collection(long from, long to) {
        return "collection from " + from + " to " + to;
    }

    static String end(long calls) {
        return "end after " + calls + " calls";
    }

    /**
     * {@return for each collection the nanoseconds that it took to reach a safepoint, the longest
     * time if it had more than one}
     *
     * <p>The longest, for that is what a thread has to be ready for when a collection comes. The
     * first would be at a random point of a call under every collector, but hide that the later
     * ones of ZGC are not. All of them would count a collection of ZGC several times, as if its
     * safepoints had nothing to do with each other.
     *
     * @throws IllegalArgumentException if there was none, or no call was made, or the program broke
     *     off
     */
    static long[] reaching(String output) {
        Matcher end = matches(END, output)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the program did not come to its end:\n" + output));
        List<Matcher> safepoints = matches(SAFEPOINT, output).toList();
        long[] reaching = matches(COLLECTION, output)
                .flatMapToLong(collection ->
                        longest(safepoints, number(collection, 1), number(collection, 2)).stream())
                .toArray();
        if (reaching.length == 0 || number(end, 1) == 0) {
            throw new IllegalArgumentException(
                    "no safepoint of a collection during a call:\n" + output);
        }
        return reaching;
    }

    /** Empty if another collection did what this one was asked for. */
    private static OptionalLong longest(List<Matcher> safepoints, long from, long to) {
        return safepoints.stream()
                .filter(safepoint ->
                        number(safepoint, 1) - from >= 0 && to - number(safepoint, 1) >= 0)
                .mapToLong(safepoint -> number(safepoint, 2))
                .max();
    }

    private static Stream<Matcher> matches(Pattern pattern, String output) {
        return output.lines().map(pattern::matcher).filter(Matcher::matches);
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    private SafepointLog() {}
}
