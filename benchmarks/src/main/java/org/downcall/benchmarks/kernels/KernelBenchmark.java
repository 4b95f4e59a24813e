package org.downcall.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Times one contender of a kernel at one size. A fork prepares no other, so every call on the way
 * to it has a single target, and the compiler inlines it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {

    @Param("fibonacci-exact")
    public String kernel;

    @Param("java")
    public String contender;

    @Param("1000")
    public String size;

    /** Not final: the compiler must not take it, nor the operands that it holds, for constants. */
    private Task task;

    @Setup
    public void prepare() {
        task = Kernels.named(kernel).contender(contender).prepare(Long.parseLong(size));
    }

    @Benchmark
    public void run(Blackhole blackhole) {
        task.run(blackhole);
    }
}
