package org.downcall.benchmarks.kernels;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.List;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The conversion of a number to a String of decimal digits. "GMP, no String" leaves the digits
 * where GMP wrote them.
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
        return List.of(
                Contender.of(Kind.JAVA, "java", "BigInteger.toString", ToDecimal::inJava)
                        .upTo(1_000_000)
                        .slowFrom(1_000_000),
                Contender.of(Kind.NATIVE, "native", "BigIntegers.toString", ToDecimal::inC)
                        .slowFrom(10_000_000),
                Contender.of(Kind.SYSTEM, "gmp", "GMP", ToDecimal::madeFromGmp)
                        .unless(Gmp::absence)
                        .atPowersOfTen()
                        .slowFrom(10_000_000),
                Contender.of(Kind.SYSTEM, "gmp-digits", "GMP, no String", ToDecimal::leftInGmp)
                        .unless(Gmp::absence)
                        .atPowersOfTen()
                        .slowFrom(10_000_000));
    }

    private static Task inJava(long digits) {
        BigInteger a = Operands.ofDigits(digits);
        return Task.of(() -> a.toString());
    }

    private static Task inC(long digits) {
        BigInteger a = Operands.ofDigits(digits);
        return Task.of(() -> BigIntegers.toString(a));
    }

    private static Task madeFromGmp(long digits) {
        BigInteger a = Operands.ofDigits(digits);
        Gmp same = new Gmp(Arena.global());
        return GmpTasks.digits(same, () -> same.set(a), () -> {});
    }

    private static Task leftInGmp(long digits) {
        BigInteger a = Operands.ofDigits(digits);
        Gmp same = new Gmp(Arena.global());
        return GmpTasks.digitsLeft(same, () -> same.set(a), () -> {});
    }
}
