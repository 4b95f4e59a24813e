package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The greatest common divisor of two random numbers of the same length, which is short. The sizes
 * below 1000 are around the threshold from which BigIntegers uses C.
 */
final class Gcd implements Kernel {

    @Override
    public String name() {
        return "gcd";
    }

    @Override
    public String title() {
        return "Greatest common divisor of two numbers";
    }

    @Override
    public String unit() {
        return "bits";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(100_000L);
            case DEFAULT -> List.of();
            case FULL ->
                List.of(
                        64L,
                        100L,
                        128L,
                        200L,
                        300L,
                        500L,
                        1000L,
                        2000L,
                        3000L,
                        10_000L,
                        30_000L,
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
                                Contender.of(Kind.JAVA, "java", "BigInteger.gcd", Gcd::inJava)
                                        .upTo(1_000_000)
                                        .slowFrom(1_000_000),
                                Contender.of(Kind.NATIVE, "native", "BigIntegers.gcd", Gcd::inC)
                                        .slowFrom(10_000_000)),
                        CLibrary.numbers(Gcd::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(10_000_000)))
                .toList();
    }

    private static Task inJava(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = Operands.ofBits(bits, 2);
        return Task.of(() -> a.gcd(b));
    }

    private static Task inC(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = Operands.ofBits(bits, 2);
        return Task.of(() -> BigIntegers.gcd(a, b));
    }

    private static Computation inLibrary(CLibrary library, long bits) {
        BigInteger first = Operands.ofBits(bits, 1);
        BigInteger second = Operands.ofBits(bits, 2);
        LibraryInteger a = library.zero();
        LibraryInteger b = library.zero();
        LibraryInteger result = library.zero();
        return new Computation(
                result,
                () -> {
                    a.set(first);
                    b.set(second);
                },
                () -> result.setToDivisor(a, b));
    }
}
