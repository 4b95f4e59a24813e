package org.downcall.internal;

import java.math.BigInteger;

/** What {@link org.downcall.Fibonacci} computes, for arguments that it has checked. */
public interface FibonacciKernel {

    /** F(n), 0 <= n <= 92. */
    long longValue(int n);

    /** F(n) mod 2^64, n >= 0, in O(log n). */
    long wrapping(long n);

    /** F(n) mod 2^64, n >= 0, in O(n). */
    long wrappingIterative(int n);

    /** F(n), 0 <= n <= {@link org.downcall.Fibonacci#MAX_EXACT_INDEX}. */
    BigInteger exact(long n);
}
