package org.downcall.internal.numbers;

import java.math.BigInteger;

/** Lower bounds of logarithms, from which lengths of results are known before they are computed. */
public final class Lengths {

    private static final double LOG2_PHI = 0.694241913630617;
    private static final double LOG2_10 = 3.321928094887362;

    /** A factor that removes what rounding may have added. */
    private static final double DOWN = 1 - 0x1p-50;

    /** {@return a lower bound of log2 |a b|; 0 if the product is 0} */
    public static long log2OfProduct(BigInteger a, BigInteger b) {
        return a.signum() == 0 || b.signum() == 0 ? 0 : Magnitude.bits(a) + Magnitude.bits(b) - 2;
    }

    /** {@return a lower bound of log2 |a / b|; 0 if the quotient is 0 or does not exist} */
    public static long log2OfQuotient(BigInteger a, BigInteger b) {
        return b.signum() == 0 ? 0 : Math.max(0, Magnitude.bits(a) - Magnitude.bits(b) - 1);
    }

    /** {@return a lower bound of log2 |a^exponent|; 0 if the power is 0} */
    public static long log2OfPower(BigInteger a, int exponent) {
        if (a.signum() == 0) {
            return 0;
        }
        BigInteger magnitude = a.abs();
        int below = Math.max(0, magnitude.bitLength() - 62);
        double log2 = Math.log(magnitude.shiftRight(below).longValue()) / Math.log(2) + below;
        return (long) (log2 * exponent * DOWN);
    }

    /** {@return a lower bound of log2 F(n); 0 for n = 0} */
    public static long log2OfFibonacci(long n) {
        return (long) Math.max(0, n * LOG2_PHI * DOWN - 1.17); // log2(sqrt(5)) = 1.161
    }

    /** {@return a lower bound of log2 |a|; 0 for 0} */
    public static long log2(BigInteger a) {
        return Math.max(0, Magnitude.bits(a) - 1);
    }

    /** {@return a lower bound of the digits of a number whose log2 is not below {@code log2}} */
    public static long digits(long log2) {
        return (long) (log2 / LOG2_10 * DOWN) + 1;
    }

    private Lengths() {}
}
