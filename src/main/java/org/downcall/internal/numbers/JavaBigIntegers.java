package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.List;
import org.downcall.internal.calls.Execution;

/**
 * The Java kernel of big integers, which calls BigInteger's own methods. It is the oracle in tests,
 * the baseline in benchmarks, and the fallback at run time. For operations that BigInteger does not
 * have, it multiplies in the same order as the native kernel.
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
    public String toString(BigInteger a, Execution execution) {
        return a.toString();
    }

    @Override
    public BigInteger parse(String digits, Execution execution) {
        return new BigInteger(digits);
    }

    @Override
    public String toString(BigInteger a, int radix, Execution execution) {
        return a.toString(radix);
    }

    @Override
    public BigInteger parse(String digits, int radix, Execution execution) {
        return new BigInteger(digits, radix);
    }

    @Override
    public BigInteger product(List<BigInteger> numbers, Execution execution) {
        if (BalancedProduct.isZero(numbers)) {
            return BigInteger.ZERO;
        }
        BalancedProduct product = new BalancedProduct(numbers) {
            @Override
            BigInteger multiply(BigInteger a, BigInteger b) {
                return a.multiply(b);
            }
        };
        return product.multiplyAll(new JavaProducts().ofWords(product.words()));
    }

    @Override
    public BigInteger factorial(int n, Execution execution) {
        return Combinatorics.oddPartOfFactorial(n, new JavaProducts())
                .shiftLeft(Combinatorics.exponentOfTwoInFactorial(n));
    }

    @Override
    public BigInteger binomial(int n, int k, Execution execution) {
        int smaller = Math.min(k, n - k);
        return new JavaProducts()
                .ofWords(Combinatorics.oddFactorsOfBinomial(n, smaller))
                .shiftLeft(Combinatorics.exponentOfTwoInBinomial(n, smaller));
    }
}
