package org.downcall.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.Executor;

/** What {@link org.downcall.Fibonacci} computes, for arguments that it has checked. */
public interface FibonacciKernel {

    /** F(n), 0 <= n <= 92. */
    long longValue(int n);

    /** F(n) mod 2^64, n >= 0, in O(log n). */
    long wrapping(long n);

    /** F(n) mod 2^64, n >= 0, in O(n). */
    long wrappingIterative(int n);

    /** F(n), 0 <= n <= {@link org.downcall.Fibonacci#MAX_EXACT_INDEX}. The executor may be null. */
    BigInteger exact(long n, Executor executor);

    /** The same on one thread. */
    default BigInteger exact(long n) {
        return exact(n, null);
    }

    /**
     * The digits of F(n), 0 <= n <= {@link org.downcall.Fibonacci#MAX_STRING_INDEX}. The executor
     * may be null.
     */
    String decimal(long n, Executor executor);

    /**
     * The same in pieces, 0 <= n <= {@link org.downcall.Fibonacci#MAX_DECIMAL_INDEX}. The executor
     * may be null.
     */
    void decimal(long n, DecimalWords.Sink sink, Executor executor) throws IOException;
}
