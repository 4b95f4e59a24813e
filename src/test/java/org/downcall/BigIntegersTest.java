package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The public class: what it accepts, what it says when it does not, and both sides of each
 * threshold.
 */
class BigIntegersTest {

    private static final Random RANDOM = new Random(50);

    private static void assertAllOperations(BigInteger a, BigInteger b, int exponent) {
        assertEquals(a.multiply(b), BigIntegers.multiply(a, b));
        assertEquals(a.multiply(b), BigIntegers.multiply(a, b, Runnable::run));
        assertEquals(a.multiply(a), BigIntegers.square(a));
        assertEquals(a.multiply(a), BigIntegers.square(a, Runnable::run));
        assertEquals(a.pow(exponent), BigIntegers.pow(a, exponent));
        assertEquals(a.pow(exponent), BigIntegers.pow(a, exponent, Runnable::run));
        String digits = a.toString();
        assertEquals(digits, BigIntegers.toString(a));
        assertEquals(digits, BigIntegers.toString(a, Runnable::run));
        assertEquals(a, BigIntegers.parse(digits));
        assertEquals(a, BigIntegers.parse(digits, Runnable::run));
    }

    @Test
    void equalsBigIntegerAroundEveryThreshold() {
        for (int bits : new int[] {
            1,
            BigIntegers.MULTIPLY_IN_C_FROM_BITS,
            BigIntegers.SQUARE_IN_C_FROM_BITS,
            BigIntegers.POW_IN_C_FROM_BITS,
            BigIntegers.TO_STRING_IN_C_FROM_BITS,
            (int) (BigIntegers.PARSE_IN_C_FROM_DIGITS / Math.log10(2))
        }) {
            for (int i = Math.max(1, bits - 2); i <= bits + 2; i++) {
                BigInteger a = new BigInteger(i, RANDOM).setBit(i - 1);
                BigInteger b = new BigInteger(i + 1, RANDOM).setBit(i);
                assertAllOperations(a, b, 3);
                assertAllOperations(a.negate(), b, 1);
                assertAllOperations(a, b.negate(), 0);
            }
        }
        for (int e = 1; e <= 40; e++) {
            BigInteger a = new BigInteger(800, RANDOM);
            assertEquals(a.pow(e), BigIntegers.pow(a, e));
        }
    }

    @Test
    void zeroTimesAHugeNumber() {
        BigInteger huge = BigInteger.ONE.shiftLeft(10_000_000);
        assertEquals(BigInteger.ZERO, BigIntegers.multiply(BigInteger.ZERO, huge));
        assertEquals(huge.negate(), BigIntegers.multiply(huge, BigInteger.ONE.negate()));
    }

    @Test
    void aNegativeExponentIsRefusedByName() {
        ArithmeticException e =
                assertThrows(ArithmeticException.class, () -> BigIntegers.pow(BigInteger.TEN, -1));
        assertEquals("exponent must not be negative, but is -1", e.getMessage());
    }

    @Test
    void nullIsRefusedByName() {
        assertRefused("a", () -> BigIntegers.multiply(null, BigInteger.ONE));
        assertRefused("b", () -> BigIntegers.multiply(BigInteger.ONE, null));
        assertRefused("executor", () -> BigIntegers.multiply(BigInteger.ONE, BigInteger.ONE, null));
        assertRefused("a", () -> BigIntegers.square(null));
        assertRefused("executor", () -> BigIntegers.square(BigInteger.ONE, null));
        assertRefused("a", () -> BigIntegers.pow(null, 1));
        assertRefused("executor", () -> BigIntegers.pow(BigInteger.ONE, 1, null));
        assertRefused("a", () -> BigIntegers.toString(null));
        assertRefused("executor", () -> BigIntegers.toString(BigInteger.ONE, null));
        assertRefused("digits", () -> BigIntegers.parse(null));
        assertRefused("executor", () -> BigIntegers.parse("1", null));
    }

    private static void assertRefused(String argument, Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Test
    void anEmptyTextIsNoNumber() {
        assertThrows(NumberFormatException.class, () -> BigIntegers.parse(""));
        assertThrows(NumberFormatException.class, () -> BigIntegers.parse("x".repeat(10_000)));
    }
}
