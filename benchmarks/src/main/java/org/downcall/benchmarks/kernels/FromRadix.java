package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The conversion of a String in a radix other than 10 to a number. Radix 16 stands for the powers
 * of two, whose digits are groups of bits.
 *
 * @param radix the radix
 */
record FromRadix(int radix) implements Kernel {

    @Override
    public String name() {
        return "from-radix-" + radix;
    }

    @Override
    public String title() {
        return "String in radix " + radix + " to BigInteger";
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
                                Contender.of(Kind.JAVA, "java", "new BigInteger", this::inJava)
                                        .slowFrom(100_000)
                                        .onceFrom(1_000_000),
                                Contender.of(
                                        Kind.NATIVE, "native", "BigIntegers.parse", this::inC)),
                        CLibrary.numbers(this::inLibrary)
                                .map(contender -> contender.atPowersOfTen()))
                .toList();
    }

    private String digits(long bits) {
        return Operands.ofBits(bits, 1).toString(radix);
    }

    private Task inJava(long bits) {
        String digits = digits(bits);
        return Task.of(() -> new BigInteger(digits, radix));
    }

    private Task inC(long bits) {
        String digits = digits(bits);
        return Task.of(() -> BigIntegers.parse(digits, radix));
    }

    private Computation inLibrary(CLibrary library, long bits) {
        String digits = digits(bits);
        LibraryInteger number = library.zero().inBase(radix);
        return new Computation(
                number, () -> number.takeIn(digits), () -> number.setToDigits(digits.length()));
    }
}
