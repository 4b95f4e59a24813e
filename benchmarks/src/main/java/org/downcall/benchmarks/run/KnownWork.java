package org.downcall.benchmarks.run;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Contenders whose ratio is known, because they repeat the same steps a known number of times.
 * {@link SelfTest} measures them to test the suite itself.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar KnownWork}
 *
 * <p><b>Expect:</b> "one" and "same" (and any name that begins with "same") take the same time,
 * "slower" takes 5 % more, and "twice" takes twice as long. On an AMD EPYC (Zen 4) with JDK 25 in
 * 2026, a step takes about 2 ns.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class KnownWork {

    @Param({"one", "same", "slower", "twice"})
    public String contender;

    private long steps;

    @Setup
    public void prepare() {
        steps = switch (contender) {
            case "one" -> 1000;
            case "slower" -> 1050;
            case "twice" -> 2000;
            default -> {
                if (!contender.startsWith("same")) {
                    throw new IllegalArgumentException("contender=" + contender);
                }
                yield 1000;
            }
        };
    }

    @Benchmark
    public void work() {
        Blackhole.consumeCPU(steps);
    }
}
