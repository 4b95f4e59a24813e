package org.downcall.checks;

import java.math.BigInteger;

/**
 * Residues modulo a prime, computed by BigInteger alone and in linear time. They verify results
 * that BigInteger itself would take minutes to compute.
 */
public final class Residue {

    /** The largest prime below 2^62. */
    private static final BigInteger PRIME = BigInteger.valueOf((1L << 62) - 57);

    private static final int CHUNK = 4_000;
    private static final BigInteger CHUNK_BASE = BigInteger.TEN.pow(CHUNK).mod(PRIME);

    public static BigInteger of(BigInteger a) {
        return a.mod(PRIME);
    }

    /** {@return the residue of a number in decimal digits, without a sign} */
    public static BigInteger of(String digits) {
        int first = digits.length() % CHUNK;
        BigInteger residue = first == 0
                ? BigInteger.ZERO
                : new BigInteger(digits.substring(0, first)).mod(PRIME);
        for (int i = first; i < digits.length(); i += CHUNK) {
            residue = residue.multiply(CHUNK_BASE)
                    .add(new BigInteger(digits.substring(i, i + CHUNK)))
                    .mod(PRIME);
        }
        return residue;
    }

    public static BigInteger ofProduct(BigInteger a, BigInteger b) {
        return of(of(a).multiply(of(b)));
    }

    public static BigInteger ofPower(BigInteger a, int exponent) {
        return of(a).modPow(BigInteger.valueOf(exponent), PRIME);
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
