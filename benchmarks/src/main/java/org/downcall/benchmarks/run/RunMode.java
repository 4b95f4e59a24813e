package org.downcall.benchmarks.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How thoroughly to measure: {@code -Dbench=...}. */
public enum RunMode {

    /** Everything runs once, in this JVM if possible. The numbers mean nothing. */
    SMOKE(1, 1, 1, Duration.ofMillis(5)),

    /** The most important results, in about thirteen minutes. */
    DEFAULT(2, 3, 3, Duration.ofMillis(100)),

    /** Results that may be published. */
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

    /** @throws UsageException that lists the valid modes */
    public static RunMode of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("bench=" + name + " is invalid. Use one of "
                        + Arrays.stream(values())
                                .map(RunMode::toString)
                                .collect(Collectors.joining(", ", "", "."))));
    }

    /** {@return the number of JVMs that measure each trial} */
    public int forks() {
        return forks;
    }

    public int warmups() {
        return warmups;
    }

    /** {@return the number of samples in each JVM} */
    public int iterations() {
        return iterations;
    }

    /** {@return the duration of a sample, or of a warm-up iteration} */
    public Duration iteration() {
        return iteration;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
