package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.List;

/**
 * Lower bounds of logarithms, from which lengths of results are known before they are computed, and
 * the longest text.
 */
public final class Lengths {

    private static final double LOG2_PHI = 0.694241913630617;
    private static final double LOG2_10 = 3.321928094887362;

    /** The length to which the JDK limits its own arrays. HotSpot allows a few elements more. */
    static final long MAX_STRING_LENGTH = Integer.MAX_VALUE - 8;

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

    /**
     * {@return log10 a, with an error below 10^-6 for every BigInteger}
     *
     * @param a 1 or greater
     */
    static double log10(BigInteger a) {
        int below = Math.max(0, a.bitLength() - 62);
        return Math.log10(a.shiftRight(below).longValue()) + below / LOG2_10;
    }

    /** {@return a lower bound of log2 F(n); 0 for n = 0} */
    public static long log2OfFibonacci(long n) {
        return (long) Math.max(0, n * LOG2_PHI * DOWN - 1.17); // log2(sqrt(5)) = 1.161
    }

    /** {@return a lower bound of log2 of the absolute product of numbers; 0 if it is 0} */
    public static long log2OfProduct(List<BigInteger> numbers) {
        long exact = 0; // for powers of two, which DOWN would take below
        double mantissa = 1; // the product is about mantissa * 2^exponent
        long exponent = 0;
        for (BigInteger number : numbers) {
            if (number.signum() == 0) {
                return 0;
            }
            exact += Magnitude.bits(number) - 1;
            int below = Math.max(0, number.bitLength() - 62);
            mantissa *= number.abs().shiftRight(below).longValue();
            exponent += below;
            if (mantissa >= 0x1p900) {
                int high = Math.getExponent(mantissa);
                mantissa = Math.scalb(mantissa, -high);
                exponent += high;
            }
        }
        return Math.max(exact, (long) ((exponent + Math.log(mantissa) / Math.log(2)) * DOWN));
    }

    /** {@return a lower bound of log2 n!, by Stirling's formula} */
    public static long log2OfFactorial(int n) {
        return (long) Math.max(0, naturalLogOfFactorial(n) / Math.log(2) * DOWN);
    }

    /**
     * {@return a lower bound of log2 of a binomial coefficient}
     *
     * @param k from 0 to n
     */
    public static long log2OfBinomial(int n, int k) {
        // Stirling's formula is too small by less than 1 / (12 n). Rounding adds less than 0.001.
        double log = naturalLogOfFactorial(n)
                - naturalLogOfFactorial(k)
                - naturalLogOfFactorial(n - k)
                - 0.2;
        return (long) Math.max(0, log / Math.log(2));
    }

    private static double naturalLogOfFactorial(int n) {
        return n == 0 ? 0 : n * (Math.log(n) - 1) + Math.log(2 * Math.PI * n) / 2;
    }

    /**
     * {@return a lower bound of log2 of a number with some digits in a radix, of which the first is
     * not 0; 0 if there are none}
     */
    public static long log2OfDigits(long digits, int radix) {
        return (long) (Math.max(0, digits - 1) * (Math.log(radix) / Math.log(2)) * DOWN);
    }

    /** {@return a lower bound of log2 |a|; 0 for 0} */
    public static long log2(BigInteger a) {
        return Math.max(0, Magnitude.bits(a) - 1);
    }

    /** {@return a lower bound of the digits of a number whose log2 is not below {@code log2}} */
    public static long digits(long log2) {
        return (long) (log2 / LOG2_10 * DOWN) + 1;
    }

    /** {@return approximately the bits of a number that has this many digits} */
    public static long bits(int digits) {
        return (long) (digits * LOG2_10);
    }

    /** @throws OutOfMemoryError if a String cannot hold that many characters */
    static void requireStringLength(long length) {
        if (length > MAX_STRING_LENGTH) {
            throw new OutOfMemoryError("The digits do not fit in a String. They need " + length
                    + " characters, but a String holds at most " + MAX_STRING_LENGTH
                    + ". Keep the number as a BigInteger.");
        }
    }

    private Lengths() {}
}
