package org.downcall.benchmarks.kernels;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.article.ArticleAlgorithm;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.NativeKernels;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.numbers.NativeFibonacci;

/**
 * All bits of F(n): big products, for which C has the better instructions. Every time includes that
 * the result is made a BigInteger, and all of them use one thread, unless the contender's title
 * says otherwise. None uses the Vector API: each limb of a sum or a product waits for the carry of
 * the one before, which no lane can do for itself.
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
            case SMOKE -> List.of(1000L, 100_000L);
            case DEFAULT -> List.of(100L, 1000L, 100_000L, 1_000_000L);
            case FULL ->
                List.of(
                        10L,
                        100L,
                        200L,
                        400L,
                        1000L,
                        3000L,
                        10_000L,
                        100_000L,
                        1_000_000L,
                        10_000_000L,
                        100_000_000L,
                        1_000_000_000L);
        };
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java", FibonacciExact::inJava)
                        .upTo(10_000_000)
                        .slowFrom(10_000_000),
                Contender.of(Kind.NATIVE, "native", "C", FibonacciExact::inC).slowFrom(100_000_000),
                Contender.of(
                                Kind.NATIVE,
                                "api",
                                "Fibonacci.exact",
                                n -> Task.of(() -> Fibonacci.exact(n)))
                        .atPowersOfTen()
                        .upTo(1_000_000),
                Contender.of(
                                Kind.NATIVE,
                                "api-parallel",
                                "Fibonacci.exact, all processors",
                                FibonacciExact::inParallel)
                        .atPowersOfTen()
                        .from(100_000)
                        .slowFrom(100_000_000),
                Contender.of(
                                Kind.JAVA,
                                "article",
                                "Java, the article's additions",
                                FibonacciExact::ofTheArticle)
                        .atPowersOfTen()
                        .upTo(10_000),
                Contender.of(
                                Kind.LIBRARY,
                                "apfloat",
                                "apfloat",
                                n -> Task.of(() -> ApfloatFibonacci.exact(n)))
                        .atPowersOfTen()
                        .upTo(100_000_000)
                        .slowFrom(10_000_000),
                Contender.of(Kind.SYSTEM, "gmp", "GMP", FibonacciExact::madeFromGmp)
                        .unless(Gmp::absence)
                        .atPowersOfTen()
                        .upTo(100_000_000)
                        .slowFrom(100_000_000),
                // What GMP takes without the BigInteger: the difference is what the result costs to
                // bring home.
                Contender.of(
                                Kind.SYSTEM,
                                "gmp-limbs",
                                "GMP, no BigInteger",
                                FibonacciExact::leftInGmp)
                        .unless(Gmp::absence)
                        .atPowersOfTen()
                        .upTo(100_000_000)
                        .slowFrom(100_000_000));
    }

    private static Task inJava(long n) {
        JavaFibonacci kernel = new JavaFibonacci();
        return Task.of(() -> kernel.exact(n));
    }

    /** At the largest size there is nothing to check it against but its residue. */
    private static Task inC(long n) {
        NativeFibonacci kernel = NativeKernels.fibonacci();
        return Task.of(() -> kernel.exact(n), () -> FibonacciResidue.checked(n, kernel.exact(n)));
    }

    private static Task inParallel(long n) {
        return Task.of(() -> Fibonacci.exact(n, ForkJoinPool.commonPool()));
    }

    private static Task ofTheArticle(long size) {
        int n = Math.toIntExact(size);
        return Task.of(() -> ArticleAlgorithm.fibonacci(n));
    }

    private static Task madeFromGmp(long n) {
        Gmp f = new Gmp(Arena.global());
        return GmpTasks.number(f, () -> {}, () -> f.setToFibonacci(n));
    }

    private static Task leftInGmp(long n) {
        Gmp f = new Gmp(Arena.global());
        return GmpTasks.numberLeft(f, () -> {}, () -> f.setToFibonacci(n));
    }
}
