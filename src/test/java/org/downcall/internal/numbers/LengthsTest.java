package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.Test;

/** The bounds are below the true lengths, and close to them. */
class LengthsTest {

    private static void assertClose(long bound, BigInteger result, long by, String what) {
        long log2 = result.abs().bitLength() - 1L;
        assertTrue(bound <= log2 && bound >= log2 - by, () -> what + ": " + bound + ", " + log2);
    }

    @Test
    void ofNothing() {
        assertEquals(0, Lengths.log2OfProduct(BigInteger.ZERO, BigInteger.TEN));
        assertEquals(0, Lengths.log2OfProduct(BigInteger.TEN, BigInteger.ZERO));
        assertEquals(0, Lengths.log2OfPower(BigInteger.ZERO, 10));
        assertEquals(0, Lengths.log2OfFibonacci(0));
        assertEquals(0, Lengths.log2OfFibonacci(1));
        assertEquals(0, Lengths.log2(BigInteger.ZERO));
        assertEquals(0, Lengths.log2(BigInteger.ONE));
        assertEquals(1, Lengths.digits(0));
    }

    @Test
    void ofProductsAndPowers() {
        Random random = new Random(1);
        for (int bits = 1; bits < 300; bits++) {
            BigInteger a = new BigInteger(bits, random).setBit(bits - 1);
            BigInteger b = new BigInteger(300 - bits, random).setBit(299 - bits);
            assertClose(Lengths.log2OfProduct(a, b), a.multiply(b), 1, a + " " + b);
            assertClose(Lengths.log2OfProduct(a.negate(), b), a.multiply(b), 1, a + " " + b);
            assertClose(Lengths.log2(a), a, 0, a + "");
            for (int exponent : new int[] {1, 2, 3, 10, 33}) {
                assertClose(
                        Lengths.log2OfPower(a.negate(), exponent),
                        a.pow(exponent),
                        1,
                        a + "^" + exponent);
            }
        }
        assertClose(
                Lengths.log2OfProduct(BigInteger.TWO.negate(), BigInteger.TWO),
                BigInteger.valueOf(4),
                0,
                "powers of two");
    }

    @Test
    void ofManyNumbers() {
        assertEquals(0, Lengths.log2OfProduct(List.of()));
        List<BigInteger> numbers = List.of(BigInteger.TEN, BigInteger.TWO.negate(), BigInteger.ONE);
        assertEquals(4, Lengths.log2OfProduct(numbers));
        assertEquals(0, Lengths.log2OfProduct(List.of(BigInteger.TEN, BigInteger.ZERO)));
        for (int count : new int[] {1, 2, 100, 3_000}) {
            for (BigInteger number : new BigInteger[] {
                BigInteger.TWO,
                BigInteger.valueOf(-3),
                BigInteger.valueOf(Long.MIN_VALUE),
                BigInteger.valueOf(-1L << 62),
                BigInteger.TEN.pow(30),
                BigInteger.ONE.shiftLeft(1000).subtract(BigInteger.ONE)
            }) {
                assertEquals(
                        number.abs().pow(count).bitLength() - 1,
                        Lengths.log2OfProduct(Collections.nCopies(count, number)),
                        number + "^" + count);
            }
        }
    }

    @Test
    void ofFactorialsAndBinomialCoefficients() {
        assertEquals(0, Lengths.log2OfFactorial(0));
        JavaBigIntegers java = new JavaBigIntegers();
        for (int n = 1; n < 1_500; n++) {
            BigInteger factorial = java.factorial(n, Execution.DEFAULT);
            assertClose(Lengths.log2OfFactorial(n), factorial, 1, n + "!");
            for (int k = 0; k <= n; k += 1 + n / 5) {
                BigInteger binomial = java.binomial(n, k, Execution.DEFAULT);
                assertClose(Lengths.log2OfBinomial(n, k), binomial, 1, n + " over " + k);
            }
        }
        assertEquals(2_147_483_625L, Lengths.log2OfFactorial(86_181_405));
        assertEquals(2_147_483_651L, Lengths.log2OfFactorial(86_181_406));
        assertEquals(2_147_483_630L, Lengths.log2OfBinomial(Integer.MAX_VALUE, 1 << 30));
    }

    @Test
    void ofDigits() {
        for (int radix = 2; radix <= 36; radix++) {
            assertEquals(0, Lengths.log2OfDigits(0, radix));
            for (int digits = 1; digits < 300; digits++) {
                BigInteger least = BigInteger.valueOf(radix).pow(digits - 1);
                long bound = Lengths.log2OfDigits(digits, radix);
                assertClose(bound, least, 1, digits + " digits in radix " + radix);
            }
        }
    }

    @Test
    void ofFibonacciNumbers() {
        for (int n = 2; n < 3000; n++) {
            BigInteger f = new JavaFibonacci().exact(n, Execution.DEFAULT);
            assertClose(Lengths.log2OfFibonacci(n), f, 1, "F(" + n + ")");
        }
    }

    @Test
    void digitsOfPowersOfTwo() {
        for (int log2 = 1; log2 < 3000; log2++) {
            int digits = BigInteger.ONE.shiftLeft(log2).toString().length();
            assertEquals(digits, Lengths.digits(log2), "2^" + log2);
        }
    }

    /** Where a double has an error of hundreds, the bounds are lower by more than that. */
    @Test
    void ofVeryLongNumbers() {
        long n = 1L << 60;
        // Computed with 40 digits. The factor 1 - 2^-50 removes 2^-50 of each.
        assertTrue(Lengths.digits(n) < 347_063_955_532_709_820L - 200);
        assertTrue(Lengths.digits(n) > 347_063_955_532_709_820L - 500);
        assertTrue(Lengths.log2OfFibonacci(n) < 800_406_431_624_148_006L - 500);
        assertTrue(Lengths.log2OfFibonacci(n) > 800_406_431_624_148_006L - 2_000);
        BigInteger a = BigInteger.ONE.shiftLeft(1 << 20);
        long exact = (1L << 20) * Integer.MAX_VALUE;
        long bound = Lengths.log2OfPower(a, Integer.MAX_VALUE);
        assertTrue(bound < exact && bound > exact - 10, exact + ", " + bound);
    }
}
