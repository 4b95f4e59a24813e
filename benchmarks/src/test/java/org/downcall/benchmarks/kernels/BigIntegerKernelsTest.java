package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every available contender returns the right number, around words and thresholds. */
class BigIntegerKernelsTest {

    /** Lengths around words, and around the thresholds of the library and of GMP. */
    private static long[] lengths(int bitsPerUnit) {
        return LongStream.of(
                        1, 2, 8, 63, 64, 65, 127, 128, 129, 317, 320, 425, 3071, 3072, 4096, 6144,
                        16_000, 600_000)
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
        for (long bits : lengths(1)) {
            BigInteger a = Operands.ofBits(bits, 1);
            assertResult(a.multiply(Operands.ofBits(bits, 2)), new Multiply(), bits);
            assertResult(a.pow(2), new Square(), bits);
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
    void conversions() {
        for (long digits : lengths(3)) {
            assertResult(Operands.ofDigits(digits).toString(), new ToDecimal(), digits);
            if (digits < 100_000) {
                assertResult(new BigInteger(Operands.digits(digits)), new FromDecimal(), digits);
            }
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
