package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.article.ArticleAlgorithm;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.NativeKernels;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.internal.JavaFibonacci;
import org.downcall.internal.NativeFibonacci;

/**
 * All digits of F(n): big products, for which C has the better instructions. Every time includes that the result is
 * made a BigInteger, unless the contender's title says otherwise; all of them use one thread.
 */
final class FibonacciExact implements Kernel {

    @Override
    public String name() {
        return "fibonacci-exact";
    }

    @Override
    public String title() {
        return "F(n), exact";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(100L, 1000L);
            case DEFAULT -> List.of(100L, 1000L, 10_000L, 100_000L, 1_000_000L);
            case FULL ->
                List.of(10L, 100L, 200L, 400L, 1000L, 3000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);
        };
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java", FibonacciExact::inJava),
                Contender.of(Kind.NATIVE, "native", "C", FibonacciExact::inC),
                Contender.of(Kind.NATIVE, "api", "Fibonacci.exact", n -> Task.of(() -> Fibonacci.exact(n)))
                        .atPowersOfTen()
                        .upTo(1_000_000),
                Contender.of(Kind.JAVA, "article", "Java, the article's additions", FibonacciExact::ofTheArticle)
                        .atPowersOfTen()
                        .upTo(10_000),
                Contender.of(Kind.LIBRARY, "apfloat", "apfloat", n -> Task.of(() -> ApfloatFibonacci.exact(n)))
                        .atPowersOfTen(),
                Contender.of(Kind.SYSTEM, "gmp", "GMP", n -> Task.of(() -> madeFromGmp(n)))
                        .unless(Gmp::absence)
                        .atPowersOfTen(),
                // What GMP takes without the BigInteger: the difference is what the result costs to bring home.
                Contender.of(
                                Kind.SYSTEM,
                                "gmp-limbs",
                                "GMP, no BigInteger",
                                n -> Task.ofLong(() -> leftInGmp(n), () -> madeFromGmp(n)))
                        .unless(Gmp::absence)
                        .atPowersOfTen());
    }

    private static Task inJava(long n) {
        JavaFibonacci kernel = new JavaFibonacci();
        return Task.of(() -> kernel.exact(n));
    }

    private static Task inC(long n) {
        NativeFibonacci kernel = NativeKernels.fibonacci();
        return Task.of(() -> kernel.exact(n));
    }

    private static Task ofTheArticle(long size) {
        int n = Math.toIntExact(size);
        return Task.of(() -> ArticleAlgorithm.fibonacci(n));
    }

    private static BigInteger madeFromGmp(long n) {
        try (Gmp f = Gmp.fibonacci(n)) {
            return f.toBigInteger();
        }
    }

    /** The length alone is taken out of it. */
    private static long leftInGmp(long n) {
        try (Gmp f = Gmp.fibonacci(n)) {
            return f.bitLength();
        }
    }
}
