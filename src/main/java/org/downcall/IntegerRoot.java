package org.downcall;

import java.math.BigInteger;

/**
 * Roots of a degree of 2 or more by Newton's iteration. Each step doubles the number of known bits,
 * so the last step takes most of the time.
 *
 * <p>A root r of few bits is computed with doubles. A longer root is computed from the root of the
 * upper bits of the number, which has k bits fewer: q is an integer above the root of {@code a >> n
 * k}, so x = q 2^k is above r. Newton's next value, ((n - 1) x + a / x^(n - 1)) / n, is not below
 * r, and exceeds it by at most (n - 1) (x - r)^2 / (2 r). Because q exceeds its root by at most 3,
 * and r has R bits, this error is at most 9 (n - 1) 2^(2k - R). The k that is chosen makes it less
 * than 1.
 *
 * @param n the degree
 * @param arithmetic computes powers and quotients
 */
record IntegerRoot(int n, Arithmetic arithmetic) {

    /** Roots of up to this many bits are computed with doubles, whose error is then below 1/16. */
    private static final int DOUBLE_BITS = 40;

    /** {@return the root of a number that is 0 or greater, rounded down} */
    BigInteger of(BigInteger a) {
        if (a.bitLength() <= n) {
            return BigInteger.valueOf(a.signum()); // a < 2^n
        }
        BigInteger root = orOneAbove(a);
        return powerExceeds(root, a) ? root.subtract(BigInteger.ONE) : root;
    }

    private boolean powerExceeds(BigInteger root, BigInteger a) {
        // The power may exceed the range of BigInteger. Before JDK 25, BigInteger.pow also throws
        // an exception for smaller powers, whose length it overestimates.
        return (long) root.bitLength() * n > Integer.MAX_VALUE
                ? exceedsBySquares(root, a)
                : arithmetic.pow(root, n).compareTo(a) > 0;
    }

    /** {@return whether root^n exceeds a} Stops when that is known, so it computes no long power. */
    boolean exceedsBySquares(BigInteger root, BigInteger a) {
        BigInteger power = BigInteger.ONE;
        for (int bit = Integer.SIZE - Integer.numberOfLeadingZeros(n) - 1; bit >= 0; bit--) {
            if (2L * power.bitLength() - 1 > a.bitLength()) {
                return true;
            }
            power = arithmetic.multiply(power, power);
            if ((n >> bit & 1) != 0) {
                power = power.multiply(root);
            }
        }
        return power.compareTo(a) > 0;
    }

    /** {@return the root rounded down, or the next integer} */
    private BigInteger orOneAbove(BigInteger a) {
        int bits = (int) ((a.bitLength() + n - 1L) / n); // of the root
        if (bits <= DOUBLE_BITS) {
            int below = Math.max(0, a.bitLength() - 62);
            double log2 = Math.log(a.shiftRight(below).longValue()) / Math.log(2) + below;
            return BigInteger.valueOf((long) (Math.pow(2, log2 / n) + 1.0 / 16));
        }
        int k = (bits - 4 - (Integer.SIZE - Integer.numberOfLeadingZeros(n))) / 2;
        BigInteger q = orOneAbove(a.shiftRight(Math.multiplyExact(n, k))).add(BigInteger.ONE);
        // a / x^(n - 1), without the zeros of x
        BigInteger quotient = arithmetic.divide(
                a.shiftRight(Math.multiplyExact(n - 1, k)), arithmetic.pow(q, n - 1));
        BigInteger sum = q.shiftLeft(k).multiply(BigInteger.valueOf(n - 1L)).add(quotient);
        return sum.divide(BigInteger.valueOf(n));
    }
}
