package org.downcall.benchmarks.kernels;

import ch.randelshofer.fastdoubleparser.JavaBigIntegerParser;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The conversion of a String of decimal digits to a number. The time of BigInteger's own
 * constructor grows with the square of their number.
 */
final class FromDecimal implements Kernel {

    @Override
    public String name() {
        return "parse";
    }

    @Override
    public String title() {
        return "Decimal String to BigInteger";
    }

    @Override
    public String unit() {
        return "digits";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE, DEFAULT -> List.of(10_000L);
            case FULL ->
                List.of(
                        20L,
                        50L,
                        100L,
                        127L,
                        128L,
                        150L,
                        200L,
                        500L,
                        1000L,
                        2000L,
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
                                Contender.of(
                                                Kind.JAVA,
                                                "java",
                                                "new BigInteger",
                                                FromDecimal::inJava)
                                        .slowFrom(100_000)
                                        .onceFrom(1_000_000),
                                Contender.of(
                                        Kind.NATIVE,
                                        "native",
                                        "BigIntegers.parse",
                                        FromDecimal::inC),
                                Contender.of(
                                        Kind.LIBRARY,
                                        "fastdoubleparser",
                                        "FastDoubleParser",
                                        FromDecimal::byFastDoubleParser),
                                Contender.of(
                                                Kind.LIBRARY,
                                                "apfloat",
                                                "apfloat",
                                                FromDecimal::byApfloat)
                                        .slowFrom(100_000)),
                        CLibrary.numbers(FromDecimal::inLibrary)
                                .map(contender -> contender.atPowersOfTen()))
                .toList();
    }

    private static Task inJava(long size) {
        String digits = Operands.digits(size);
        return Task.of(() -> new BigInteger(digits));
    }

    private static Task inC(long size) {
        String digits = Operands.digits(size);
        return Task.of(() -> BigIntegers.parse(digits));
    }

    private static Task byFastDoubleParser(long size) {
        String digits = Operands.digits(size);
        return Task.of(() -> JavaBigIntegerParser.parseBigInteger(digits));
    }

    private static Task byApfloat(long size) {
        String digits = Operands.digits(size);
        return Task.of(() -> Apfloats.parse(digits));
    }

    private static Computation inLibrary(CLibrary library, long size) {
        String digits = Operands.digits(size);
        LibraryInteger number = library.zero();
        return new Computation(number, () -> number.takeIn(digits), () -> number.setToDigits(size));
    }
}
