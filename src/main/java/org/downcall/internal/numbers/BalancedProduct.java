package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BinaryOperator;

/**
 * The order in which many numbers are multiplied. Those of up to 64 bits are packed into words. Then
 * the two shortest ones are multiplied until one is left, so that long products have factors of
 * nearly the same length.
 */
final class BalancedProduct {

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
    long[] words() {
        return words;
    }

    /** {@return the absolute values of the factors of more than 64 bits} */
    List<BigInteger> longFactors() {
        return longFactors;
    }

    /**
     * @param productOfWords the product of {@link #words}
     * @param multiply the product of two positive numbers
     */
    BigInteger multiplyAll(BigInteger productOfWords, BinaryOperator<BigInteger> multiply) {
        PriorityQueue<BigInteger> queue =
                new PriorityQueue<>(Comparator.comparingInt(BigInteger::bitLength));
        queue.addAll(longFactors);
        queue.add(productOfWords);
        while (queue.size() > 1) {
            queue.add(multiply.apply(queue.remove(), queue.remove()));
        }
        return signum < 0 ? queue.remove().negate() : queue.remove();
    }
}
