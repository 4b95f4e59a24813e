package org.downcall.benchmarks.vm;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Trial;

/** One method of {@link Safepoints} under one collector. */
record SafepointTrial(String method, String collector, Safepoints.Length length) implements Trial {

    static final String COLLECTOR = "gc";

    /** The time to start the JVM, to link the functions and to warm up. */
    private static final Duration START = Duration.ofMillis(450);

    /** {@return the option of java} */
    static String option(String collector) {
        return "-XX:+Use" + collector + "GC";
    }

    @Override
    public String benchmark() {
        return Safepoints.class.getName() + "." + method;
    }

    @Override
    public SortedMap<String, String> params() {
        return new TreeMap<>(Map.of(COLLECTOR, collector, "length", length.title));
    }

    @Override
    public Duration estimate(RunMode mode) {
        return duration(mode).plus(START);
    }

    private static Duration duration(RunMode mode) {
        return Duration.ofMillis(mode == RunMode.SMOKE ? 50 : 500);
    }

    @Override
    public Measurement measure(RunMode mode, PrintStream log)
            throws IOException, InterruptedException {
        String output = ChildJvm.run(List.of(
                        option(collector),
                        "-Xms64m", // small, so that a collection is short
                        "-Xmx64m",
                        SafepointLog.OPTION,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dbench.library=" + BenchLibrary.path(),
                        "-cp",
                        ChildJvm.locationOf(SafepointLoad.class).toString(),
                        SafepointLoad.class.getName(),
                        method,
                        Long.toString(length.duration.toNanos()),
                        Long.toString(duration(mode).toNanos())))
                .output();
        log.println(output);
        double[] microseconds = Arrays.stream(SafepointLog.reaching(output))
                .mapToDouble(nanoseconds -> nanoseconds / 1e3)
                .toArray();
        return Measurement.of(benchmark(), "ss", params(), "us/op", microseconds);
    }
}
