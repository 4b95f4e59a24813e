package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every available contender returns the right number, around words and thresholds. */
@Execution(ExecutionMode.CONCURRENT)
class BigIntegerKernelsTest {

    /** BigInteger takes long with these, so a short run has them in products only. */
    private static final long LONGEST = 600_000;

    private static final boolean IS_LONG_RUN = "true".equals(System.getenv("DOWNCALL_LONG_TESTS"));

    private static long[] lengths(int bitsPerUnit) {
        return lengths(bitsPerUnit, IS_LONG_RUN ? LONGEST : LONGEST / 3);
    }

    /** Lengths around words and thresholds; in a long run, also beyond those of GMP. */
    private static long[] lengths(int bitsPerUnit, long longest) {
        return LongStream.of(
                        1, 2, 8, 63, 64, 65, 127, 128, 129, 317, 320, 425, 3071, 3072, 4096, 6144,
                        16_000, longest)
                .map(bits -> Math.max(1, bits / bitsPerUnit))
                .distinct()
                .toArray();
    }

    /** Runs each task twice, because a timed task runs many times. */
    private static void assertResult(Object expected, Kernel kernel, long size) {
        for (Contender contender : kernel.contenders()) {
            if (contender.absence().isEmpty() && contender.computes(size)) {
                Task task = contender.prepare(size);
                String what = kernel.name() + ", " + kernel.unit() + " = " + size + ", "
                        + contender.name();
                assertEquals(expected, task.result(), what);
                assertEquals(expected, task.result(), what);
            }
        }
    }

    @Test
    void products() {
        for (long bits : lengths(1, LONGEST)) {
            BigInteger a = Operands.ofBits(bits, 1);
            assertResult(a.multiply(Operands.ofBits(bits, 2)), new Multiply(), bits);
            assertResult(a.pow(2), new Square(), bits);
        }
    }

    @Test
    void modularPowers() {
        for (long bits : lengths(4)) {
            if (bits > 20_000) {
                continue; // BigInteger takes seconds
            }
            BigInteger power =
                    ModPow.base(bits).modPow(ModPow.exponent(bits), ModPow.modulus(bits));
            assertResult(power, new ModPow(), bits);
        }
    }

    @Test
    void divisorsAndInverses() {
        for (long bits : new long[] {64, 100, 1_000, 10_000}) {
            BigInteger a = Operands.ofBits(bits, 1);
            BigInteger m = Operands.ofBits(bits, 2);
            assertResult(a.gcd(m), new Gcd(), bits);
            BigInteger odd = m.setBit(0);
            while (!a.gcd(odd).equals(BigInteger.ONE)) {
                odd = odd.add(BigInteger.TWO);
            }
            assertResult(a.modInverse(odd), new ModInverse(), bits);
        }
    }

    @Test
    void powers() {
        for (long n : lengths(2)) {
            assertResult(BigInteger.valueOf(3).pow((int) n), new Power(), n);
        }
    }

    @Test
    void quotients() {
        for (long bits : lengths(1)) {
            BigInteger quotient = Divide.dividend(bits).divide(Divide.divisor(bits));
            assertResult(quotient, new Divide(), bits);
        }
    }

    @Test
    void squareRoots() {
        for (long bits : lengths(1)) {
            assertResult(Operands.ofBits(bits, 1).sqrt(), new SquareRoot(), bits);
        }
    }

    @Test
    void conversions() {
        for (long digits : lengths(3)) {
            assertResult(Operands.ofDigits(digits).toString(), new ToDecimal(), digits);
            if (digits < 100_000) {
                assertResult(new BigInteger(Operands.digits(digits)), new FromDecimal(), digits);
            }
        }
    }

    @Test
    void conversionsInOtherRadices() {
        for (int radix : new int[] {7, 16}) {
            for (long bits : lengths(1)) {
                BigInteger a = Operands.ofBits(bits, 1);
                assertResult(a.toString(radix), new ToRadix(radix), bits);
                if (bits < 100_000) {
                    assertResult(a, new FromRadix(radix), bits);
                }
            }
        }
    }

    @Test
    void factorials() {
        for (long n : new long[] {1, 2, 20, 21, 100, 999, 1000, 10_000}) {
            BigInteger expected = BigInteger.ONE;
            for (long i = 2; i <= n; i++) {
                expected = expected.multiply(BigInteger.valueOf(i));
            }
            assertResult(expected, new Factorial(), n);
        }
    }

    @Test
    void operandsHaveTheRequestedLength() {
        for (int length = 1; length <= 1000; length++) {
            assertEquals(length, Operands.ofBits(length, 1).bitLength());
            assertEquals(length, Operands.ofDigits(length).toString().length());
            assertEquals(
                    length, new BigInteger(Operands.digits(length)).toString().length());
        }
    }
}
