package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.apfloat.Apint;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The conversion of a number to a String of decimal digits. "No String" leaves the digits
 * where a C library wrote them. apfloat has the number in its own format beforehand.
 */
final class ToDecimal implements Kernel {

    @Override
    public String name() {
        return "to-string";
    }

    @Override
    public String title() {
        return "BigInteger to decimal String";
    }

    @Override
    public String unit() {
        return "digits";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE, DEFAULT -> List.of(100_000L);
            case FULL ->
                List.of(
                        20L,
                        50L,
                        90L,
                        97L,
                        100L,
                        150L,
                        200L,
                        500L,
                        1000L,
                        2000L,
                        10_000L,
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
                                Contender.of(
                                                Kind.JAVA,
                                                "java",
                                                "BigInteger.toString",
                                                ToDecimal::inJava)
                                        .slowFrom(1_000_000)
                                        .onceFrom(10_000_000),
                                Contender.of(
                                                Kind.NATIVE,
                                                "native",
                                                "BigIntegers.toString",
                                                ToDecimal::inC)
                                        .slowFrom(10_000_000),
                                Contender.of(
                                                Kind.LIBRARY,
                                                "apfloat",
                                                "apfloat",
                                                ToDecimal::byApfloat)
                                        .slowFrom(100_000)),
                        CLibrary.digits(ToDecimal::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(10_000_000)))
                .toList();
    }

    private static Task inJava(long digits) {
        BigInteger a = Operands.ofDigits(digits);
        return Task.of(() -> a.toString());
    }

    private static Task inC(long digits) {
        BigInteger a = Operands.ofDigits(digits);
        return Task.of(() -> BigIntegers.toString(a));
    }

    private static Task byApfloat(long digits) {
        Apint a = Apfloats.number(Operands.ofDigits(digits));
        return Task.of(() -> Apfloats.decimal(a));
    }

    private static Computation inLibrary(CLibrary library, long digits) {
        BigInteger a = Operands.ofDigits(digits);
        LibraryInteger same = library.zero();
        return new Computation(same, () -> same.set(a), () -> {});
    }
}
