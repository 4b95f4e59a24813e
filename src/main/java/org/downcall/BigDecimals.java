package org.downcall;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.concurrent.CancellationException;

/**
 * Decimal conversions, products, quotients and square roots of {@link BigDecimal}s. They are much
 * faster than BigDecimal's own methods for numbers of many digits, and equally fast for short ones.
 *
 * <p>The native kernels apply the algorithms of {@link BigIntegers} to the unscaled values. An
 * operation on numbers of n digits takes at most O(n log<sup>2</sup> n). BigDecimal's parser takes
 * O(n<sup>2</sup>), and its other methods take O(n<sup>1.47</sup>) or more.
 *
 * <p>Results equal those of BigDecimal's own methods in JDK 25 in every case: in value, scale and
 * rounding, and in the class of an exception. BigDecimal's methods run for numbers below a measured
 * size, and for all numbers if the native library is unavailable; see {@link Backend}.
 *
 * <p><b>Threads.</b> Every method is thread-safe, keeps no state between calls, and uses the
 * calling thread only. A virtual thread occupies its carrier thread while it computes. {@link
 * Arithmetic} has the same operations with several threads, with bounds for untrusted input, with
 * waiting for memory, and with reports of progress.
 *
 * <p><b>Memory.</b> Large operands are copied out of the heap, and results are copied into it. A
 * quotient or a square root consists of several computations with unscaled values, one after the
 * other. Each takes the native memory that {@link BigIntegers} states, which is allocated before
 * that computation starts. If it exceeds the limit that the system property {@code
 * org.downcall.memory} sets, the method throws an {@link OutOfMemoryError} that states the required
 * amount.
 *
 * <p><b>Interruption.</b> If a thread is interrupted during a long computation in C, the
 * computation is cancelled within about 100 milliseconds. Its memory is freed, the method throws
 * {@link CancellationException}, and the thread's interrupt status remains set. Short computations,
 * and those of BigDecimal's own methods, run to completion.
 *
 * <p><b>Errors.</b> Every method throws {@link NullPointerException}, which names the argument, if
 * an argument is null; {@link UnsatisfiedLinkError}, which states the reason and the remedy, if
 * {@code org.downcall.backend=native} is set and the native library is unavailable; and {@link
 * IllegalArgumentException} if a system property of this module is invalid.
 */
public final class BigDecimals {

    /**
     * Parses a decimal number, as {@link BigDecimal#BigDecimal(String)} does. The text consists of
     * an optional sign, one or more decimal digits with an optional point, and an optional
     * exponent. Digits of any script that {@link Character#isDigit(char)} accepts are allowed. The
     * locale has no effect.
     *
     * @param text the text
     * @return the number
     * @throws NumberFormatException if the text is not a decimal number, or if its scale is not an
     *     int
     * @throws ArithmeticException if the unscaled value exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigDecimal parse(CharSequence text) {
        return Arithmetic.of().parseDecimal(text);
    }

    /**
     * Returns the text of a number, as {@link BigDecimal#toString()} does. Unlike that method, the
     * native kernel does not cache the text in the number.
     *
     * @param a a number
     * @return the text, with an exponent if one is needed
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static String toString(BigDecimal a) {
        return Arithmetic.of().toString(a);
    }

    /**
     * Returns the text of a number, as {@link BigDecimal#toEngineeringString()} does.
     *
     * @param a a number
     * @return the text, with an exponent that is a multiple of three if one is needed
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static String toEngineeringString(BigDecimal a) {
        return Arithmetic.of().toEngineeringString(a);
    }

    /**
     * Returns the text of a number without an exponent, as {@link BigDecimal#toPlainString()} does.
     * The text of a short number may be long: that of {@code 1E+999999999} has a billion digits.
     *
     * @param a a number
     * @return the text
     * @throws ArithmeticException if the number is not 0 and its scale is -2<sup>31</sup>
     * @throws OutOfMemoryError if the heap or the native memory is too small, or a String cannot
     *     hold the digits
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static String toPlainString(BigDecimal a) {
        return Arithmetic.of().toPlainString(a);
    }

    /**
     * Returns the exact product of two numbers, as {@link BigDecimal#multiply(BigDecimal)} does.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the faster algorithm for squares
     *     runs
     * @return {@code a * b}, with the scale {@code a.scale() + b.scale()}
     * @throws ArithmeticException if the scale is not an int, or if the unscaled value exceeds the
     *     range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigDecimal multiply(BigDecimal a, BigDecimal b) {
        return Arithmetic.of().multiply(a, b);
    }

    /**
     * Returns the rounded product of two numbers, as {@link BigDecimal#multiply(BigDecimal,
     * MathContext)} does.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the faster algorithm for squares
     *     runs
     * @param context the precision and the rounding mode
     * @return {@code a * b}, rounded
     * @throws ArithmeticException if the scale is not an int, if the exact product exceeds the
     *     range of BigInteger, or if the rounding mode is {@link RoundingMode#UNNECESSARY} and the
     *     product must be rounded
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigDecimal multiply(BigDecimal a, BigDecimal b, MathContext context) {
        return Arithmetic.of().multiply(a, b, context);
    }

    /**
     * Returns the quotient of two numbers, as {@link BigDecimal#divide(BigDecimal, MathContext)}
     * does. The preferred scale is {@code a.scale() - b.scale()}.
     *
     * @param a the dividend
     * @param b the divisor
     * @param context the precision and the rounding mode; the precision 0 requests the exact
     *     quotient
     * @return {@code a / b}, rounded
     * @throws ArithmeticException if {@code b} is 0, if the scale is not an int, if an intermediate
     *     result exceeds the range of BigInteger, if the precision is 0 and the decimal expansion
     *     of the quotient does not end, or if the rounding mode is {@link RoundingMode#UNNECESSARY}
     *     and the quotient must be rounded
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigDecimal divide(BigDecimal a, BigDecimal b, MathContext context) {
        return Arithmetic.of().divide(a, b, context);
    }

    /**
     * Returns the square root of a number, as {@link BigDecimal#sqrt(MathContext)} does. The
     * preferred scale is half of {@code a.scale()}, which JDK 26 and later round up, and earlier
     * JDKs toward 0.
     *
     * @param a a number, 0 or greater
     * @param context the precision and the rounding mode; the precision 0 requests the exact root
     * @return the square root of {@code a}, rounded
     * @throws ArithmeticException if {@code a} is negative, if an intermediate result exceeds the
     *     range of BigInteger, or if the precision is 0 or the rounding mode is {@link
     *     RoundingMode#UNNECESSARY} and the root is not exact
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigDecimal sqrt(BigDecimal a, MathContext context) {
        return Arithmetic.of().sqrt(a, context);
    }

    private BigDecimals() {}
}
