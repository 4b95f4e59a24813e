package org.downcall.internal.numbers;

import java.math.BigInteger;
import org.downcall.internal.calls.Execution;

/**
 * The Java kernel of big integers, which calls BigInteger's own methods. It is the oracle in tests,
 * the baseline in benchmarks, and the fallback at run time.
 */
public final class JavaBigIntegers implements BigIntegerKernel {

    @Override
    public BigInteger multiply(BigInteger a, BigInteger b, Execution execution) {
        // parallelMultiply would use the common pool, not the executor of the caller.
        return a.multiply(b);
    }

    @Override
    public BigInteger pow(BigInteger a, int exponent, Execution execution) {
        return a.pow(exponent);
    }

    @Override
    public BigInteger divide(BigInteger a, BigInteger b, Execution execution) {
        return a.divide(b);
    }

    @Override
    public BigInteger remainder(BigInteger a, BigInteger b, Execution execution) {
        return a.remainder(b);
    }

    @Override
    public BigInteger[] divideAndRemainder(BigInteger a, BigInteger b, Execution execution) {
        return a.divideAndRemainder(b);
    }

    @Override
    public BigInteger mod(BigInteger a, BigInteger m, Execution execution) {
        return a.mod(m);
    }

    @Override
    public String toString(BigInteger a, Execution execution) {
        return a.toString();
    }

    @Override
    public BigInteger parse(String digits, Execution execution) {
        return new BigInteger(digits);
    }
}
