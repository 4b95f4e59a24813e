package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.List;
import org.downcall.internal.calls.Execution;

/**
 * The computations behind the public class BigIntegers, for arguments that have been checked. The
 * results, and the exceptions, are those of BigInteger's own methods. Implementations are
 * thread-safe.
 */
public interface BigIntegerKernel {

    /** {@return a * b; faster if both are the same object} */
    BigInteger multiply(BigInteger a, BigInteger b, Execution execution);

    /** {@return a to the power of the exponent, modulo the modulus, as BigInteger defines it} */
    BigInteger modPow(BigInteger a, BigInteger exponent, BigInteger modulus, Execution execution);

    /** {@return a to the power of the exponent, which is 0 or greater} */
    BigInteger pow(BigInteger a, int exponent, Execution execution);

    /** {@return a / b, rounded towards 0} */
    BigInteger divide(BigInteger a, BigInteger b, Execution execution);

    /** {@return a - b * (a / b), which has the sign of a} */
    BigInteger remainder(BigInteger a, BigInteger b, Execution execution);

    /** {@return the quotient and the remainder, in this order} */
    BigInteger[] divideAndRemainder(BigInteger a, BigInteger b, Execution execution);

    /** {@return a modulo m, from 0 to m - 1} */
    BigInteger mod(BigInteger a, BigInteger m, Execution execution);

    /** {@return the square root of a, rounded down} */
    BigInteger sqrt(BigInteger a, Execution execution);

    /** {@return the square root s of a, rounded down, and a - s * s} */
    BigInteger[] sqrtAndRemainder(BigInteger a, Execution execution);

    /** {@return the decimal digits, with a minus sign if a is negative} */
    String toString(BigInteger a, Execution execution);

    /** {@return the number that {@code new BigInteger(digits)} returns} */
    BigInteger parse(String digits, Execution execution);

    /** {@return the greatest common divisor of |a| and |b|; 0 if both are 0} */
    BigInteger gcd(BigInteger a, BigInteger b, Execution execution);

    /** {@return the inverse of a modulo m} */
    BigInteger modInverse(BigInteger a, BigInteger m, Execution execution);

    /** {@return the digits in a radix, from 2 to 36, with a minus sign if a is negative} */
    String toString(BigInteger a, int radix, Execution execution);

    /** {@return the number that {@code new BigInteger(digits, radix)} returns} */
    BigInteger parse(String digits, int radix, Execution execution);

    /** {@return the product of all numbers, of which none is null; 1 if there are none} */
    BigInteger product(List<BigInteger> numbers, Execution execution);

    /** {@return n!, for n from 0 to {@code BigIntegers.MAX_FACTORIAL}} */
    BigInteger factorial(int n, Execution execution);

    /** {@return the number of subsets with k elements of a set with n, for 0 <= k <= n} */
    BigInteger binomial(int n, int k, Execution execution);
}
