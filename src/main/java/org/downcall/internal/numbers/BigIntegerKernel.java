package org.downcall.internal.numbers;

import java.math.BigInteger;
import org.downcall.internal.calls.Execution;

/**
 * The computations behind the public class BigIntegers, for arguments that have been checked. The
 * results, and the exceptions, are those of BigInteger's own methods. Implementations are thread-safe.
 */
public interface BigIntegerKernel {

    /** {@return a * b; faster if both are the same object} */
    BigInteger multiply(BigInteger a, BigInteger b, Execution execution);

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

    /** {@return the decimal digits, with a minus sign if a is negative} */
    String toString(BigInteger a, Execution execution);

    /** {@return the number that {@code new BigInteger(digits)} returns} */
    BigInteger parse(String digits, Execution execution);
}
