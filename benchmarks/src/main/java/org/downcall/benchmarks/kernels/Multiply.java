package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.apfloat.Apint;
import org.downcall.Arithmetic;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The product of two different numbers of the same length. Operands and result are BigIntegers,
 * except where a title ends with "no BigInteger", and for apfloat, whose operands are converted
 * beforehand. The sizes between powers of ten are around the threshold from which BigIntegers uses
 * C.
 */
final class Multiply implements Kernel {

    @Override
    public String name() {
        return "multiply";
    }

    @Override
    public String title() {
        return "Product of two numbers";
    }

    @Override
    public String unit() {
        return "bits";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE, DEFAULT -> List.of(1_000_000L);
            case FULL ->
                List.of(
                        100L,
                        500L,
                        1000L,
                        2000L,
                        3000L,
                        3072L,
                        4000L,
                        6000L,
                        10_000L,
                        20_000L,
                        50_000L,
                        100_000L,
                        1_000_000L,
                        10_000_000L,
                        100_000_000L);
        };
    }

    @Override
    public boolean standsInForJava() {
        return true;
    }

    @Override
    public List<Contender> contenders() {
        return Stream.concat(
                        Stream.of(
                                Contender.of(
                                                Kind.JAVA,
                                                "java",
                                                "BigInteger.multiply",
                                                Multiply::inJava)
                                        .slowFrom(10_000_000)
                                        .onceFrom(100_000_000),
                                Contender.of(
                                                Kind.NATIVE,
                                                "native",
                                                "BigIntegers.multiply",
                                                Multiply::inC)
                                        .slowFrom(100_000_000),
                                Contender.of(
                                                Kind.JAVA,
                                                "java-parallel",
                                                "BigInteger.parallelMultiply, all processors",
                                                Multiply::inJavaInParallel)
                                        .atPowersOfTen()
                                        .inFullMode()
                                        .from(100_000)
                                        .upTo(10_000_000)
                                        .slowFrom(10_000_000),
                                Contender.of(
                                                Kind.NATIVE,
                                                "native-parallel",
                                                "BigIntegers.multiply, all processors",
                                                Multiply::inCInParallel)
                                        .atPowersOfTen()
                                        .inFullMode()
                                        .from(100_000)
                                        .slowFrom(100_000_000),
                                Contender.of(
                                                Kind.LIBRARY,
                                                "apfloat",
                                                "apfloat",
                                                Multiply::byApfloat)
                                        .slowFrom(10_000_000)),
                        CLibrary.numbers(Multiply::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(100_000_000)))
                .toList();
    }

    private static Task inJava(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = Operands.ofBits(bits, 2);
        return Task.of(() -> a.multiply(b));
    }

    private static Task inC(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = Operands.ofBits(bits, 2);
        return Task.of(() -> BigIntegers.multiply(a, b));
    }

    private static Task inJavaInParallel(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = Operands.ofBits(bits, 2);
        return Task.of(() -> a.parallelMultiply(b));
    }

    private static Task inCInParallel(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = Operands.ofBits(bits, 2);
        Arithmetic parallel = Arithmetic.of().withExecutor(ForkJoinPool.commonPool());
        return Task.of(() -> parallel.multiply(a, b));
    }

    private static Task byApfloat(long bits) {
        Apint a = Apfloats.number(Operands.ofBits(bits, 1));
        Apint b = Apfloats.number(Operands.ofBits(bits, 2));
        return Task.of(() -> a.multiply(b).toBigInteger());
    }

    private static Computation inLibrary(CLibrary library, long bits) {
        BigInteger first = Operands.ofBits(bits, 1);
        BigInteger second = Operands.ofBits(bits, 2);
        LibraryInteger a = library.zero();
        LibraryInteger b = library.zero();
        LibraryInteger product = library.zero();
        return new Computation(
                product,
                () -> {
                    a.set(first);
                    b.set(second);
                },
                () -> product.setToProduct(a, b));
    }
}
