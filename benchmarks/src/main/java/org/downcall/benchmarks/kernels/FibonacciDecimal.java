package org.downcall.benchmarks.kernels;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.downcall.Arithmetic;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/**
 * The decimal digits of F(n), as a String unless the title says otherwise. A binary number must be
 * converted, which takes longer than all products. apfloat and this library compute in decimal
 * instead.
 */
final class FibonacciDecimal implements Kernel {

    @Override
    public String name() {
        return "fibonacci-decimal";
    }

    @Override
    public String title() {
        return "F(n), decimal digits";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(1_000_000L);
            case DEFAULT -> List.of();
            case FULL ->
                List.of(
                        100L,
                        1000L,
                        1500L,
                        2000L,
                        3000L,
                        5000L,
                        10_000L,
                        100_000L,
                        1_000_000L,
                        10_000_000L);
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
                                Contender.of(Kind.JAVA, "java", "Java", FibonacciDecimal::inJava)
                                        .slowFrom(10_000_000),
                                Contender.of(
                                        Kind.NATIVE,
                                        "native",
                                        "Fibonacci.decimal",
                                        FibonacciDecimal::inC),
                                Contender.of(
                                                Kind.NATIVE,
                                                "native-parallel",
                                                "Fibonacci.decimal, all processors",
                                                FibonacciDecimal::inParallel)
                                        .atPowersOfTen()
                                        .inFullMode()
                                        .from(100_000),
                                Contender.of(
                                                Kind.LIBRARY,
                                                "apfloat",
                                                "apfloat",
                                                n -> Task.of(() -> ApfloatFibonacci.decimal(n)))
                                        .slowFrom(10_000_000)),
                        CLibrary.digits(FibonacciDecimal::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(10_000_000)))
                .toList();
    }

    private static Task inJava(long n) {
        var kernel = DowncallKernels.javaFibonacci();
        return Task.of(() -> kernel.exact(n).toString());
    }

    private static Task inC(long n) {
        return Task.of(() -> Fibonacci.decimal(n));
    }

    private static Task inParallel(long n) {
        Arithmetic parallel = Arithmetic.of().withExecutor(ForkJoinPool.commonPool());
        return Task.of(() -> parallel.fibonacciDecimal(n));
    }

    private static Computation inLibrary(CLibrary library, long n) {
        LibraryInteger f = library.zero();
        return new Computation(f, () -> {}, () -> f.setToFibonacci(n));
    }
}
