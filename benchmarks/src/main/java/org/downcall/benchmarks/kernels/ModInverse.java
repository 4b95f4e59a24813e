package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * The inverse of a random number modulo an odd number of the same length. The sizes below 1000 are
 * around the threshold from which BigIntegers uses C.
 */
final class ModInverse implements Kernel {

    @Override
    public String name() {
        return "mod-inverse";
    }

    @Override
    public String title() {
        return "Inverse modulo a number";
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
                                Contender.of(
                                                Kind.JAVA,
                                                "java",
                                                "BigInteger.modInverse",
                                                ModInverse::inJava)
                                        .upTo(100_000)
                                        .slowFrom(100_000),
                                Contender.of(
                                                Kind.NATIVE,
                                                "native",
                                                "BigIntegers.modInverse",
                                                ModInverse::inC)
                                        .slowFrom(10_000_000)),
                        CLibrary.numbers(ModInverse::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(10_000_000)))
                .toList();
    }

    /** An odd number that is coprime to the number. */
    private static BigInteger modulus(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger m = Operands.ofBits(bits, 2).setBit(0);
        while (!BigIntegers.gcd(a, m).equals(BigInteger.ONE)) {
            m = m.add(BigInteger.TWO);
        }
        return m;
    }

    private static Task inJava(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = modulus(bits);
        return Task.of(() -> a.modInverse(b));
    }

    private static Task inC(long bits) {
        BigInteger a = Operands.ofBits(bits, 1);
        BigInteger b = modulus(bits);
        return Task.of(() -> BigIntegers.modInverse(a, b));
    }

    private static Computation inLibrary(CLibrary library, long bits) {
        BigInteger first = Operands.ofBits(bits, 1);
        BigInteger second = modulus(bits);
        LibraryInteger a = library.zero();
        LibraryInteger b = library.zero();
        LibraryInteger result = library.zero();
        return new Computation(
                result,
                () -> {
                    a.set(first);
                    b.set(second);
                },
                () -> result.setToInverse(a, b));
    }
}
