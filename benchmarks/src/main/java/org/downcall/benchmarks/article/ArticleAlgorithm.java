package org.downcall.benchmarks.article;

import java.math.BigInteger;

/**
 * The article's Python function in Java: n - 1 additions of exact integers, one after the other. It
 * serves the comparison only. The Java kernel uses a better algorithm.
 */
public final class ArticleAlgorithm {

    public static BigInteger fibonacci(int n) {
        if (n == 0) {
            return BigInteger.ZERO;
        }
        BigInteger previous = BigInteger.ZERO;
        BigInteger current = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            BigInteger next = previous.add(current);
            previous = current;
            current = next;
        }
        return current;
    }

    private ArticleAlgorithm() {}
}
