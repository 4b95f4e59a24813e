package org.downcall.benchmarks.article;

import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.run.NativeKernels;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.numbers.NativeFibonacci;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The article's experiment: {@code fibonacci(10_000)}, 1000 rounds of 10 iterations each.
 *
 * <p>A round is what JMH calls a single shot with a batch: one time for 10 calls. Rounds come from
 * several JVMs, because two JVMs may compile the same code differently, and the one that happened
 * to run would pass for the truth. {@link ArticleSuite} says how many rounds there are.
 *
 * <p>The kernels are called directly: the public API runs the small ones in Java, whatever there is
 * in C.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArticleBenchmark {

    /**
     * Read anew at each call: the compiler must not see a constant, or it could compute the answer
     * itself.
     */
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

    @Benchmark
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
