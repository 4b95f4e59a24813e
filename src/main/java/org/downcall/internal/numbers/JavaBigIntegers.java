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
    public BigInteger modPow(
            BigInteger a, BigInteger exponent, BigInteger modulus, Execution execution) {
        return a.modPow(exponent, modulus);
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
    public BigInteger sqrt(BigInteger a, Execution execution) {
        return a.sqrt();
    }

    @Override
    public BigInteger[] sqrtAndRemainder(BigInteger a, Execution execution) {
        return a.sqrtAndRemainder();
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
    public BigInteger gcd(BigInteger a, BigInteger b, Execution execution) {
        return a.gcd(b);
    }

    @Override
    public BigInteger modInverse(BigInteger a, BigInteger m, Execution execution) {
        return a.modInverse(m);
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
