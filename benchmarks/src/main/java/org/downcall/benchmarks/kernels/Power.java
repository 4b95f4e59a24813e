package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.apfloat.Apint;
import org.apfloat.ApintMath;
import org.downcall.BigIntegers;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/** A power. The squares grow, and the last ones take nearly all of the time. */
final class Power implements Kernel {

    private static final BigInteger BASE = BigInteger.valueOf(3);

    @Override
    public String name() {
        return "pow";
    }

    @Override
    public String title() {
        return "3^n";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(100_000L);
            case DEFAULT -> List.of();
            case FULL ->
                List.of(
                        10L,
                        100L,
                        1000L,
                        2000L,
                        3000L,
                        4000L,
                        6000L,
                        6144L,
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
                                Contender.of(Kind.JAVA, "java", "BigInteger.pow", Power::inJava)
                                        .slowFrom(10_000_000),
                                Contender.of(Kind.NATIVE, "native", "BigIntegers.pow", Power::inC),
                                Contender.of(Kind.LIBRARY, "apfloat", "apfloat", Power::byApfloat)
                                        .slowFrom(10_000_000)),
                        CLibrary.numbers(Power::inLibrary)
                                .map(contender -> contender.atPowersOfTen()))
                .toList();
    }

    private static Task inJava(long size) {
        int n = Math.toIntExact(size);
        return Task.of(() -> BASE.pow(n));
    }

    private static Task inC(long size) {
        int n = Math.toIntExact(size);
        return Task.of(() -> BigIntegers.pow(BASE, n));
    }

    private static Task byApfloat(long n) {
        Apint base = Apfloats.number(BASE);
        return Task.of(() -> ApintMath.pow(base, n).toBigInteger());
    }

    private static Computation inLibrary(CLibrary library, long n) {
        LibraryInteger base = library.zero();
        LibraryInteger power = library.zero();
        return new Computation(power, () -> base.set(BASE), () -> power.setToPower(base, n));
    }
}
