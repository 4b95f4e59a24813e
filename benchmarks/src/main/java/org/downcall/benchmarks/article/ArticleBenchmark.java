package org.downcall.benchmarks.article;

import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.run.DowncallKernels;
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
 * The article's experiment: {@code fibonacci(10_000)}, in rounds of 10 iterations.
 *
 * <p>A round is a single shot of JMH with a batch: one time for 10 calls. The rounds come from
 * several JVMs, because two JVMs may compile the same code differently.
 *
 * <p>The warm-up lasts until C2 has compiled two methods: the one that is measured, and JMH's
 * loop around it, which is called once a round. HotSpot compiles a method with a loop when its
 * calls and its iterations are 15 000 together, and it compiles in the background. With rounds
 * of 10 calls that took 1400 to 2700 rounds; with 20 calls it took 850 to 1350, so 3000 leave
 * time for a slower machine. (Measured with -XX:+PrintCompilation on JDK 25.)
 *
 * <p>The kernels are called directly: the public API would run the small ones in Java.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar ArticleBenchmark}
 *
 * <p><b>Expect:</b> C does not make the loop faster; the better algorithm does, in either
 * language. On an AMD EPYC (Zen 4) with JDK 25 in 2026: the loop takes 2.8 us in Java and in C,
 * the article's exact additions 1.5 ms, exact fast doubling 9 us in Java and 7 us in C.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3000, batchSize = 20)
@Measurement(iterations = 200, batchSize = 10)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ArticleBenchmark {

    /** Not final, so that the compiler cannot compute the answer. */
    public int n = 10_000;

    /** A separate state, so that the rows in Java run where the native library is unavailable. */
    @State(Scope.Benchmark)
    public static class Native {

        public Native() {
            DowncallKernels.requireLibrary();
        }
    }

    @Benchmark
    public long javaLoop() {
        return DowncallKernels.javaFibonacci().wrappingIterative(n);
    }

    @Benchmark
    public long nativeLoop(Native library) {
        return DowncallKernels.nativeFibonacci().wrappingIterative(n);
    }

    @Benchmark
    public long nativeWrapping(Native library) {
        return DowncallKernels.nativeFibonacci().wrapping(n);
    }

    /** Takes a millisecond, nearly all of it in loops that C2 compiles during the first rounds. */
    @Benchmark
    @Warmup(iterations = 100, batchSize = 10)
    public BigInteger javaExactIterative() {
        return ArticleAlgorithm.fibonacci(n);
    }

    @Benchmark
    public BigInteger javaExactDoubling() {
        return DowncallKernels.javaFibonacci().exact(n);
    }

    @Benchmark
    public BigInteger nativeExact(Native library) {
        return DowncallKernels.nativeFibonacci().exact(n);
    }
}
