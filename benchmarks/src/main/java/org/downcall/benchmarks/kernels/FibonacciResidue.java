package org.downcall.benchmarks.kernels;

import java.math.BigInteger;

/** F(n) modulo a prime, to check a number that no other contender computes. */
final class FibonacciResidue {

    /** 2^61 - 1. */
    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);

    /**
     * {@return f}
     *
     * @throws IllegalStateException if f is not F(n); an error remains undetected with probability
     *     2^-61
     */
    static BigInteger checked(long n, BigInteger f) {
        BigInteger expected = of(n);
        BigInteger actual = f.mod(PRIME);
        if (!actual.equals(expected)) {
            throw new IllegalStateException(
                    "F(" + n + ") is " + expected + " modulo 2^61 - 1, and this number " + actual);
        }
        return f;
    }

    /** Fast doubling: F(2k) = F(k) (2 F(k+1) - F(k)), F(2k+1) = F(k)^2 + F(k+1)^2. */
    static BigInteger of(long n) {
        BigInteger f = BigInteger.ZERO;
        BigInteger next = BigInteger.ONE;
        for (int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(n); bit >= 0; bit--) {
            BigInteger even = f.multiply(next.add(next).subtract(f)).mod(PRIME);
            BigInteger odd = f.multiply(f).add(next.multiply(next)).mod(PRIME);
            boolean isOdd = (n >>> bit & 1) != 0;
            f = isOdd ? odd : even;
            next = isOdd ? even.add(odd).mod(PRIME) : odd;
        }
        return f;
    }

    private FibonacciResidue() {}
}
