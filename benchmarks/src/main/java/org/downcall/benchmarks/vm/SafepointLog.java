package org.downcall.benchmarks.vm;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the output of {@link SafepointLoad}: the log of the JVM, and the program's own lines about
 * its collections.
 *
 * <p>The lines of the JVM differ between releases: JDK 22 reports "Cleanup" and JDK 25 "Leaving
 * safepoint". All of them have the time at which they were written, on the clock of
 * {@link System#nanoTime}, and the time that it took to stop the threads.
 */
final class SafepointLog {

    /** The option that makes the JVM write the log. */
    static final String OPTION = "-Xlog:safepoint=info:stdout:timenanos";

    /** Safepoints of collectors, by HotSpot's names for them. The JVM has others, too. */
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
     * <p>The longest time is what a thread must expect of a collection. The first safepoint is at a
     * random point of a call under every collector, but the later ones of ZGC are not. Counting all
     * of them would count a collection of ZGC several times, although its safepoints depend on each
     * other.
     *
     * @throws IllegalArgumentException if there was no safepoint or no call, or the program did not
     *     end normally
     */
    static long[] reaching(String output) {
        Matcher end = matches(END, output)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the program did not end normally:\n" + output));
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

    /** Empty if another collection had already done the work of this one. */
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
