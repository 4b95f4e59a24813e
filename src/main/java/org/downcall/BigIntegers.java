package org.downcall;

import java.math.BigInteger;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.downcall.internal.BigIntegerKernel;
import org.downcall.internal.Kernels;

/**
 * Products, powers and decimal conversions of {@link BigInteger}s that are much faster for large
 * numbers, and no slower for small ones: C multiplies by number-theoretic transforms, in O(n log n
 * log log n) for numbers of n bits, where BigInteger's methods take O(n<sup>1.47</sup>), and its
 * parser O(n<sup>2</sup>).
 *
 * <p>Results equal those of BigInteger's own methods in every case. Below a measured size, and
 * where the native library cannot be had, those methods serve. Every method is thread-safe and
 * keeps nothing between calls.
 *
 * <p>Large operands are copied out of the heap and results into it. While C runs it holds up to 11
 * times the memory of a product or power outside the heap, 14 times that of a number that is
 * parsed, and 31 times that of one whose digits are wanted. All of it is taken at once, before
 * anything is computed; if it is more than {@code org.downcall.memory} allows,
 * {@link OutOfMemoryError} says how much it is.
 *
 * <p>A thread that waits for a long computation can be interrupted: it notices within some 100
 * milliseconds, frees what it holds, and throws {@link CancellationException}; it stays
 * interrupted. Short computations, and Java's own methods, do not notice.
 *
 * <p>The methods that take an {@link Executor} let some of its threads help, where a computation
 * has independent parts. They never depend on a thread being free. A virtual thread that computes
 * occupies its carrier, as any computation does.
 *
 * <p>Every method throws {@link UnsatisfiedLinkError}, with the cause and the remedy, if
 * {@code org.downcall.backend=native} is set and the library cannot be loaded,
 * {@link IllegalArgumentException} if a system property of this module has a value that does not
 * exist, and {@link NullPointerException} for an argument that is null.
 */
public final class BigIntegers {

    /*
     * From how many bits, or digits, on C is faster, what it costs to get a BigInteger there and back included.
     * Measured through both kernels on Zen 4, at all instruction sets from ADX on; the benchmarks (kernel=multiply and
     * its like) show both sides of each.
     */

    /** Of the shorter factor. */
    static final int MULTIPLY_IN_C_FROM_BITS = 3_072;

    static final int SQUARE_IN_C_FROM_BITS = 4_096;

    /** Of the power. */
    static final int POW_IN_C_FROM_BITS = 6_144;

    static final int TO_STRING_IN_C_FROM_BITS = 320;

    static final int PARSE_IN_C_FROM_DIGITS = 128;

    private static final BigIntegerKernel KERNEL = Kernels.CHOSEN.bigIntegers();

    private static final BigIntegerKernel SMALL = Kernels.CHOSEN.smallBigIntegers();

    /**
     * The product, as {@link BigInteger#multiply}.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the square takes less time
     * @return {@code a * b}
     * @throws ArithmeticException if the product exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger multiply(BigInteger a, BigInteger b) {
        return multiplyBy(a, b, null);
    }

    /**
     * The product, as {@link #multiply(BigInteger, BigInteger)}, on several threads.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the square takes less time
     * @param executor who lends threads
     * @return {@code a * b}
     * @throws ArithmeticException if the product exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger multiply(BigInteger a, BigInteger b, Executor executor) {
        return multiplyBy(a, b, Objects.requireNonNull(executor, "executor"));
    }

    private static BigInteger multiplyBy(BigInteger a, BigInteger b, Executor executor) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        int bits = Math.min(a.bitLength(), b.bitLength());
        boolean small = bits < (a == b ? SQUARE_IN_C_FROM_BITS : MULTIPLY_IN_C_FROM_BITS);
        return Kernels.require(small ? SMALL : KERNEL).multiply(a, b, executor);
    }

    /**
     * The square: {@code a.multiply(a)}.
     *
     * @param a a number
     * @return {@code a * a}
     * @throws ArithmeticException if the square exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger square(BigInteger a) {
        return multiplyBy(a, a, null);
    }

    /**
     * The square, as {@link #square(BigInteger)}, on several threads.
     *
     * @param a a number
     * @param executor who lends threads
     * @return {@code a * a}
     * @throws ArithmeticException if the square exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger square(BigInteger a, Executor executor) {
        return multiplyBy(a, a, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * A power, as {@link BigInteger#pow}.
     *
     * @param a the base
     * @param exponent the exponent, 0 or more
     * @return {@code a} to the power of {@code exponent}
     * @throws ArithmeticException if {@code exponent} is negative, or the power exceeds the range
     *     of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger pow(BigInteger a, int exponent) {
        return powBy(a, exponent, null);
    }

    /**
     * A power, as {@link #pow(BigInteger, int)}, on several threads.
     *
     * @param a the base
     * @param exponent the exponent, 0 or more
     * @param executor who lends threads
     * @return {@code a} to the power of {@code exponent}
     * @throws ArithmeticException if {@code exponent} is negative, or the power exceeds the range
     *     of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger pow(BigInteger a, int exponent, Executor executor) {
        return powBy(a, exponent, Objects.requireNonNull(executor, "executor"));
    }

    private static BigInteger powBy(BigInteger a, int exponent, Executor executor) {
        Objects.requireNonNull(a, "a");
        if (exponent < 0) {
            throw new ArithmeticException("exponent must not be negative, but is " + exponent);
        }
        boolean small = (long) a.bitLength() * exponent < POW_IN_C_FROM_BITS;
        return Kernels.require(small ? SMALL : KERNEL).pow(a, exponent, executor);
    }

    /**
     * The decimal digits, as {@link BigInteger#toString()}.
     *
     * @param a a number
     * @return its digits, with a minus sign in front if it is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static String toString(BigInteger a) {
        return toStringBy(a, null);
    }

    /**
     * The decimal digits, as {@link #toString(BigInteger)}, on several threads.
     *
     * @param a a number
     * @param executor who lends threads
     * @return its digits, with a minus sign in front if it is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static String toString(BigInteger a, Executor executor) {
        return toStringBy(a, Objects.requireNonNull(executor, "executor"));
    }

    private static String toStringBy(BigInteger a, Executor executor) {
        Objects.requireNonNull(a, "a");
        return Kernels.require(a.bitLength() < TO_STRING_IN_C_FROM_BITS ? SMALL : KERNEL)
                .toString(a, executor);
    }

    /**
     * The number that {@link BigInteger#BigInteger(String)} reads: perhaps a sign, {@code -} or
     * {@code +}, and one or more decimal digits, of any script that {@link Character#digit(char,
     * int)} knows.
     *
     * @param digits the text
     * @return the number
     * @throws NumberFormatException if the text is something else
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger parse(CharSequence digits) {
        return parseBy(digits, null);
    }

    /**
     * The number that a text stands for, as {@link #parse(CharSequence)}, on several threads.
     *
     * @param digits the text
     * @param executor who lends threads
     * @return the number
     * @throws NumberFormatException if the text is something else
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger parse(CharSequence digits, Executor executor) {
        return parseBy(digits, Objects.requireNonNull(executor, "executor"));
    }

    private static BigInteger parseBy(CharSequence digits, Executor executor) {
        Objects.requireNonNull(digits, "digits");
        return Kernels.require(digits.length() < PARSE_IN_C_FROM_DIGITS ? SMALL : KERNEL)
                .parse(digits, executor);
    }

    private BigIntegers() {}
}
