package quux.pkg.benchmarks;

import java.util.Random;
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
import quux.pkg.internal.JavaKernel;
import quux.pkg.internal.Kernel;
import quux.pkg.internal.Kernels;

/**
 * What a call of C costs, and from which length on C is faster than Java.
 *
 * <p>{@code callOfJava} and {@code callOfC} do next to nothing, so their difference is the cost of
 * a call. {@code distanceInJava} and {@code distanceInC} do the same work on arrays.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class QuuxBenchmark {

    private static final Kernel JAVA = new JavaKernel("the benchmarks compare C with it");
    private static final Kernel C = Kernels.loadNative();

    /** Not final: the JIT compiler would compute the result in advance. */
    @State(Scope.Thread)
    public static class Numbers {
        long a = 0x123456789abcdefL;
        long b = -1;
    }

    @State(Scope.Thread)
    public static class Arrays {

        @Param({"16", "256", "4096", "65536", "1048576"})
        int length;

        byte[] a;
        byte[] b;

        @Setup
        public void fill() {
            Random random = new Random(1);
            a = new byte[length];
            b = new byte[length];
            random.nextBytes(a);
            random.nextBytes(b);
            if (JAVA.distance(a, b) != C.distance(a, b)) {
                throw new AssertionError("the kernels return different results");
            }
        }
    }

    @Benchmark
    public int callOfJava(Numbers numbers) {
        return JAVA.hamming(numbers.a, numbers.b);
    }

    @Benchmark
    public int callOfC(Numbers numbers) {
        return C.hamming(numbers.a, numbers.b);
    }

    @Benchmark
    public long distanceInJava(Arrays arrays) {
        return JAVA.distance(arrays.a, arrays.b);
    }

    @Benchmark
    public long distanceInC(Arrays arrays) {
        return C.distance(arrays.a, arrays.b);
    }
}
