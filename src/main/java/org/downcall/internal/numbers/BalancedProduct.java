package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The order in which many numbers are multiplied. Those of up to 64 bits are packed into words.
 * Then the two shortest ones are multiplied until one is left, so that long products have factors
 * of nearly the same length.
 */
abstract class BalancedProduct implements Comparator<BigInteger> {

    private final int signum;
    private final long[] words;
    private final List<BigInteger> longFactors = new ArrayList<>();

    /** @param numbers may be empty; none is 0 */
    BalancedProduct(List<BigInteger> numbers) {
        PackedFactors packed = new PackedFactors();
        int sign = 1;
        for (BigInteger number : numbers) {
            sign *= number.signum();
            BigInteger magnitude = number.abs();
            if (magnitude.bitLength() <= Long.SIZE) {
                packed.multiplyBy(magnitude.longValue());
            } else {
                longFactors.add(magnitude);
            }
        }
        signum = sign;
        words = packed.toWords();
    }

    /** {@return whether a factor is 0} */
    static boolean isZero(List<BigInteger> numbers) {
        for (BigInteger number : numbers) {
            if (number.signum() == 0) {
                return true;
            }
        }
        return false;
    }

    /** {@return the product of the short factors, as words; at least one} */
    final long[] words() {
        return words;
    }

    /** {@return the absolute values of the factors of more than 64 bits} */
    final List<BigInteger> longFactors() {
        return longFactors;
    }

    /** {@return the product of two positive numbers} */
    abstract BigInteger multiply(BigInteger a, BigInteger b);

    @Override
    public final int compare(BigInteger a, BigInteger b) {
        return Integer.compare(a.bitLength(), b.bitLength());
    }

    /** @param productOfWords the product of {@link #words} */
    final BigInteger multiplyAll(BigInteger productOfWords) {
        PriorityQueue<BigInteger> queue = new PriorityQueue<>(this);
        queue.addAll(longFactors);
        queue.add(productOfWords);
        while (queue.size() > 1) {
            queue.add(multiply(queue.remove(), queue.remove()));
        }
        return signum < 0 ? queue.remove().negate() : queue.remove();
    }
}
