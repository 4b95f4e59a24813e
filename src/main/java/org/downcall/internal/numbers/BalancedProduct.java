package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BinaryOperator;

/**
 * The order in which many numbers are multiplied: always the two shortest ones, so that long
 * products have factors of nearly the same length.
 */
final class BalancedProduct {

    /**
     * @param numbers may be empty
     * @param multiply the product of two numbers
     */
    static BigInteger of(Collection<BigInteger> numbers, BinaryOperator<BigInteger> multiply) {
        if (numbers.isEmpty()) {
            return BigInteger.ONE;
        }
        PriorityQueue<BigInteger> queue =
                new PriorityQueue<>(numbers.size(), Comparator.comparingInt(BigInteger::bitLength));
        queue.addAll(numbers);
        while (queue.size() > 1) {
            queue.add(multiply.apply(queue.remove(), queue.remove()));
        }
        return queue.remove();
    }

    private BalancedProduct() {}
}
