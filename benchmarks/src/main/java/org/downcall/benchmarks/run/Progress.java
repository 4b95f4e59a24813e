package org.downcall.benchmarks.run;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Prints the current comparison and the time that is left: the estimate for the rest, corrected by
 * the ratio of actual to estimated time so far.
 */
final class Progress {

    private final PrintStream out;
    private final Duration total;
    private Duration estimated = Duration.ZERO;
    private Duration taken = Duration.ZERO;

    /** @param total the estimate for the whole run */
    Progress(PrintStream out, Duration total) {
        this.out = out;
        this.total = total;
    }

    void begin(int number, int count, String what) {
        out.print("[" + number + "/" + count + "] " + what + " (" + words(left()) + " left) ");
        out.flush();
    }

    /** One step of the current comparison is done. */
    void step(Duration estimate, Duration actual) {
        estimated = estimated.plus(estimate);
        taken = taken.plus(actual);
        out.print('.');
        out.flush();
    }

    void end(String outcome) {
        out.println(outcome);
    }

    Duration left() {
        Duration rest = total.minus(estimated);
        if (rest.isNegative()) {
            return Duration.ZERO;
        }
        if (estimated.isZero()) {
            return rest;
        }
        return Duration.ofMillis(
                (long) ((double) rest.toMillis() * taken.toMillis() / estimated.toMillis()));
    }

    /** {@return a rough duration such as "about 12 min"} */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return "less than a minute";
        }
        return "about " + Math.round(seconds / 60.0) + " min";
    }
}
