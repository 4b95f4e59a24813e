package org.downcall.benchmarks.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How thoroughly to measure: {@code -Dbench=...}. */
public enum RunMode {

    /** Everything runs once, in this JVM where possible. The numbers mean nothing. */
    SMOKE(1, 1, 1, Duration.ofMillis(5)),

    /** Enough to see what matters, in about ten minutes. */
    DEFAULT(2, 3, 3, Duration.ofMillis(100)),

    /** What may be published. */
    FULL(5, 4, 3, Duration.ofMillis(100));

    private final int forks;
    private final int warmups;
    private final int iterations;
    private final Duration iteration;

    RunMode(int forks, int warmups, int iterations, Duration iteration) {
        this.forks = forks;
        this.warmups = warmups;
        this.iterations = iterations;
        this.iteration = iteration;
    }

    /** @throws UsageException that lists the modes there are */
    public static RunMode of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("bench=" + name + ": it must be "
                        + Arrays.stream(values())
                                .map(RunMode::toString)
                                .collect(Collectors.joining(", "))));
    }

    /** How many JVMs measure each thing. */
    public int forks() {
        return forks;
    }

    public int warmups() {
        return warmups;
    }

    /** How many samples are taken in each JVM. */
    public int iterations() {
        return iterations;
    }

    /** How long a sample, or a round of warming up, lasts. */
    public Duration iteration() {
        return iteration;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
