package org.downcall.checks;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Residues modulo a prime, computed by BigInteger alone and in linear time. They verify results
 * that BigInteger itself would take minutes to compute.
 */
public final class Residue {

    /** The largest prime below 2^62. */
    private static final BigInteger PRIME = BigInteger.valueOf((1L << 62) - 57);

    private static final BigInteger FACTOR = PRIME.shiftRight(1);

    private static final int CHUNK = 4_000;

    public static BigInteger of(BigInteger a) {
        return a.mod(PRIME);
    }

    /** {@return one number that depends on the residues of several numbers and on their order} */
    public static BigInteger of(BigInteger... numbers) {
        BigInteger residue = BigInteger.ZERO;
        for (BigInteger number : numbers) {
            residue = of(residue.multiply(FACTOR).add(number));
        }
        return residue;
    }

    /** {@return one number that depends on the unscaled value and on the scale} */
    public static BigInteger of(BigDecimal a) {
        return of(a.unscaledValue(), BigInteger.valueOf(a.scale()));
    }

    /** {@return the residue of a number in decimal digits, without a sign} */
    public static BigInteger of(String digits) {
        return of(digits, 10);
    }

    /** {@return the residue of a number in digits of a radix, without a sign} */
    public static BigInteger of(String digits, int radix) {
        BigInteger base = BigInteger.valueOf(radix).modPow(BigInteger.valueOf(CHUNK), PRIME);
        BigInteger residue = BigInteger.ZERO;
        for (int end = digits.length() % CHUNK; end <= digits.length(); end += CHUNK) {
            String chunk = digits.substring(Math.max(0, end - CHUNK), end);
            if (!chunk.isEmpty()) {
                residue = of(residue.multiply(base).add(new BigInteger(chunk, radix)));
            }
        }
        return residue;
    }

    /** {@return what {@link #of(BigDecimal)} returns for digits with a decimal point} */
    public static BigInteger ofDecimal(String text) {
        int point = text.indexOf('.');
        BigInteger unscaled = of(text.substring(0, point) + text.substring(point + 1));
        return of(unscaled, BigInteger.valueOf(text.length() - 1 - point));
    }

    public static BigInteger ofProduct(BigInteger a, BigInteger b) {
        return of(of(a).multiply(of(b)));
    }

    public static BigInteger ofPower(BigInteger a, int exponent) {
        return of(a).modPow(BigInteger.valueOf(exponent), PRIME);
    }

    /** {@return the residue of the product of the integers from {@code from} to {@code to}} */
    public static BigInteger ofRange(int from, int to) {
        BigInteger product = BigInteger.ONE;
        for (int i = from; i <= to; i++) {
            product = of(product.multiply(BigInteger.valueOf(i)));
        }
        return product;
    }

    public static BigInteger ofBinomial(int n, int k) {
        return ofProduct(ofRange(n - k + 1, n), ofRange(1, k).modInverse(PRIME));
    }

    public static BigInteger ofFibonacci(long n) {
        BigInteger f = BigInteger.ZERO;
        BigInteger next = BigInteger.ONE;
        for (int bit = 63 - Long.numberOfLeadingZeros(n); bit >= 0; bit--) {
            BigInteger even = f.multiply(next.shiftLeft(1).subtract(f)).mod(PRIME);
            BigInteger odd = f.multiply(f).add(next.multiply(next)).mod(PRIME);
            boolean one = (n >>> bit & 1) != 0;
            f = one ? odd : even;
            next = one ? even.add(odd).mod(PRIME) : odd;
        }
        return f;
    }

    private Residue() {}
}
