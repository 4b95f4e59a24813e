package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.concurrent.Executor;

/**
 * The Java kernel of big integers, which calls BigInteger's own methods. It is the oracle in tests,
 * the baseline in benchmarks, and the fallback at run time.
 */
public final class JavaBigIntegers implements BigIntegerKernel {

    @Override
    public BigInteger multiply(BigInteger a, BigInteger b, Executor executor) {
        return a.multiply(b); // parallelMultiply would use the common pool, not this executor
    }

    @Override
    public BigInteger pow(BigInteger a, int exponent, Executor executor) {
        return a.pow(exponent);
    }

    @Override
    public String toString(BigInteger a, Executor executor) {
        return a.toString();
    }

    @Override
    public BigInteger parse(CharSequence digits, Executor executor) {
        return new BigInteger(digits.toString());
    }
}
