package org.downcall.internal;

import java.math.BigInteger;
import java.util.concurrent.Executor;

/**
 * What {@link org.downcall.BigIntegers} computes, for arguments that it has checked. Any executor
 * may be null.
 */
public interface BigIntegerKernel {

    /** a b, cheaper if they are the same object. */
    BigInteger multiply(BigInteger a, BigInteger b, Executor executor);

    /** a^exponent, exponent >= 0. */
    BigInteger pow(BigInteger a, int exponent, Executor executor);

    /** The decimal digits, with a minus sign if a is negative. */
    String toString(BigInteger a, Executor executor);

    /** The number that new BigInteger(digits.toString()) is. */
    BigInteger parse(CharSequence digits, Executor executor);
}
