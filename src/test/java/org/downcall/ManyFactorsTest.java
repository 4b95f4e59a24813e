package org.downcall;

import static org.downcall.InvalidArguments.assertNullIsRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Products of many numbers, factorials and binomial coefficients: arguments, errors, identities.
 */
class ManyFactorsTest {

    @Test
    void bothSidesOfEveryThreshold() {
        int n = Thresholds.NATIVE_FACTORIAL;
        for (int i = n - 3; i <= n + 3; i++) {
            assertEquals(
                    BigIntegers.factorial(i - 1).multiply(BigInteger.valueOf(i)),
                    BigIntegers.factorial(i));
        }
        int row = Thresholds.NATIVE_BINOMIAL_BITS + 6;
        for (int i = row - 4; i <= row + 4; i++) {
            assertEquals(
                    BigIntegers.binomial(i - 1, i / 2).add(BigIntegers.binomial(i - 1, i / 2 - 1)),
                    BigIntegers.binomial(i, i / 2));
        }
        List<BigInteger> numbers = new ArrayList<>();
        BigInteger product = BigInteger.ONE;
        for (int i = 0; i < 2 * Thresholds.NATIVE_PRODUCT_BITS / 40; i++) {
            numbers.add(BigInteger.valueOf((1L << 40) - i));
            product = product.multiply(numbers.getLast());
            assertEquals(product, BigIntegers.product(numbers));
        }
    }

    /** 20! and 25! are in every table; the other values are from OEIS A000142 and A000984. */
    @Test
    void knownValues() {
        assertEquals(BigInteger.ONE, BigIntegers.factorial(0));
        assertEquals("2432902008176640000", BigIntegers.factorial(20).toString());
        assertEquals("15511210043330985984000000", BigIntegers.factorial(25).toString());
        assertEquals("118264581564861424", BigIntegers.binomial(60, 30).toString());
        assertEquals(BigInteger.ZERO, BigIntegers.binomial(3, 4));
        assertEquals(BigInteger.ZERO, BigIntegers.binomial(0, Integer.MAX_VALUE));
        assertEquals(BigInteger.ONE, BigIntegers.binomial(0, 0));
        assertEquals(BigInteger.ONE, BigIntegers.product(List.of()));
    }

    @Test
    void theErrorNamesAnInvalidArgument() {
        assertNegative("n", () -> BigIntegers.factorial(-1));
        assertNegative("n", () -> BigIntegers.binomial(-1, 0));
        assertNegative("k", () -> BigIntegers.binomial(0, -1));
        assertNullIsRejected("numbers", () -> BigIntegers.product(null));
        assertNullIsRejected(
                "Element 2 of the argument numbers is null.",
                () -> BigIntegers.product(Arrays.asList(BigInteger.ZERO, BigInteger.ONE, null)));
    }

    /** A collection whose size contradicts its content. */
    private static Collection<BigInteger> inconsistent(int size, BigInteger... factors) {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<BigInteger> iterator() {
                return Arrays.asList(factors).iterator();
            }

            @Override
            @SuppressWarnings("unchecked")
            public <T> T[] toArray(T[] a) {
                return (T[]) factors;
            }
        };
    }

    @Test
    void collectionsWhoseSizeContradictsTheirContent() {
        BigInteger[] factors = new BigInteger[1_000];
        Arrays.fill(factors, BigInteger.TEN.pow(30));
        for (int size : new int[] {Integer.MIN_VALUE, -1, 0, 1, 2_000, Integer.MAX_VALUE}) {
            assertEquals(
                    BigInteger.TEN.pow(30_000), BigIntegers.product(inconsistent(size, factors)));
            assertEquals(BigInteger.ONE, BigIntegers.product(inconsistent(size)));
            assertThrows(
                    NullPointerException.class,
                    () -> BigIntegers.product(inconsistent(size, (BigInteger[]) null)));
        }
    }

    private static void assertNegative(String argument, Executable call) {
        assertEquals(
                "The argument " + argument + " is -1. It must be 0 or greater.",
                assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void aResultThatIsTooLargeIsRejectedBeforeAnythingIsComputed() {
        assertEquals(
                "86181406! does not fit in a BigInteger. The largest n for which n! does is"
                        + " 86181405.",
                assertThrows(ArithmeticException.class, () -> BigIntegers.factorial(86_181_406))
                        .getMessage());
        assertThrows(ArithmeticException.class, () -> BigIntegers.factorial(Integer.MAX_VALUE));
        BigInteger large = BigInteger.ONE.shiftLeft(1 << 20);
        assertThrows(
                ArithmeticException.class,
                () -> BigIntegers.product(Collections.nCopies(2048, large)));
        List<BigInteger> withZero = new ArrayList<>(Collections.nCopies(5000, large));
        withZero.add(BigInteger.ZERO);
        assertEquals(BigInteger.ZERO, BigIntegers.product(withZero));
    }

    /** (2n)! = C(2n, n) (n!)^2, and the product of 1, ..., n is n!. */
    @Test
    void identities() {
        for (int n : new int[] {1_000, 5_000, 40_000}) {
            BigInteger factorial = BigIntegers.factorial(n);
            assertEquals(
                    BigIntegers.factorial(2 * n),
                    BigIntegers.multiply(
                            BigIntegers.binomial(2 * n, n), BigIntegers.square(factorial)));
            List<BigInteger> numbers = new ArrayList<>();
            for (int i = n; i > 0; i--) {
                numbers.add(BigInteger.valueOf(i));
            }
            assertEquals(factorial, BigIntegers.product(numbers));
        }
    }

    @Test
    void severalThreadsComputeTheSame() {
        Arithmetic threads = Arithmetic.of().withExecutor(ForkJoinPool.commonPool());
        assertEquals(BigIntegers.factorial(200_000), threads.factorial(200_000));
        assertEquals(
                BigIntegers.binomial(3_000_000, 999_999), threads.binomial(3_000_000, 999_999));
    }

    @Test
    void theBoundOnDigitsHoldsForManyShortFactors() {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(1_000);
        List<BigInteger> threes = Collections.nCopies(3_000, BigInteger.valueOf(3));
        assertEquals(
                "The product has at least 1432 digits. The bound set by Arithmetic.withMaxDigits is"
                        + " 1000.",
                assertThrows(ArithmeticException.class, () -> bounded.product(threes))
                        .getMessage());
        assertEquals(BigInteger.valueOf(3).pow(2_000), bounded.product(threes.subList(0, 2_000)));
    }

    @Test
    void aShortComputationRunsToItsEndOnAnInterruptedThread() {
        BigInteger factorial = BigIntegers.factorial(700);
        BigInteger binomial = BigIntegers.binomial(5_000, 2_500);
        List<BigInteger> numbers = Collections.nCopies(100, BigInteger.TEN.pow(100));
        Thread.currentThread().interrupt();
        try {
            assertEquals(factorial, BigIntegers.factorial(700));
            assertEquals(binomial, BigIntegers.binomial(5_000, 2_500));
            assertEquals(BigInteger.TEN.pow(10_000), BigIntegers.product(numbers));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    @RequiresLibrary
    void anInterruptCancelsTheComputation() {
        BigInteger large = BigInteger.ONE.shiftLeft(400_000).subtract(BigInteger.ONE);
        for (Executable operation : List.<Executable>of(
                () -> BigIntegers.factorial(100_000),
                () -> BigIntegers.binomial(3_000_000, 1_000_000),
                () -> BigIntegers.product(Collections.nCopies(50, large)))) {
            Thread.currentThread().interrupt();
            try {
                assertThrows(CancellationException.class, operation);
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
    }
}
