package org.downcall;

import static org.downcall.InvalidArguments.assertNullIsRejected;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The arguments that the public class accepts, its errors, and both sides of each threshold. */
class BigIntegersTest {

    private static final Random RANDOM = new Random(50);

    private static void assertAllOperations(BigInteger a, BigInteger b, int exponent) {
        assertEquals(a.multiply(b), BigIntegers.multiply(a, b));
        BigInteger modulus = b.abs();
        BigInteger thousand = BigInteger.valueOf(1000);
        assertEquals(a.modPow(thousand, modulus), BigIntegers.modPow(a, thousand, modulus));
        assertEquals(a.multiply(a), BigIntegers.square(a));
        assertEquals(a.pow(exponent), BigIntegers.pow(a, exponent));
        assertQuotients(a.multiply(b).add(BigInteger.TEN), b);
        assertQuotients(b, a);
        if (a.signum() >= 0) {
            assertEquals(a.sqrt(), BigIntegers.sqrt(a));
            assertEquals(List.of(a.sqrtAndRemainder()), List.of(BigIntegers.sqrtAndRemainder(a)));
        }
        String digits = a.toString();
        assertEquals(digits, BigIntegers.toString(a));
        assertEquals(a, BigIntegers.parse(digits));
        assertEquals(a.gcd(b), BigIntegers.gcd(a, b));
        assertEquals(a.multiply(b).abs().divide(a.gcd(b)), BigIntegers.lcm(a, b));
        assertInverse(a, b);
    }

    private static void assertInverse(BigInteger a, BigInteger m) {
        try {
            assertEquals(a.modInverse(m), BigIntegers.modInverse(a, m));
        } catch (ArithmeticException expected) {
            ArithmeticException e =
                    assertThrows(ArithmeticException.class, () -> BigIntegers.modInverse(a, m));
            assertEquals(expected.getMessage(), e.getMessage());
        }
    }

    private static void assertQuotients(BigInteger a, BigInteger b) {
        assertEquals(a.divide(b), BigIntegers.divide(a, b));
        assertEquals(a.remainder(b), BigIntegers.remainder(a, b));
        assertArrayEquals(a.divideAndRemainder(b), BigIntegers.divideAndRemainder(a, b));
        assertEquals(a.mod(b.abs()), BigIntegers.mod(a, b.abs()));
    }

    @Test
    void equalsBigIntegerAroundEveryThreshold() {
        for (int bits : new int[] {
            1,
            Thresholds.NATIVE_DIVISOR_BITS,
            Thresholds.NATIVE_QUOTIENT_BITS,
            (int) Math.sqrt(Thresholds.NATIVE_DIVISION_BITS),
            Thresholds.NATIVE_MULTIPLY_BITS,
            Thresholds.NATIVE_SQUARE_BITS,
            Thresholds.NATIVE_POWER_BITS,
            Thresholds.NATIVE_SQRT_BITS,
            Thresholds.NATIVE_ODD_MODULUS_BITS,
            Thresholds.NATIVE_EVEN_MODULUS_BITS,
            Thresholds.NATIVE_TO_STRING_BITS,
            Thresholds.NATIVE_GCD_BITS,
            Thresholds.NATIVE_MOD_INVERSE_BITS,
            (int) (Thresholds.NATIVE_PARSE_DIGITS / Math.log10(2))
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

    /** r^n <= a < (r + 1)^n, for the magnitudes. */
    private static void assertNthRoot(BigInteger a, int n) {
        BigInteger root = BigIntegers.nthRoot(a, n);
        assertEquals(a.signum(), root.signum(), () -> n + "th root of " + a);
        BigInteger magnitude = root.abs();
        assertTrue(magnitude.pow(n).compareTo(a.abs()) <= 0, () -> n + "th root of " + a);
        assertTrue(
                magnitude.add(BigInteger.ONE).pow(n).compareTo(a.abs()) > 0,
                () -> n + "th root of " + a);
    }

    @Test
    void nthRootsOfEverySize() {
        for (int bits = 1; bits <= 3_000; bits += bits < 200 ? 1 : 1 + bits / 10) {
            BigInteger a = new BigInteger(bits, RANDOM).setBit(bits - 1);
            BigInteger ones = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            for (int n : new int[] {1, 2, 3, 4, 5, 7, 8, 10, 31, 64, 100, bits, bits + 1}) {
                assertNthRoot(a, n);
                assertNthRoot(ones, n);
                assertNthRoot(ones.add(BigInteger.ONE), n);
                if (n % 2 != 0) {
                    assertNthRoot(a.negate(), n);
                }
            }
        }
        for (int bits : new int[] {20_000, 100_001}) {
            BigInteger a = new BigInteger(bits, RANDOM).setBit(bits - 1);
            for (int n : new int[] {3, 6, 50, 1_000}) {
                assertNthRoot(a, n);
            }
        }
    }

    @Test
    void nthRootsOfPowersAndTheirNeighbours() {
        for (int bits = 1; bits <= 600; bits += 1 + bits / 8) {
            for (int n : new int[] {2, 3, 4, 5, 9, 17, 40}) {
                for (BigInteger root : List.of(
                        new BigInteger(bits, RANDOM).setBit(bits - 1),
                        BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE),
                        BigInteger.ONE.shiftLeft(bits))) {
                    BigInteger power = root.pow(n);
                    BigInteger below = root.subtract(BigInteger.ONE);
                    assertEquals(root, BigIntegers.nthRoot(power, n));
                    assertEquals(root, BigIntegers.nthRoot(power.add(BigInteger.ONE), n));
                    assertEquals(below, BigIntegers.nthRoot(power.subtract(BigInteger.ONE), n));
                }
            }
        }
    }

    @Test
    void nthRootsOfExtremeDegrees() {
        BigInteger a = BigInteger.ONE.shiftLeft(200_000).subtract(BigInteger.ONE);
        for (int n : new int[] {
            1_999, 20_000, 66_666, 100_000, 199_999, 200_000, 200_001, Integer.MAX_VALUE
        }) {
            BigInteger root = BigIntegers.nthRoot(a, n);
            assertEquals(BigInteger.ONE.shiftLeft(199_999 / n).bitLength(), root.bitLength());
            assertTrue(n > 200_000 || root.pow(n).compareTo(a) <= 0, () -> n + ": " + root);
            assertTrue(
                    n > 200_000 || root.add(BigInteger.ONE).pow(n).compareTo(a) > 0,
                    () -> n + ": " + root);
        }
        assertEquals(BigInteger.ZERO, BigIntegers.nthRoot(BigInteger.ZERO, Integer.MAX_VALUE));
        assertEquals(
                BigInteger.ONE.negate(),
                BigIntegers.nthRoot(BigInteger.TEN.negate(), Integer.MAX_VALUE));
    }

    @Test
    void theErrorNamesAnInvalidDegree() {
        for (int n : new int[] {0, -1, Integer.MIN_VALUE}) {
            ArithmeticException e = assertThrows(
                    ArithmeticException.class, () -> BigIntegers.nthRoot(BigInteger.TEN, n));
            assertEquals("The argument n is " + n + ". It must be 1 or greater.", e.getMessage());
        }
        BigInteger minusEight = BigInteger.valueOf(-8);
        assertEquals(BigInteger.TWO.negate(), BigIntegers.nthRoot(minusEight, 3));
        assertEquals(minusEight, BigIntegers.nthRoot(minusEight, 1));
        for (int n : new int[] {2, 4}) {
            assertEquals(
                    "The argument a is negative, and n is " + n
                            + ". A root of even degree exists only for a number that is 0 or greater.",
                    assertThrows(
                                    ArithmeticException.class,
                                    () -> BigIntegers.nthRoot(minusEight, n))
                            .getMessage());
        }
    }

    @Test
    void divisorsThatAreZeroOrNegative() {
        BigInteger a = BigInteger.TEN.pow(3_000);
        BigInteger b = BigInteger.TEN.pow(1_000);
        for (Executable call : new Executable[] {
            () -> BigIntegers.divide(a, BigInteger.ZERO),
            () -> BigIntegers.remainder(a, BigInteger.ZERO),
            () -> BigIntegers.divideAndRemainder(a, BigInteger.ZERO)
        }) {
            assertEquals(
                    "BigInteger divide by zero",
                    assertThrows(ArithmeticException.class, call).getMessage());
        }
        for (BigInteger m :
                new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate(), b.negate()}) {
            assertEquals(
                    "BigInteger: modulus not positive",
                    assertThrows(ArithmeticException.class, () -> BigIntegers.mod(a, m))
                            .getMessage());
        }
    }

    /** At every size, in every combination of signs, quotients equal BigInteger's. */
    @Test
    void quotientsOfEverySize() {
        for (int bits = 1; bits <= 8_000; bits += 1 + bits / 7) {
            for (int more = 0; more <= 6_000; more += 1 + more) {
                BigInteger a = new BigInteger(bits + more, RANDOM).setBit(bits + more - 1);
                BigInteger b = new BigInteger(bits, RANDOM).setBit(bits - 1);
                assertQuotients(a, b);
                assertQuotients(a.negate(), b);
                assertQuotients(a, b.negate());
                assertQuotients(a.negate(), b.negate());
                assertQuotients(a.subtract(a.mod(b)), b);
            }
        }
    }

    @Test
    void theLeastCommonMultiple() {
        BigInteger zero = BigInteger.ZERO;
        BigInteger six = BigInteger.valueOf(6);
        BigInteger minusFour = BigInteger.valueOf(-4);
        assertEquals(BigInteger.valueOf(12), BigIntegers.lcm(six, minusFour));
        assertEquals(BigInteger.valueOf(12), BigIntegers.lcm(minusFour, six.negate()));
        assertEquals(zero, BigIntegers.lcm(zero, six));
        assertEquals(zero, BigIntegers.lcm(minusFour, zero));
        assertEquals(zero, BigIntegers.lcm(zero, zero));
    }

    @Test
    void divisorsAndInversesOfSmallNumbers() {
        for (int a = -30; a <= 30; a++) {
            for (int b = -30; b <= 30; b++) {
                BigInteger x = BigInteger.valueOf(a);
                BigInteger y = BigInteger.valueOf(b);
                assertEquals(x.gcd(y), BigIntegers.gcd(x, y));
                assertInverse(x, y);
                BigInteger scaled = x.shiftLeft(5_000);
                assertEquals(scaled.gcd(y), BigIntegers.gcd(scaled, y));
                assertInverse(scaled, y);
                assertInverse(x, scaled.add(y));
            }
        }
    }

    @Test
    void theErrorNamesANegativeExponent() {
        ArithmeticException e =
                assertThrows(ArithmeticException.class, () -> BigIntegers.pow(BigInteger.TEN, -1));
        assertEquals("The argument exponent is -1. It must be 0 or greater.", e.getMessage());
    }

    @Test
    void theErrorNamesAnArgumentThatIsNull() {
        assertNullIsRejected("a", () -> BigIntegers.multiply(null, BigInteger.ONE));
        assertNullIsRejected("b", () -> BigIntegers.multiply(BigInteger.ONE, null));
        BigInteger one = BigInteger.ONE;
        assertNullIsRejected("a", () -> BigIntegers.modPow(null, one, one));
        assertNullIsRejected("exponent", () -> BigIntegers.modPow(one, null, one));
        assertNullIsRejected("modulus", () -> BigIntegers.modPow(one, one, null));
        assertNullIsRejected("a", () -> BigIntegers.square(null));
        assertNullIsRejected("a", () -> BigIntegers.pow(null, 1));
        assertNullIsRejected("a", () -> BigIntegers.divide(null, BigInteger.ONE));
        assertNullIsRejected("b", () -> BigIntegers.divide(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.remainder(null, one));
        assertNullIsRejected("b", () -> BigIntegers.remainder(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.divideAndRemainder(null, one));
        assertNullIsRejected("b", () -> BigIntegers.divideAndRemainder(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.mod(null, one));
        assertNullIsRejected("m", () -> BigIntegers.mod(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.sqrt(null));
        assertNullIsRejected("a", () -> BigIntegers.sqrtAndRemainder(null));
        assertNullIsRejected("a", () -> BigIntegers.nthRoot(null, 3));
        assertNullIsRejected("a", () -> BigIntegers.toString(null));
        assertNullIsRejected("digits", () -> BigIntegers.parse(null));
        assertNullIsRejected("a", () -> BigIntegers.gcd(null, BigInteger.ONE));
        assertNullIsRejected("b", () -> BigIntegers.gcd(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.lcm(null, BigInteger.ONE));
        assertNullIsRejected("b", () -> BigIntegers.lcm(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.modInverse(null, BigInteger.ONE));
        assertNullIsRejected("m", () -> BigIntegers.modInverse(BigInteger.ONE, null));
    }

    @Test
    void theErrorNamesATextThatHasNoString() {
        CharSequence text = new TextWithoutString(1_000);
        assertNullIsRejected("digits.toString()", () -> BigIntegers.parse(text));
    }

    /** BigInteger.bitLength() of a negative power of two is one less than that of its magnitude. */
    @Test
    void negativePowersOfTwoAtTheEndOfTheRange() {
        BigInteger m = BigInteger.ONE.shiftLeft(1 << 30).negate();
        BigInteger half = BigInteger.ONE.shiftLeft((1 << 30) - 1);
        for (Executable call : new Executable[] {
            () -> BigIntegers.multiply(m, half),
            () -> BigIntegers.multiply(half.negate(), m),
            () -> BigIntegers.multiply(m, m),
            () -> BigIntegers.square(m),
            () -> BigIntegers.pow(m, 2)
        }) {
            assertThrows(ArithmeticException.class, call);
        }
        assertThrows(ArithmeticException.class, () -> m.multiply(half));
    }

    /** Every digit that Unicode has outside the supplementary planes, as in BigInteger. */
    @Test
    void digitsOfEveryScript() {
        int digits = 0;
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = "1234567890".repeat(20) + (char) c;
            if (Character.digit((char) c, 10) >= 0) {
                digits++;
                String script = text + (char) (c - Character.digit((char) c, 10) + 9) + (char) c;
                assertEquals(new BigInteger(script), BigIntegers.parse(script), () -> script);
                String beyond = text + (char) (c - Character.digit((char) c, 10) + 10);
                assertThrows(NumberFormatException.class, () -> BigIntegers.parse(beyond), beyond);
                assertEquals(new BigInteger(text), BigIntegers.parse(text), () -> text);
            } else if (c % 16 == 0) {
                assertThrows(NumberFormatException.class, () -> BigIntegers.parse(text), text);
            }
        }
        assertTrue(digits >= 360, digits + " digits");
    }

    @Test
    void anEmptyTextIsNotANumber() {
        assertThrows(NumberFormatException.class, () -> BigIntegers.parse(""));
        assertThrows(NumberFormatException.class, () -> BigIntegers.parse("x".repeat(10_000)));
    }
}
