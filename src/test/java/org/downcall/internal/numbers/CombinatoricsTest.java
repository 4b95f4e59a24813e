package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Primes, their exponents, and how they are packed into words. */
class CombinatoricsTest {

    private static List<Integer> primes(int limit) {
        List<Integer> primes = new ArrayList<>();
        Primes.forEachOdd(limit, primes::add);
        return primes;
    }

    @Test
    void primesByDefinition() {
        List<Integer> expected = new ArrayList<>();
        for (int n = 0; n < 2_000; n++) {
            if (n > 2 && BigInteger.valueOf(n).isProbablePrime(50)) {
                expected.add(n);
            }
            assertEquals(expected, primes(n), "up to " + n);
        }
        assertEquals(List.of(), primes(-1));
    }

    /** 262144 odd numbers are two segments. The counts of primes are from D. Lehmer's table. */
    @Test
    void primesOfManySegments() {
        BitSet composite = new BitSet();
        int limit = 600_000;
        for (int p = 2; p * p <= limit; p++) {
            for (int multiple = p * p; multiple <= limit; multiple += p) {
                composite.set(multiple);
            }
        }
        List<Integer> actual = primes(limit);
        int at = 0;
        for (int n = 3; n <= limit; n++) {
            if (!composite.get(n)) {
                assertEquals(n, actual.get(at++));
            }
        }
        assertEquals(at, actual.size());
        assertEquals(78_498 - 1, primes(1_000_000).size());
        assertEquals(664_579 - 1, primes(10_000_000).size());
    }

    /** In a short last segment, a small prime may have no multiple while a larger one has. */
    @Test
    void primesWhereTheLastSegmentIsShort() {
        int segment = 262_144; // the odd numbers of a segment, 3 to 262145 in the first one
        for (int segments = 1; segments <= 3; segments++) {
            int end = segments * segment + 1;
            List<Integer> expected = new ArrayList<>(primes(end - 1_000));
            for (int n = end - 999; n <= end + 1_000; n++) {
                if (isPrime(n)) {
                    expected.add(n);
                }
                if (Math.abs(n - end) < 10 || n % 100 == 0) {
                    assertEquals(expected, primes(n), "up to " + n);
                }
            }
        }
    }

    private static boolean isPrime(int n) {
        for (int divisor = 2; divisor * divisor <= n; divisor++) {
            if (n % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void factorsArePackedAsUnsignedWords() {
        assertArrayEquals(new long[] {1}, new PackedFactors().toWords());
        PackedFactors factors = new PackedFactors();
        factors.multiplyBy(1);
        factors.multiplyBy(0xFFFF_FFFFL);
        factors.multiplyBy(0x1_0000_0001L); // the product is 2^64 - 1
        factors.multiplyBy(1);
        factors.multiplyBy(2);
        assertArrayEquals(new long[] {-1, 2}, factors.toWords());
        Random random = new Random(1);
        for (int count = 1; count < 200; count++) {
            PackedFactors many = new PackedFactors();
            BigInteger expected = BigInteger.ONE;
            for (int i = 0; i < count; i++) {
                long factor = 1 + (random.nextLong() >>> random.nextInt(64) >>> 1);
                many.multiplyBy(factor);
                expected = expected.multiply(BigInteger.valueOf(factor));
            }
            assertEquals(expected, new JavaProducts().ofWords(many.toWords()));
        }
    }

    /** swing(n) = n! / (floor(n/2)!)^2 */
    @Test
    void swingIsAQuotientOfFactorials() {
        BigInteger[] factorials = new BigInteger[700];
        for (int n = 0; n < factorials.length; n++) {
            factorials[n] =
                    n == 0 ? BigInteger.ONE : factorials[n - 1].multiply(BigInteger.valueOf(n));
            BigInteger swing = factorials[n].divide(factorials[n / 2].pow(2));
            BigInteger odd = swing.shiftRight(swing.getLowestSetBit());
            assertEquals(odd, new JavaProducts().ofWords(Combinatorics.swings(n, 1)[0]), "" + n);
            assertEquals(
                    factorials[n].getLowestSetBit(), Combinatorics.exponentOfTwoInFactorial(n));
        }
    }

    @Test
    void oneSieveFindsTheFactorsOfAllSwings() {
        for (int n : new int[] {0, 1, 2, 3, 1_023, 1_024, 27_000, 99_999, 86_181}) {
            long[][] swings = Combinatorics.swings(n, 17);
            for (int i = 0; i < swings.length; i++) {
                assertArrayEquals(
                        Combinatorics.swings(n >> i, 1)[0], swings[i], "n = " + n + ", level " + i);
            }
        }
    }

    /** From the primes up to n, and from the k numbers up to n. */
    @Test
    void bothWaysToABinomialCoefficientAgree() {
        for (int n = 1; n < 3_000; n += 1 + n / 7) {
            for (int k = 0; k <= n / 2; k++) {
                BigInteger odd =
                        new JavaProducts().ofWords(Combinatorics.oddFactorsOfBinomial(n, k));
                BigInteger expected = BigInteger.ONE;
                for (int j = 1; j <= k; j++) {
                    expected = expected.multiply(BigInteger.valueOf(n - k + j))
                            .divide(BigInteger.valueOf(j));
                }
                assertEquals(
                        expected,
                        odd.shiftLeft(Combinatorics.exponentOfTwoInBinomial(n, k)),
                        n + " over " + k);
                if (n > 500) {
                    k += n / 40;
                }
            }
        }
    }
}
