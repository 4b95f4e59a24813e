package org.downcall;

import java.math.BigInteger;
import java.util.Collection;
import java.util.concurrent.CancellationException;

/**
 * Products, powers and decimal conversions of {@link BigInteger}s. They are much faster than
 * BigInteger's own methods for large numbers, and equally fast for small ones.
 *
 * <p>The native kernels multiply by number-theoretic transforms, in O(n log n log log n) for
 * numbers of n bits. BigInteger's products and its conversion to decimal take O(n<sup>1.47</sup>),
 * and its parser O(n<sup>2</sup>).
 *
 * <p>Results equal those of BigInteger's own methods in every case. BigInteger's methods run for
 * numbers below a measured size, and where the native library is unavailable; see {@link Backend}.
 *
 * <p><b>Threads.</b> Every method is thread-safe, keeps no state between calls, and uses the calling
 * thread only. A virtual thread occupies its carrier thread while it computes. {@link Arithmetic}
 * has the same operations with several threads, with bounds for input from strangers, with waiting
 * for memory, and with reports of progress.
 *
 * <p><b>Memory.</b> Large operands are copied out of the heap, and results are copied into it. The
 * native memory for a product or a power is up to 11 times the size of the result. A product of many
 * numbers, a factorial or a binomial coefficient takes up to 12 times the size of the result, and
 * several times that size on the heap. Parsing takes up to 14 times the size of the number, and a
 * conversion to digits up to 32 times. The memory is allocated before the computation starts. If it exceeds the limit, which is the
 * system property {@code org.downcall.memory}, the method throws an {@link OutOfMemoryError} that
 * states the required amount.
 *
 * <p><b>Interruption.</b> If a thread is interrupted during a long computation in C, the
 * computation is cancelled within about 100 milliseconds. Its memory is freed, the method throws
 * {@link CancellationException}, and the thread's interrupt status remains set. Short computations,
 * and those of BigInteger's own methods, run to completion.
 *
 * <p><b>Errors.</b> Every method throws {@link NullPointerException}, which names the argument, if
 * an argument is null; {@link UnsatisfiedLinkError}, which states the reason and the remedy, if
 * {@code org.downcall.backend=native} is set and the native library is unavailable; and {@link
 * IllegalArgumentException} if a system property of this module is invalid.
 */
public final class BigIntegers {

    /** The largest n for which {@link #factorial} can return n! as a BigInteger. */
    public static final int MAX_FACTORIAL = 86_181_405;

    /**
     * Returns the product of two numbers, as {@link BigInteger#multiply} does.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the faster algorithm for squares
     *     runs
     * @return {@code a * b}
     * @throws ArithmeticException if the product exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger multiply(BigInteger a, BigInteger b) {
        return Arithmetic.of().multiply(a, b);
    }

    /**
     * Returns the square of a number: {@code a.multiply(a)}.
     *
     * @param a a number
     * @return {@code a * a}
     * @throws ArithmeticException if the square exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger square(BigInteger a) {
        return Arithmetic.of().square(a);
    }

    /**
     * Returns a power of a number, as {@link BigInteger#pow} does.
     *
     * @param a the base
     * @param exponent the exponent, 0 or greater
     * @return {@code a} to the power of {@code exponent}
     * @throws ArithmeticException if {@code exponent} is negative, or if the power exceeds the
     *     range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger pow(BigInteger a, int exponent) {
        return Arithmetic.of().pow(a, exponent);
    }

    /**
     * Returns the decimal digits of a number, as {@link BigInteger#toString()} does.
     *
     * @param a a number
     * @return the digits, after a minus sign if the number is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static String toString(BigInteger a) {
        return Arithmetic.of().toString(a);
    }

    /**
     * Parses a decimal number, as {@link BigInteger#BigInteger(String)} does. The text consists of
     * an optional sign, {@code -} or {@code +}, and of one or more decimal digits. Digits of any
     * script that {@link Character#digit(char, int)} accepts are allowed.
     *
     * @param digits the text
     * @return the number
     * @throws NumberFormatException if the text is not a decimal number
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger parse(CharSequence digits) {
        return Arithmetic.of().parse(digits);
    }

    /**
     * Returns the digits of a number in a radix, as {@link BigInteger#toString(int)} does. Digits
     * above 9 are the letters from {@code a} to {@code z}.
     *
     * @param a a number
     * @param radix from {@link Character#MIN_RADIX} to {@link Character#MAX_RADIX}; any other radix
     *     stands for 10
     * @return the digits, after a minus sign if the number is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static String toString(BigInteger a, int radix) {
        return Arithmetic.of().toString(a, radix);
    }

    /**
     * Parses a number in a radix, as {@link BigInteger#BigInteger(String, int)} does. The text
     * consists of an optional sign, {@code -} or {@code +}, and of one or more digits that {@link
     * Character#digit(char, int)} accepts.
     *
     * @param digits the text
     * @param radix from {@link Character#MIN_RADIX} to {@link Character#MAX_RADIX}
     * @return the number
     * @throws NumberFormatException if the text is not a number in the radix, or if the radix is out
     *     of range
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger parse(CharSequence digits, int radix) {
        return Arithmetic.of().parse(digits, radix);
    }

    /**
     * Returns the product of many numbers. The order of the products makes their factors nearly
     * equally long, which is much faster than to multiply one number after the other.
     *
     * @param numbers the factors
     * @return the product; 1 if there are no factors
     * @throws NullPointerException if {@code numbers} or one of them is null
     * @throws ArithmeticException if the product exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger product(Collection<BigInteger> numbers) {
        return Arithmetic.of().product(numbers);
    }

    /**
     * Returns n! = 1 * 2 * ... * n.
     *
     * @param n from 0 to {@link #MAX_FACTORIAL}
     * @return n!
     * @throws IllegalArgumentException if {@code n} is negative
     * @throws ArithmeticException if {@code n} is greater than {@link #MAX_FACTORIAL}
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger factorial(int n) {
        return Arithmetic.of().factorial(n);
    }

    /**
     * Returns the binomial coefficient n! / (k! (n - k)!). No coefficient exceeds the range of
     * BigInteger, because it is below 2<sup>n</sup>.
     *
     * @param n 0 or greater
     * @param k 0 or greater
     * @return the number of subsets with k elements of a set with n elements; 0 if k &gt; n
     * @throws IllegalArgumentException if {@code n} or {@code k} is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger binomial(int n, int k) {
        return Arithmetic.of().binomial(n, k);
    }

    private BigIntegers() {}
}
