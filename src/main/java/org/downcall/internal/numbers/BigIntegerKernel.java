package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.concurrent.Executor;

/**
 * The computations behind the public class BigIntegers, for arguments that have been checked. The
 * results, and the exceptions, are those of BigInteger's own methods. An executor runs strands in
 * addition to the calling thread; it may be null. Implementations are thread-safe.
 */
public interface BigIntegerKernel {

    /** {@return a * b; faster if both are the same object} */
    BigInteger multiply(BigInteger a, BigInteger b, Executor executor);

    /** {@return a to the power of the exponent, which is 0 or greater} */
    BigInteger pow(BigInteger a, int exponent, Executor executor);

    /** {@return the decimal digits, with a minus sign if a is negative} */
    String toString(BigInteger a, Executor executor);

    /** {@return the number that {@code new BigInteger(digits.toString())} returns} */
    BigInteger parse(CharSequence digits, Executor executor);
}
