package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The conversion of a number to a String in a radix other than 10. Radix 16 stands for the powers
 * of two, whose digits are groups of bits.
 *
 * @param radix the radix
 */
record ToRadix(int radix) implements Kernel {

    @Override
    public String name() {
        return "to-radix-" + radix;
    }

    @Override
    public String title() {
        return "BigInteger to String in radix " + radix;
    }

    @Override
    public String unit() {
        return "bits";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(10_000L);
            case DEFAULT -> List.of();
            case FULL ->
                List.of(
                        64L,
                        128L,
                        200L,
                        256L,
                        320L,
                        500L,
                        640L,
                        800L,
                        1_000L,
                        2_000L,
                        10_000L,
                        100_000L,
                        1_000_000L);
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
                                Contender.of(Kind.JAVA, "java", "BigInteger.toString", this::inJava)
                                        .slowFrom(1_000_000),
                                Contender.of(
                                        Kind.NATIVE, "native", "BigIntegers.toString", this::inC)),
                        CLibrary.digits(this::inLibrary)
                                .map(contender -> contender.atPowersOfTen()))
                .toList();
    }

    private Task inJava(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        return Task.of(() -> a.toString(radix));
    }

    private Task inC(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        return Task.of(() -> BigIntegers.toString(a, radix));
    }

    private Computation inLibrary(CLibrary library, long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        LibraryInteger same = library.zero().inBase(radix);
        return new Computation(same, () -> same.set(a), () -> {});
    }
}
