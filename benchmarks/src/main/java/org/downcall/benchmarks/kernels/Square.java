package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.apfloat.Apint;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/** The square of a number, otherwise like {@link Multiply}. */
final class Square implements Kernel {

    @Override
    public String name() {
        return "square";
    }

    @Override
    public String title() {
        return "Square of a number";
    }

    @Override
    public String unit() {
        return "bits";
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
                        2000L,
                        4000L,
                        4096L,
                        5000L,
                        8000L,
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
                                                Square::inJava)
                                        .slowFrom(10_000_000)
                                        .onceFrom(100_000_000),
                                Contender.of(
                                                Kind.NATIVE,
                                                "native",
                                                "BigIntegers.square",
                                                Square::inC)
                                        .slowFrom(100_000_000),
                                Contender.of(Kind.LIBRARY, "apfloat", "apfloat", Square::byApfloat)
                                        .slowFrom(10_000_000)),
                        CLibrary.numbers(Square::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(100_000_000)))
                .toList();
    }

    /** BigInteger recognizes that both operands are the same object, and squares. */
    private static Task inJava(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        return Task.of(() -> a.multiply(a));
    }

    private static Task inC(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        return Task.of(() -> BigIntegers.square(a));
    }

    private static Task byApfloat(long bits) {
        Apint a = Apfloats.number(Operands.ofBits(bits, 1));
        return Task.of(() -> a.multiply(a).toBigInteger());
    }

    private static Computation inLibrary(CLibrary library, long bits) {
        BigInteger number = Operands.ofBits(bits, 1);
        LibraryInteger a = library.zero();
        LibraryInteger square = library.zero();
        return new Computation(square, () -> a.set(number), () -> square.setToProduct(a, a));
    }
}
