package org.downcall.benchmarks;

import java.math.BigInteger;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The article's experiment: {@code fibonacci(10_000)}, 1000 rounds of 10 iterations each.
 *
 * <p>A round is what JMH calls a single shot with a batch: one time for 10 calls. Rounds come from several JVMs,
 * because two JVMs may compile the same code differently, and the one that happened to run would pass for the truth.
 *
 * <p>The warm-up has to last until the optimizing compiler, C2, is done with two methods: the one that is measured, and
 * the loop of JMH's around it, which is called once a round. HotSpot takes a method with a loop when its calls and its
 * loop's turns are 15 000 together, and then compiles in the background. With rounds of 10 calls that took 1400 to 2700
 * rounds; with 20 calls it took 850 to 1350, so 3000 leave time for a slower or a busy machine. (Measured with
 * -XX:+PrintCompilation on JDK 25.)
 *
 * <p>The kernels are called directly: the public API runs the small ones in Java, whatever there is in C.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(4)
@Warmup(iterations = 3_000, batchSize = 20)
@Measurement(iterations = 250, batchSize = 10)
public class ArticleBenchmark {

    /** Read anew at each call: the compiler must not see a constant, or it could compute the answer itself. */
    public int n = 10_000;

    private final JavaFibonacci inJava = new JavaFibonacci();

    /** A state of its own, so that the rows in Java run where the library cannot be loaded. */
    @State(Scope.Benchmark)
    public static class Native {

        private final NativeFibonacci inC = NativeKernels.fibonacci();
    }

    @Benchmark
    public long javaLoop() {
        return inJava.wrappingIterative(n);
    }

    @Benchmark
    public long nativeLoop(Native library) {
        return library.inC.wrappingIterative(n);
    }

    @Benchmark
    public long nativeWrapping(Native library) {
        return library.inC.wrapping(n);
    }

    /** Takes a millisecond: its own loop is all that counts, and C2 is done with that in the first round. */
    @Benchmark
    @Warmup(iterations = 100, batchSize = 10)
    public BigInteger javaExactIterative() {
        return ArticleAlgorithm.fibonacci(n);
    }

    @Benchmark
    public BigInteger javaExactDoubling() {
        return inJava.exact(n);
    }

    @Benchmark
    public BigInteger nativeExact(Native library) {
        return library.inC.exact(n);
    }
}
