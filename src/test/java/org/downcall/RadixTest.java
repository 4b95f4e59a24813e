package org.downcall;

import static org.downcall.InvalidArguments.assertNullIsRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversions in any radix: both sides of each threshold, and BigInteger's errors. */
class RadixTest {

    @Test
    void equalsBigIntegerAroundEveryThreshold() {
        Random random = new Random(51);
        for (int radix = -1; radix <= 38; radix++) {
            boolean valid = radix >= Character.MIN_RADIX && radix <= Character.MAX_RADIX;
            for (int threshold : new int[] {
                2,
                Thresholds.LINEAR_RADIX_BITS,
                Thresholds.NATIVE_TO_RADIX_BITS,
                Thresholds.NATIVE_FROM_RADIX_BITS,
                20_000
            }) {
                for (int bits = threshold - 2; bits <= threshold + 2; bits++) {
                    BigInteger a = new BigInteger(bits, random).negate();
                    String digits = a.toString(radix);
                    assertEquals(digits, BigIntegers.toString(a, radix));
                    assertEquals(
                            a.negate().toString(radix), BigIntegers.toString(a.negate(), radix));
                    if (valid) {
                        assertEquals(a, BigIntegers.parse(digits, radix));
                        assertEquals(a, BigIntegers.parse(new StringBuilder(digits), radix));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 37, Integer.MAX_VALUE})
    void aRadixOutOfRange(int radix) {
        for (String text : new String[] {"", "1", "x"}) {
            NumberFormatException expected =
                    assertThrows(NumberFormatException.class, () -> new BigInteger(text, radix));
            NumberFormatException actual =
                    assertThrows(NumberFormatException.class, () -> BigIntegers.parse(text, radix));
            assertEquals(expected.getMessage(), actual.getMessage());
        }
        assertNullIsRejected("digits", () -> BigIntegers.parse(null, radix));
        assertEquals("255", BigIntegers.toString(BigInteger.valueOf(255), radix));
    }

    @Test
    void theErrorNamesAnArgumentThatIsNull() {
        assertNullIsRejected("digits", () -> BigIntegers.parse(null, 16));
        assertNullIsRejected("a", () -> BigIntegers.toString(null, 16));
        assertNullIsRejected("a", () -> BigIntegers.toString(null, 99));
    }

    @Test
    void veryLongNumbers() {
        BigInteger a =
                BigInteger.ONE.shiftLeft(3_000_000).subtract(BigInteger.valueOf(987_654_321));
        for (int radix : new int[] {2, 3, 8, 16, 30, 32, 36}) {
            String digits = BigIntegers.toString(a, radix);
            assertEquals(a, BigIntegers.parse(digits, radix), "radix " + radix);
            assertEquals(
                    a.mod(BigInteger.valueOf(radix).pow(12)),
                    new BigInteger(digits.substring(digits.length() - 12), radix));
        }
        assertEquals(
                "0".repeat(1_000_000),
                BigIntegers.toString(BigInteger.valueOf(3).pow(1_000_000), 3).substring(1));
    }
}
