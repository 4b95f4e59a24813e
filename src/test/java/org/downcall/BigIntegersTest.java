package org.downcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The arguments that the public class accepts, its errors, and both sides of each threshold. */
class BigIntegersTest {

    private static final Random RANDOM = new Random(50);

    private static void assertAllOperations(BigInteger a, BigInteger b, int exponent) {
        assertEquals(a.multiply(b), BigIntegers.multiply(a, b));
        assertEquals(a.multiply(a), BigIntegers.square(a));
        assertEquals(a.pow(exponent), BigIntegers.pow(a, exponent));
        assertQuotients(a.multiply(b).add(BigInteger.TEN), b);
        assertQuotients(b, a);
        String digits = a.toString();
        assertEquals(digits, BigIntegers.toString(a));
        assertEquals(a, BigIntegers.parse(digits));
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
            Thresholds.NATIVE_TO_STRING_BITS,
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
    void theErrorNamesANegativeExponent() {
        ArithmeticException e =
                assertThrows(ArithmeticException.class, () -> BigIntegers.pow(BigInteger.TEN, -1));
        assertEquals("The argument exponent is -1. It must be 0 or greater.", e.getMessage());
    }

    @Test
    void theErrorNamesAnArgumentThatIsNull() {
        assertNullIsRejected("a", () -> BigIntegers.multiply(null, BigInteger.ONE));
        assertNullIsRejected("b", () -> BigIntegers.multiply(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.square(null));
        assertNullIsRejected("a", () -> BigIntegers.pow(null, 1));
        assertNullIsRejected("a", () -> BigIntegers.divide(null, BigInteger.ONE));
        assertNullIsRejected("b", () -> BigIntegers.divide(BigInteger.ONE, null));
        assertNullIsRejected("b", () -> BigIntegers.remainder(BigInteger.ONE, null));
        assertNullIsRejected("b", () -> BigIntegers.divideAndRemainder(BigInteger.ONE, null));
        assertNullIsRejected("m", () -> BigIntegers.mod(BigInteger.ONE, null));
        assertNullIsRejected("a", () -> BigIntegers.toString(null));
        assertNullIsRejected("digits", () -> BigIntegers.parse(null));
    }

    private static void assertNullIsRejected(String argument, Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
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
