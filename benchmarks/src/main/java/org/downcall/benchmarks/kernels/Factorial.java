package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.numbers.JavaBigIntegers;

/**
 * A factorial. BigInteger has no method for it. "Java" is the algorithm of this library with
 * BigInteger's products, and "a loop" multiplies by one number after the other.
 */
final class Factorial implements Kernel {

    @Override
    public String name() {
        return "factorial";
    }

    @Override
    public String title() {
        return "n!";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(10_000L);
            case DEFAULT -> List.of();
            case FULL -> List.of(100L, 200L, 500L, 1_000L, 2_000L, 10_000L, 100_000L, 1_000_000L);
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
                                Contender.of(Kind.JAVA, "java", "Java", Factorial::inJava)
                                        .slowFrom(1_000_000),
                                Contender.of(Kind.JAVA, "loop", "a loop", Factorial::byLoop)
                                        .slowFrom(10_000)
                                        .onceFrom(100_000)
                                        .upTo(100_000),
                                Contender.of(
                                        Kind.NATIVE,
                                        "native",
                                        "BigIntegers.factorial",
                                        Factorial::inC)),
                        CLibrary.numbers(Factorial::inLibrary)
                                .map(contender -> contender.atPowersOfTen()))
                .toList();
    }

    private static Task inJava(long size) {
        int n = Math.toIntExact(size);
        JavaBigIntegers kernel = new JavaBigIntegers();
        return Task.of(() -> kernel.factorial(n, Execution.DEFAULT));
    }

    private static Task byLoop(long size) {
        int n = Math.toIntExact(size);
        return Task.of(() -> {
            BigInteger product = BigInteger.ONE;
            for (int i = 2; i <= n; i++) {
                product = product.multiply(BigInteger.valueOf(i));
            }
            return product;
        });
    }

    private static Task inC(long size) {
        int n = Math.toIntExact(size);
        return Task.of(() -> BigIntegers.factorial(n));
    }

    private static Computation inLibrary(CLibrary library, long n) {
        LibraryInteger factorial = library.zero();
        return new Computation(factorial, () -> {}, () -> factorial.setToFactorial(n));
    }
}
