package org.downcall.benchmarks.kernels;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.downcall.Arithmetic;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.article.ArticleAlgorithm;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/**
 * The exact F(n): large products, for which C has better instructions. Unless the title of a
 * contender says otherwise, the time includes the conversion of the result to a BigInteger, and the
 * contender uses one thread. None uses the Vector API, because each limb of a sum or a product
 * depends on the carry of the previous limb, and the lanes of a vector are independent.
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
            case SMOKE, DEFAULT -> List.of(1000L, 100_000L);
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
    public boolean settlesSlowly() {
        return true;
    }

    @Override
    public List<Contender> contenders() {
        return Stream.concat(
                        Stream.of(
                                Contender.of(Kind.JAVA, "java", "Java", FibonacciExact::inJava)
                                        .upTo(100_000_000)
                                        .slowFrom(10_000_000)
                                        .onceFrom(100_000_000),
                                Contender.of(Kind.NATIVE, "native", "C", FibonacciExact::inC)
                                        .slowFrom(100_000_000),
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
                                        .inFullMode()
                                        .from(100_000)
                                        .slowFrom(100_000_000),
                                Contender.of(
                                                Kind.JAVA,
                                                "article",
                                                "Java, the article's additions",
                                                FibonacciExact::ofTheArticle)
                                        .atPowersOfTen()
                                        .inFullMode()
                                        .upTo(10_000),
                                Contender.of(
                                                Kind.LIBRARY,
                                                "apfloat",
                                                "apfloat",
                                                n -> Task.of(() -> ApfloatFibonacci.exact(n)))
                                        .upTo(100_000_000)
                                        .slowFrom(10_000_000)),
                        CLibrary.numbers(FibonacciExact::inLibrary)
                                .map(contender -> contender
                                        .atPowersOfTen()
                                        .upTo(100_000_000)
                                        .slowFrom(100_000_000)))
                .toList();
    }

    private static Task inJava(long n) {
        var kernel = DowncallKernels.javaFibonacci();
        return Task.of(() -> kernel.exact(n));
    }

    /** At the largest size no other contender runs, so the result is checked by its residue. */
    private static Task inC(long n) {
        var kernel = DowncallKernels.nativeFibonacci();
        return Task.of(() -> kernel.exact(n), () -> FibonacciResidue.checked(n, kernel.exact(n)));
    }

    private static Task inParallel(long n) {
        Arithmetic parallel = Arithmetic.of().withExecutor(ForkJoinPool.commonPool());
        return Task.of(() -> parallel.fibonacci(n));
    }

    private static Task ofTheArticle(long size) {
        int n = Math.toIntExact(size);
        return Task.of(() -> ArticleAlgorithm.fibonacci(n));
    }

    private static Computation inLibrary(CLibrary library, long n) {
        LibraryInteger f = library.zero();
        return new Computation(f, () -> {}, () -> f.setToFibonacci(n));
    }
}
