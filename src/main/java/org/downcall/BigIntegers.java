package org.downcall;

import java.math.BigInteger;
import java.util.Collection;
import java.util.concurrent.CancellationException;

/**
 * Arithmetic with {@link BigInteger}s: products, powers, quotients, roots, greatest common
 * divisors, modular inverses and powers, factorials, binomial coefficients, and conversions from
 * and to digits. The methods are much faster than BigInteger's own methods for large numbers, and
 * equally fast for small ones.
 *
 * <p>The native kernels multiply by number-theoretic transforms, in O(n log n log log n) for
 * numbers of n bits. BigInteger's products and its conversion to decimal take O(n<sup>1.47</sup>),
 * and its parser O(n<sup>2</sup>).
 *
 * <p>Results equal those of BigInteger's own methods in JDK 25 in every case. Java code, mostly
 * BigInteger's methods, runs for numbers below a measured size, and for all numbers if the native
 * library is unavailable; see {@link Backend}.
 *
 * <p><b>Threads.</b> Every method is thread-safe, keeps no state between calls, and uses the
 * calling thread only. A virtual thread occupies its carrier thread while it computes. {@link
 * Arithmetic} has the same operations with several threads, with bounds for untrusted input, with
 * waiting for memory, and with reports of progress.
 *
 * <p><b>Memory.</b> Large operands are copied out of the heap, and results are copied into it. An
 * operation on numbers of more than 20 000 bits takes at most this much native memory, including
 * the copies:
 *
 * <table>
 * <caption>Native memory</caption>
 * <tr><th>operation</th><th>at most</th></tr>
 * <tr><td>product, square</td><td>11 times the size of the result</td></tr>
 * <tr><td>power</td><td>16 times the size of the result</td></tr>
 * <tr><td>product of many numbers, factorial, binomial coefficient</td>
 *     <td>24 times the size of the result, and several times that size on the heap</td></tr>
 * <tr><td>quotient, remainder</td><td>19 times the size of the dividend</td></tr>
 * <tr><td>square root</td><td>11 times the size of the number</td></tr>
 * <tr><td>root of a higher degree</td>
 *     <td>as much as its powers and quotients, which are not longer than the number</td></tr>
 * <tr><td>greatest common divisor</td><td>13 times the size of both numbers together</td></tr>
 * <tr><td>least common multiple</td>
 *     <td>as much as the greatest common divisor, a quotient or the product</td></tr>
 * <tr><td>modular inverse</td>
 *     <td>40 times the size of the modulus, and twice that of the number</td></tr>
 * <tr><td>modular power, modulus of up to 2 million bits</td>
 *     <td>200 times the size of the modulus, and twice that of the other numbers</td></tr>
 * <tr><td>modular power, longer modulus</td><td>80 times the size of the modulus, and twice
 *     that of the other numbers</td></tr>
 * <tr><td>parsing</td><td>15 times the size of the number</td></tr>
 * <tr><td>conversion to digits</td><td>32 times the size of the number</td></tr>
 * </table>
 *
 * <p>The memory for a computation in C is allocated before the computation starts. If it exceeds
 * the limit that the system property {@code org.downcall.memory} sets, the method throws an {@link
 * OutOfMemoryError} that states the required amount.
 *
 * <p><b>Interruption.</b> If a thread is interrupted during a long computation in C, the
 * computation is cancelled within about 100 milliseconds. Its memory is freed, the method throws
 * {@link CancellationException}, and the thread's interrupt status remains set. Short computations,
 * and those in Java, run to completion.
 *
 * <p><b>Errors.</b> Every method throws {@link NullPointerException}, which names the argument, if
 * an argument is null; {@link UnsatisfiedLinkError}, which states the reason and the remedy, if
 * {@code org.downcall.backend=native} is set and the native library is unavailable; and {@link
 * IllegalArgumentException} if a system property of this module is invalid.
 */
public final class BigIntegers {

    /** The largest n for which n! fits in a BigInteger, which holds 2<sup>31</sup> - 1 bits. */
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
     * Returns a power of a number modulo another, as {@link BigInteger#modPow} does.
     *
     * <p><b>Security.</b> The time depends on the operands, so it may reveal them. Do not use this
     * method with secret keys.
     *
     * @param a the base
     * @param exponent the exponent; if it is negative, the inverse of the base is raised to its
     *     absolute value
     * @param modulus the modulus, 1 or greater
     * @return {@code a} to the power of {@code exponent} modulo {@code modulus}, from 0 to {@code
     *     modulus - 1}
     * @throws ArithmeticException if {@code modulus} is not positive, or if {@code exponent} is
     *     negative and {@code a} and {@code modulus} have a common divisor
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger modPow(BigInteger a, BigInteger exponent, BigInteger modulus) {
        return Arithmetic.of().modPow(a, exponent, modulus);
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
     * Returns the quotient of two numbers, rounded towards 0, as {@link BigInteger#divide} does.
     *
     * @param a the dividend
     * @param b the divisor
     * @return {@code a / b}
     * @throws ArithmeticException if {@code b} is 0
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger divide(BigInteger a, BigInteger b) {
        return Arithmetic.of().divide(a, b);
    }

    /**
     * Returns the remainder of a division, as {@link BigInteger#remainder} does. It has the sign of
     * the dividend.
     *
     * @param a the dividend
     * @param b the divisor
     * @return {@code a - b * (a / b)}
     * @throws ArithmeticException if {@code b} is 0
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger remainder(BigInteger a, BigInteger b) {
        return Arithmetic.of().remainder(a, b);
    }

    /**
     * Returns the quotient and the remainder of two numbers, as {@link
     * BigInteger#divideAndRemainder} does. One call takes as long as one of {@link #divide} or
     * {@link #remainder}.
     *
     * @param a the dividend
     * @param b the divisor
     * @return an array of two numbers: {@code a / b} and {@code a - b * (a / b)}
     * @throws ArithmeticException if {@code b} is 0
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger[] divideAndRemainder(BigInteger a, BigInteger b) {
        return Arithmetic.of().divideAndRemainder(a, b);
    }

    /**
     * Returns the residue of a number, which is never negative, as {@link BigInteger#mod} does.
     *
     * @param a a number
     * @param m the modulus
     * @return {@code a} modulo {@code m}, from 0 to {@code m - 1}
     * @throws ArithmeticException if {@code m} is 0 or negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger mod(BigInteger a, BigInteger m) {
        return Arithmetic.of().mod(a, m);
    }

    /**
     * Returns the square root of a number, rounded down, as {@link BigInteger#sqrt} does.
     *
     * @param a a number, 0 or greater
     * @return the largest {@code s} for which {@code s * s} is not greater than {@code a}
     * @throws ArithmeticException if {@code a} is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger sqrt(BigInteger a) {
        return Arithmetic.of().sqrt(a);
    }

    /**
     * Returns the square root of a number and the remainder, as {@link BigInteger#sqrtAndRemainder}
     * does. It takes as long as {@link #sqrt}.
     *
     * @param a a number, 0 or greater
     * @return an array of two numbers: the largest {@code s} for which {@code s * s} is not greater
     *     than {@code a}, and {@code a - s * s}
     * @throws ArithmeticException if {@code a} is negative
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger[] sqrtAndRemainder(BigInteger a) {
        return Arithmetic.of().sqrtAndRemainder(a);
    }

    /**
     * Returns the nth root of a number, rounded towards 0. The root of a negative number is that of
     * its magnitude, negated. The method {@code rootn}, which JDK 26 adds to BigInteger, has the
     * same results.
     *
     * @param a a number, 0 or greater if {@code n} is even
     * @param n the degree of the root, 1 or greater
     * @return the number with the sign of {@code a} and the largest magnitude whose nth power is
     *     not greater than {@code |a|}
     * @throws ArithmeticException if {@code n} is less than 1, or if {@code a} is negative and
     *     {@code n} is even
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger nthRoot(BigInteger a, int n) {
        return Arithmetic.of().nthRoot(a, n);
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
     * Returns the greatest common divisor of two numbers, as {@link BigInteger#gcd} does.
     *
     * @param a a number
     * @param b a number
     * @return the largest number that divides {@code a} and {@code b}; 0 if both are 0
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger gcd(BigInteger a, BigInteger b) {
        return Arithmetic.of().gcd(a, b);
    }

    /**
     * Returns the least common multiple of two numbers.
     *
     * @param a a number
     * @param b a number
     * @return the smallest positive number that {@code a} and {@code b} divide; 0 if one of them
     *     is 0
     * @throws ArithmeticException if the multiple exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger lcm(BigInteger a, BigInteger b) {
        return Arithmetic.of().lcm(a, b);
    }

    /**
     * Returns the inverse of a number modulo another, as {@link BigInteger#modInverse} does.
     *
     * @param a a number
     * @param m the modulus
     * @return the x from 0 to {@code m - 1} for which {@code a * x} is 1 modulo {@code m}
     * @throws ArithmeticException if {@code m} is not positive, or if {@code a} and {@code m} have
     *     a common divisor other than 1
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger modInverse(BigInteger a, BigInteger m) {
        return Arithmetic.of().modInverse(a, m);
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
     * @throws NumberFormatException if the text is not a number in the radix, or if the radix is
     *     out of range
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger parse(CharSequence digits, int radix) {
        return Arithmetic.of().parse(digits, radix);
    }

    /**
     * Returns the product of many numbers. The factors of each intermediate product are nearly
     * equally long. This takes much less time than multiplying one number after the other.
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
     * Returns the binomial coefficient n! / (k! (n - k)!). It is at most 2<sup>n</sup>, so it never
     * exceeds the range of BigInteger.
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
