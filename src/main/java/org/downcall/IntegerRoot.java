package org.downcall;

import java.math.BigInteger;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.numbers.Parts;

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
 */
final class IntegerRoot {

    /** Roots of up to this many bits are computed with doubles, whose error is then below 1/16. */
    private static final int DOUBLE_BITS = 40;

    /** How much of the work is done when the root or the next integer is known; an estimate. */
    private static final double WITHOUT_COMPARISON = 0.75;

    private final int n;
    private final Parts parts;

    /**
     * @param n the degree
     * @param execution how powers and quotients are computed
     */
    IntegerRoot(int n, Execution execution) {
        this.n = n;
        parts = new Parts(execution);
    }

    private Arithmetic part(double from, double to) {
        return Arithmetic.forPart(parts.part(from, to));
    }

    /** {@return the root of a number that is 0 or greater, rounded down} */
    BigInteger of(BigInteger a) {
        if (a.bitLength() <= n) {
            return BigInteger.valueOf(a.signum()); // a < 2^n
        }
        BigInteger root = orOneAbove(a, WITHOUT_COMPARISON);
        boolean isAbove = powerExceeds(root, a);
        parts.end();
        return isAbove ? root.subtract(BigInteger.ONE) : root;
    }

    private boolean powerExceeds(BigInteger root, BigInteger a) {
        // The power may exceed the range of BigInteger. Before JDK 25, BigInteger.pow also throws
        // an exception for smaller powers, whose length it overestimates.
        return (long) root.bitLength() * n > Integer.MAX_VALUE
                ? exceedsBySquares(root, a)
                : part(WITHOUT_COMPARISON, 1).pow(root, n).compareTo(a) > 0;
    }

    /** {@return whether root^n exceeds a} Stops when that is known, so it computes no long power. */
    boolean exceedsBySquares(BigInteger root, BigInteger a) {
        BigInteger power = BigInteger.ONE;
        double done = WITHOUT_COMPARISON;
        for (int bit = Integer.SIZE - Integer.numberOfLeadingZeros(n) - 1; bit >= 0; bit--) {
            if (2L * power.bitLength() - 1 > a.bitLength()) {
                return true;
            }
            double after = 1 - (1 - WITHOUT_COMPARISON) * (1 - Math.scalb(1.0, -bit));
            power = part(done, after).multiply(power, power);
            done = after;
            if ((n >> bit & 1) != 0) {
                power = power.multiply(root);
            }
        }
        return power.compareTo(a) > 0;
    }

    /**
     * {@return the root rounded down, or the next integer}
     *
     * @param end which fraction of the whole computation is done after this
     */
    private BigInteger orOneAbove(BigInteger a, double end) {
        int bits = (int) ((a.bitLength() + n - 1L) / n); // of the root
        if (bits <= DOUBLE_BITS) {
            int below = Math.max(0, a.bitLength() - 62);
            double log2 = Math.log(a.shiftRight(below).longValue()) / Math.log(2) + below;
            return BigInteger.valueOf((long) (Math.pow(2, log2 / n) + 1.0 / 16));
        }
        int k = (bits - 4 - (Integer.SIZE - Integer.numberOfLeadingZeros(n))) / 2;
        BigInteger half = orOneAbove(a.shiftRight(Math.multiplyExact(n, k)), end / 2);
        BigInteger q = half.add(BigInteger.ONE);
        BigInteger power = part(end / 2, end * 0.625).pow(q, n - 1);
        // a / x^(n - 1), without the zeros of x
        BigInteger quotient =
                part(end * 0.625, end).divide(a.shiftRight(Math.multiplyExact(n - 1, k)), power);
        BigInteger sum = q.shiftLeft(k).multiply(BigInteger.valueOf(n - 1L)).add(quotient);
        return sum.divide(BigInteger.valueOf(n));
    }
}
