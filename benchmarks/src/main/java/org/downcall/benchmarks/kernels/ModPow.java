package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * A power modulo an odd number. Base and modulus have the same length. The exponent is as long, but
 * has at most 1000 bits: the time is proportional to them, and a sample should be short.
 */
final class ModPow implements Kernel {

    private static final long EXPONENT_BITS = 1_000;

    @Override
    public String name() {
        return "mod-pow";
    }

    @Override
    public String title() {
        return "Power modulo an odd number, exponent of up to 1000 bits";
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
                        128L, 256L, 320L, 512L, 768L, 1000L, 2000L, 5000L, 10_000L, 20_000L,
                        50_000L, 100_000L);
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
                                Contender.of(Kind.JAVA, "java", "BigInteger.modPow", ModPow::inJava)
                                        .slowFrom(10_000)
                                        .onceFrom(100_000),
                                Contender.of(
                                                Kind.NATIVE,
                                                "native",
                                                "BigIntegers.modPow",
                                                ModPow::inC)
                                        .slowFrom(50_000)),
                        CLibrary.numbers(ModPow::inLibrary)
                                .map(contender -> contender.atPowersOfTen().slowFrom(20_000)))
                .toList();
    }

    static BigInteger base(long bits) {
        return Operands.ofBits(bits, 1).clearBit((int) bits - 1);
    }

    static BigInteger exponent(long bits) {
        return Operands.ofBits(Math.min(bits, EXPONENT_BITS), 2);
    }

    static BigInteger modulus(long bits) {
        return Operands.ofBits(bits, 3).setBit(0);
    }

    private static Task inJava(long bits) {
        BigInteger a = base(bits);
        BigInteger exponent = exponent(bits);
        BigInteger modulus = modulus(bits);
        return Task.of(() -> a.modPow(exponent, modulus));
    }

    private static Task inC(long bits) {
        BigInteger a = base(bits);
        BigInteger exponent = exponent(bits);
        BigInteger modulus = modulus(bits);
        return Task.of(() -> BigIntegers.modPow(a, exponent, modulus));
    }

    private static Computation inLibrary(CLibrary library, long bits) {
        BigInteger base = base(bits);
        BigInteger exponent = exponent(bits);
        BigInteger modulus = modulus(bits);
        LibraryInteger a = library.zero();
        LibraryInteger e = library.zero();
        LibraryInteger m = library.zero();
        LibraryInteger power = library.zero();
        return new Computation(
                power,
                () -> {
                    a.set(base);
                    e.set(exponent);
                    m.set(modulus);
                },
                () -> power.setToModularPower(a, e, m));
    }
}
