package org.downcall.benchmarks.kernels;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * One contender of a kernel at one size. The parameter {@code kernel} is the name of one of
 * {@link Kernels#ALL}, {@code contender} is one of its contenders, {@code size} is in the unit
 * of the kernel. JMH forks a JVM for each combination, so every call on the way to the contender
 * has a single target, and the compiler inlines it.
 *
 * <p>A wrong name fails with a message that lists the valid ones. The kernels {@code
 * fibonacci-exact}, {@code multiply} and others run for minutes at large sizes; raise {@code -w}
 * and {@code -r} for operations of more than 100 ms.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar KernelBenchmark}
 *
 * <p>Another kernel: {@code java -jar benchmarks/target/benchmarks.jar KernelBenchmark -p
 * kernel=multiply -p contender=java,native,gmp -p size=1000000}
 *
 * <p><b>Expect:</b> exact Fibonacci numbers are twice as fast in C at n = 1000, and several times
 * as fast from n = 10,000 on. On an AMD EPYC (Zen 4) with JDK 25 in 2026: n = 1000 takes 0.6 us in
 * Java and 0.3 us in C, n = 100,000 takes 400 us in Java and 60 us in C.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class KernelBenchmark {

    private static final int PLACES = 12;
    private static final int CACHE_LINE = 64;

    @Param("fibonacci-exact")
    public String kernel;

    @Param({"java", "native"})
    public String contender;

    @Param({"1000", "100000"})
    public String size;

    /** Not final, so that the compiler treats neither the task nor its operands as constants. */
    private Task task;

    private Task[] tasks;
    private int iteration;

    /** Keeps the distances between the operands of different tasks. */
    private byte[][] between;

    @Setup
    public void prepare() {
        Kernel chosen = Kernels.named(kernel);
        int places = chosen.movesOperands() ? PLACES : 1;
        tasks = new Task[places];
        between = new byte[places][];
        for (int i = 0; i < places; i++) {
            between[i] = new byte[ThreadLocalRandom.current().nextInt(CACHE_LINE)];
            tasks[i] = chosen.contender(contender).prepare(Long.parseLong(size));
        }
    }

    @Setup(Level.Iteration)
    public void next() {
        task = tasks[iteration++ % tasks.length];
    }

    @Benchmark
    public void run(Blackhole blackhole) {
        task.run(blackhole);
    }
}
