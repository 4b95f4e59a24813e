package org.downcall;

import java.math.BigInteger;
import org.downcall.internal.FibonacciKernel;
import org.downcall.internal.Kernels;

/**
 * Fibonacci numbers: F(0) = 0, F(1) = 1, F(n) = F(n-1) + F(n-2).
 *
 * <p>Every method is thread-safe, keeps nothing between calls, and returns the same result whichever kernel runs. C
 * runs where it measured faster, and Java elsewhere; each method says which. With
 * {@code -Dorg.downcall.backend=native} C runs everywhere; see {@link Backend}.
 *
 * <p>Every method throws {@link UnsatisfiedLinkError}, with the cause and the remedy, if
 * {@code org.downcall.backend=native} is set and the library cannot be loaded, and {@link IllegalArgumentException}
 * if a system property of this module has a value that does not exist.
 */
public final class Fibonacci {

    /** The largest n for which F(n) fits a {@code long}: F(92) = 7540113804746346429. */
    public static final int MAX_LONG_INDEX = 92;

    /**
     * The largest n for which a {@link BigInteger} can hold F(n). It can hold 2<sup>31</sup> - 1 bits, and F(n) has
     * floor(n log<sub>2</sub> phi - log<sub>2</sub> sqrt(5)) + 1.
     */
    public static final long MAX_EXACT_INDEX = 3_093_278_590L;

    /**
     * From here on C is faster, and below it Java is: BigInteger needs two doublings from the table up to F(371), which
     * cost about as much as a call and its buffers. Measured in a loop on x86-64 (Zen 3) through both kernels.
     */
    static final long EXACT_IN_C_FROM = 372;

    /** For work worth a call. */
    private static final FibonacciKernel KERNEL = Kernels.CHOSEN.fibonacci();

    /** For work that Java has done before a call would return. */
    private static final FibonacciKernel SMALL = Kernels.CHOSEN.smallFibonacci();

    /**
     * F(n), exact.
     *
     * <p>O(1): a look-up in a table, in Java by default, where it costs less than a call.
     *
     * @param n the index, from 0 to {@link #MAX_LONG_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n exceeds {@link #MAX_LONG_INDEX}
     */
    public static long longValue(int n) {
        requireNotNegative(n);
        if (n > MAX_LONG_INDEX) {
            throw new ArithmeticException(
                    "F(" + n + ") does not fit a long: n must be at most " + MAX_LONG_INDEX);
        }
        return Kernels.require(SMALL).longValue(n);
    }

    /**
     * F(n) mod 2<sup>64</sup>, as the 64 bits of a {@code long}; read it with {@link Long#toUnsignedString(long)}.
     *
     * <p>O(log n) by fast doubling, in Java by default: C is no faster, so the call would be lost.
     *
     * @param n the index, 0 or more
     * @return the lowest 64 bits of F(n)
     * @throws IllegalArgumentException if n is negative
     */
    public static long wrapping(long n) {
        requireNotNegative(n);
        return Kernels.require(SMALL).wrapping(n);
    }

    /**
     * The same value as {@link #wrapping}, by n - 1 additions one after the other. It is here for comparison alone: it
     * is the loop that articles on "speeding up" a language with another one like to time, and neither language makes
     * up for the algorithm. Use {@link #wrapping}.
     *
     * <p>O(n), in Java by default: C is no faster.
     *
     * @param n the index, 0 or more
     * @return the lowest 64 bits of F(n)
     * @throws IllegalArgumentException if n is negative
     */
    public static long wrappingIterative(int n) {
        requireNotNegative(n);
        return Kernels.require(SMALL).wrappingIterative(n);
    }

    /**
     * F(n), exact.
     *
     * <p>O(n<sup>1.59</sup>) by fast doubling on 64-bit limbs with Karatsuba's product, in C by default, except that Java
     * serves small n, where it is done sooner. While C runs it holds about four times the memory of the result outside
     * the heap; the result is n / 11.5 bytes.
     *
     * @param n the index, from 0 to {@link #MAX_EXACT_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n exceeds {@link #MAX_EXACT_INDEX}
     * @throws OutOfMemoryError if the heap or the native memory is too small for the result or its scratch space
     */
    public static BigInteger exact(long n) {
        requireNotNegative(n);
        if (n > MAX_EXACT_INDEX) {
            throw new ArithmeticException(
                    "F(" + n + ") does not fit a BigInteger: n must be at most " + MAX_EXACT_INDEX);
        }
        return Kernels.require(n < EXACT_IN_C_FROM ? SMALL : KERNEL).exact(n);
    }

    private static void requireNotNegative(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must not be negative, but is " + n);
        }
    }

    private Fibonacci() {}
}
