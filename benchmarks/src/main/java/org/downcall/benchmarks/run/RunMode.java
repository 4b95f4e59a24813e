package org.downcall.benchmarks.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How thoroughly to measure: {@code -Dbench=...}. */
public enum RunMode {

    /** Everything runs once, in this JVM if possible. The numbers mean nothing. */
    SMOKE(1, 1, Duration.ofMillis(5), 1, Duration.ofMillis(5)),

    /** The most important results, in a few minutes. */
    DEFAULT(5, 3, Duration.ofMillis(100), 12, Duration.ofMillis(10)),

    /** All results, from more JVMs than in default mode. They may be published. */
    FULL(8, 3, Duration.ofMillis(100), 12, Duration.ofMillis(10));

    private final int forks;
    private final int warmups;
    private final Duration warmup;
    private final int slices;
    private final Duration slice;

    RunMode(int forks, int warmups, Duration warmup, int slices, Duration slice) {
        this.forks = forks;
        this.warmups = warmups;
        this.warmup = warmup;
        this.slices = slices;
        this.slice = slice;
    }

    /** @throws UsageException that lists the valid modes */
    public static RunMode of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("bench=" + name + " is invalid. Use one of "
                        + Stream.concat(
                                        Arrays.stream(values()).map(RunMode::toString),
                                        Stream.of(SelfTest.MODE))
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    /** {@return the number of JVMs that measure each trial} */
    public int forks() {
        return forks;
    }

    public int warmups() {
        return warmups;
    }

    /** {@return the duration of a warm-up iteration} */
    public Duration warmup() {
        return warmup;
    }

    /** {@return the number of slices in each JVM, which are its samples} */
    public int slices() {
        return slices;
    }

    /** {@return the duration of a slice} */
    public Duration slice() {
        return slice;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
