package org.downcall.internal.numbers;

import java.math.BigInteger;

/** Products in Java, for {@link Combinatorics}. */
final class JavaProducts implements Combinatorics.Products<BigInteger> {

    /** The words of a leaf of the tree, which are multiplied one after the other. */
    private static final int LEAF = 16;

    @Override
    public BigInteger ofWords(long[] words) {
        return product(words, 0, words.length);
    }

    private static BigInteger product(long[] words, int from, int to) {
        if (to - from <= LEAF) {
            return leaf(words, from, to);
        }
        int middle = from + to >>> 1;
        return product(words, from, middle).multiply(product(words, middle, to));
    }

    private static BigInteger leaf(long[] words, int from, int to) {
        long[] limbs = new long[to - from];
        limbs[0] = words[from];
        for (int length = 1; length < limbs.length; length++) {
            long by = words[from + length];
            long carry = 0;
            for (int i = 0; i < length; i++) {
                long low = limbs[i] * by;
                long sum = low + carry;
                carry = Math.unsignedMultiplyHigh(limbs[i], by)
                        + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
                limbs[i] = sum;
            }
            limbs[length] = carry;
        }
        return Magnitude.toBigInteger(limbs, limbs.length);
    }

    @Override
    public BigInteger multiply(BigInteger a, BigInteger b) {
        return a.multiply(b);
    }

    /**
     * Measured on Zen 4 by taking turns in one process; the values from 100 to 400 differ little.
     */
    @Override
    public int directFactorial() {
        return 200;
    }

    @Override
    public BigInteger square(BigInteger a) {
        return a.multiply(a);
    }
}
