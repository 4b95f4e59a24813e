package org.downcall.benchmarks.run;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.run.JmhTrial.Timing;

/** How thoroughly to measure: {@code -Dbench=...}. */
public enum RunMode {

    /** Everything runs once, in this JVM if possible. The numbers mean nothing. */
    SMOKE(1, Timing.SHORTEST),

    /** The most important results, in a few minutes. */
    DEFAULT(5, Timing.USUAL),

    /** All results, from more JVMs than in default mode. They may be published. */
    FULL(8, Timing.USUAL);

    private final int forks;
    private final Timing timing;

    RunMode(int forks, Timing timing) {
        this.forks = forks;
        this.timing = timing;
    }

    /** @throws UsageException that lists the valid modes */
    public static RunMode of(String name) {
        for (RunMode mode : values()) {
            if (mode.toString().equals(name)) {
                return mode;
            }
        }
        throw new UsageException("bench=" + name + " is invalid. Use one of "
                + Stream.concat(Stream.of(values()), Stream.of(SelfTest.MODE))
                        .map(Object::toString)
                        .collect(Collectors.joining(", "))
                + ".");
    }

    /** {@return the number of JVMs that measure each trial} */
    public int forks() {
        return forks;
    }

    /** {@return the usual times of a JVM} */
    public Timing timing() {
        return timing;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
