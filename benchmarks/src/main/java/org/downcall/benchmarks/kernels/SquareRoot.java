package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.apfloat.Apint;
import org.apfloat.ApintMath;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/** The square root of a number, rounded down, otherwise like {@link Multiply}. */
final class SquareRoot implements Kernel {

    @Override
    public String name() {
        return "square-root";
    }

    @Override
    public String title() {
        return "Square root of a number";
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
                        500L,
                        1000L,
                        1024L,
                        1500L,
                        2000L,
                        5000L,
                        10_000L,
                        100_000L,
                        200_000L,
                        1_000_000L,
                        2_000_000L,
                        10_000_000L);
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
                                                "BigInteger.sqrt",
                                                SquareRoot::inJava)
                                        .slowFrom(1_000_000)
                                        .onceFrom(10_000_000),
                                Contender.of(
                                        Kind.NATIVE, "native", "BigIntegers.sqrt", SquareRoot::inC),
                                Contender.of(
                                                Kind.LIBRARY,
                                                "apfloat",
                                                "apfloat",
                                                SquareRoot::byApfloat)
                                        .slowFrom(1_000_000)),
                        CLibrary.numbers(SquareRoot::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(10_000_000)))
                .toList();
    }

    private static Task inJava(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        return Task.of(a::sqrt);
    }

    private static Task inC(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        return Task.of(() -> BigIntegers.sqrt(a));
    }

    private static Task byApfloat(long bits) {
        Apint a = Apfloats.number(Operands.ofBits(bits, 1));
        return Task.of(() -> ApintMath.sqrt(a)[0].toBigInteger());
    }

    private static Computation inLibrary(CLibrary library, long bits) {
        BigInteger number = Operands.ofBits(bits, 1);
        LibraryInteger a = library.zero();
        LibraryInteger root = library.zero();
        return new Computation(root, () -> a.set(number), () -> root.setToSquareRoot(a));
    }
}
