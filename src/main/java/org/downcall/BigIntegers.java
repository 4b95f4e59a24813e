package org.downcall;

import java.math.BigInteger;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.downcall.internal.Kernels;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.Thresholds;

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
 * <p><b>Threads.</b> Every method is thread-safe and keeps no state between calls. A method with an
 * {@link Executor} parameter runs independent strands of a large computation on the executor's
 * threads and on the calling thread. It completes even if the executor has no idle thread. A
 * virtual thread occupies its carrier thread while it computes.
 *
 * <p><b>Memory.</b> Large operands are copied out of the heap, and results are copied into it. The
 * native memory for a product or a power is up to 11 times the size of the result. Parsing takes up
 * to 14 times the size of the number, and a conversion to decimal up to 31 times. The memory is
 * allocated before the computation starts. If it exceeds the limit, which is the
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
        return product(a, b, null);
    }

    /**
     * Returns the product of two numbers, as {@link #multiply(BigInteger, BigInteger)} does, and
     * uses several threads.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the faster algorithm for squares
     *     runs
     * @param executor runs strands of the computation in addition to the calling thread
     * @return {@code a * b}
     * @throws ArithmeticException if the product exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger multiply(BigInteger a, BigInteger b, Executor executor) {
        return product(a, b, Objects.requireNonNull(executor, "executor"));
    }

    private static BigInteger product(BigInteger a, BigInteger b, Executor executor) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        int bits = Math.min(a.bitLength(), b.bitLength());
        int threshold = a == b ? Thresholds.NATIVE_SQUARE_BITS : Thresholds.NATIVE_MULTIPLY_BITS;
        return kernel(bits < threshold).multiply(a, b, executor);
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
        return product(a, a, null);
    }

    /**
     * Returns the square of a number, as {@link #square(BigInteger)} does, and uses several
     * threads.
     *
     * @param a a number
     * @param executor runs strands of the computation in addition to the calling thread
     * @return {@code a * a}
     * @throws ArithmeticException if the square exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger square(BigInteger a, Executor executor) {
        return product(a, a, Objects.requireNonNull(executor, "executor"));
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
        return power(a, exponent, null);
    }

    /**
     * Returns a power of a number, as {@link #pow(BigInteger, int)} does, and uses several threads.
     *
     * @param a the base
     * @param exponent the exponent, 0 or greater
     * @param executor runs strands of the computation in addition to the calling thread
     * @return {@code a} to the power of {@code exponent}
     * @throws ArithmeticException if {@code exponent} is negative, or if the power exceeds the
     *     range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger pow(BigInteger a, int exponent, Executor executor) {
        return power(a, exponent, Objects.requireNonNull(executor, "executor"));
    }

    private static BigInteger power(BigInteger a, int exponent, Executor executor) {
        Objects.requireNonNull(a, "a");
        if (exponent < 0) {
            throw new ArithmeticException(
                    "The argument exponent is " + exponent + ". It must be 0 or greater.");
        }
        long bits = (long) a.bitLength() * exponent;
        return kernel(bits < Thresholds.NATIVE_POWER_BITS).pow(a, exponent, executor);
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
        return digits(a, null);
    }

    /**
     * Returns the decimal digits of a number, as {@link #toString(BigInteger)} does, and uses
     * several threads.
     *
     * @param a a number
     * @param executor runs strands of the computation in addition to the calling thread
     * @return the digits, after a minus sign if the number is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static String toString(BigInteger a, Executor executor) {
        return digits(a, Objects.requireNonNull(executor, "executor"));
    }

    private static String digits(BigInteger a, Executor executor) {
        Objects.requireNonNull(a, "a");
        return kernel(a.bitLength() < Thresholds.NATIVE_TO_STRING_BITS).toString(a, executor);
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
        return number(digits, null);
    }

    /**
     * Parses a decimal number, as {@link #parse(CharSequence)} does, and uses several threads.
     *
     * @param digits the text
     * @param executor runs strands of the computation in addition to the calling thread
     * @return the number
     * @throws NumberFormatException if the text is not a decimal number
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger parse(CharSequence digits, Executor executor) {
        return number(digits, Objects.requireNonNull(executor, "executor"));
    }

    private static BigInteger number(CharSequence digits, Executor executor) {
        Objects.requireNonNull(digits, "digits");
        return kernel(digits.length() < Thresholds.NATIVE_PARSE_DIGITS).parse(digits, executor);
    }

    private static BigIntegerKernel kernel(boolean small) {
        return small ? Kernels.chosen().smallBigIntegers() : Kernels.chosen().bigIntegers();
    }

    private BigIntegers() {}
}
