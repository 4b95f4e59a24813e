package org.downcall.benchmarks;

import java.util.concurrent.TimeUnit;
import org.downcall.internal.JavaFibonacci;
import org.downcall.internal.NativeFibonacci;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The functions that take nanoseconds, in both languages: why {@link org.downcall.Fibonacci} runs them in Java. A round
 * of ten calls is too short for the clock to tell, so JMH times long loops of calls here.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class SmallKernelBenchmark {

    public int small = 92;
    public int n = 10_000;

    private final JavaFibonacci inJava = new JavaFibonacci();
    private final NativeFibonacci inC = NativeKernels.fibonacci();

    @Setup
    public void check() {
        same("longValue(" + small + ")", inJava.longValue(small), inC.longValue(small));
        same("wrapping(" + n + ")", inJava.wrapping(n), inC.wrapping(n));
    }

    private static void same(String what, long inJava, long inC) {
        if (inJava != inC) {
            throw new IllegalStateException(what + " is " + inJava + " in Java, but " + inC + " in C");
        }
    }

    @Benchmark
    public long javaLongValue() {
        return inJava.longValue(small);
    }

    @Benchmark
    public long nativeLongValue() {
        return inC.longValue(small);
    }

    @Benchmark
    public long javaWrapping() {
        return inJava.wrapping(n);
    }

    @Benchmark
    public long nativeWrapping() {
        return inC.wrapping(n);
    }
}
