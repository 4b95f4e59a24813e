package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.apfloat.Apint;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The quotient of a number by one of half its length, otherwise like {@link Multiply}. The size is
 * that of the divisor. The C libraries compute no remainder. The C of this library computes it in
 * any case.
 */
final class Divide implements Kernel {

    @Override
    public String name() {
        return "divide";
    }

    @Override
    public String title() {
        return "Quotient of a number by one of half its length";
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
                        1500L,
                        2000L,
                        2048L,
                        3000L,
                        5000L,
                        10_000L,
                        20_000L,
                        50_000L,
                        100_000L,
                        1_000_000L,
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
                                Contender.of(Kind.JAVA, "java", "BigInteger.divide", Divide::inJava)
                                        .slowFrom(1_000_000)
                                        .onceFrom(10_000_000),
                                Contender.of(
                                        Kind.NATIVE, "native", "BigIntegers.divide", Divide::inC),
                                Contender.of(Kind.LIBRARY, "apfloat", "apfloat", Divide::byApfloat)
                                        .slowFrom(1_000_000)),
                        CLibrary.numbers(Divide::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(10_000_000)))
                .toList();
    }

    static BigInteger dividend(long bits) {
        return Operands.ofBits(2 * bits, 1);
    }

    static BigInteger divisor(long bits) {
        return Operands.ofBits(bits, 2);
    }

    private static Task inJava(long bits) {
        BigInteger a = dividend(bits);
        BigInteger b = divisor(bits);
        return Task.of(() -> a.divide(b));
    }

    private static Task inC(long bits) {
        BigInteger a = dividend(bits);
        BigInteger b = divisor(bits);
        return Task.of(() -> BigIntegers.divide(a, b));
    }

    private static Task byApfloat(long bits) {
        Apint a = Apfloats.number(dividend(bits));
        Apint b = Apfloats.number(divisor(bits));
        return Task.of(() -> a.divide(b).toBigInteger());
    }

    private static Computation inLibrary(CLibrary library, long bits) {
        BigInteger dividend = dividend(bits);
        BigInteger divisor = divisor(bits);
        LibraryInteger a = library.zero();
        LibraryInteger b = library.zero();
        LibraryInteger quotient = library.zero();
        return new Computation(
                quotient,
                () -> {
                    a.set(dividend);
                    b.set(divisor);
                },
                () -> quotient.setToQuotient(a, b));
    }
}
