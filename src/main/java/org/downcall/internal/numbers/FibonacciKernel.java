package org.downcall.internal.numbers;

import java.io.IOException;
import java.math.BigInteger;
import org.downcall.internal.calls.Execution;

/**
 * The computations behind the public class Fibonacci, for arguments that have been checked.
 * Implementations are thread-safe.
 */
public interface FibonacciKernel {

    /** The largest n for which F(n) fits in a long. */
    int MAX_LONG_INDEX = 92;

    /**
     * The largest n for which F(n) fits in a BigInteger, which holds 2^31 - 1 bits. F(n) has
     * floor(n log2(phi) - log2(sqrt(5))) + 1 bits.
     */
    long MAX_EXACT_INDEX = 3_093_278_590L;

    /**
     * The largest n for which the digits of F(n) fit in a String, which holds at least 2^31 - 9
     * characters in HotSpot. F(n) has floor(n log10(phi) - log10(sqrt(5))) + 1 digits.
     */
    long MAX_STRING_INDEX = 10_275_649_013L;

    /** The largest n whose digits C computes. F(2^34) has 3.6 * 10^9 digits. */
    long MAX_DECIMAL_INDEX = 1L << 34;

    /** {@return F(n), 0 <= n <= {@link #MAX_LONG_INDEX}} */
    long longValue(int n);

    /** {@return F(n) mod 2^64, n >= 0, in O(log n)} */
    long wrapping(long n);

    /** {@return F(n) mod 2^64, n >= 0, in O(n)} */
    long wrappingIterative(int n);

    /** {@return F(n), 0 <= n <= {@link #MAX_EXACT_INDEX}} */
    BigInteger exact(long n, Execution execution);

    /** {@return the same on one thread} */
    default BigInteger exact(long n) {
        return exact(n, Execution.DEFAULT);
    }

    /**
     * {@return the digits of F(n), 0 <= n <= {@link #MAX_STRING_INDEX}}
     *
     * @throws ArithmeticException if n is too large for this implementation
     */
    String decimal(long n, Execution execution);

    /**
     * Passes the digits of F(n), 0 <= n <= {@link #MAX_DECIMAL_INDEX}, to a sink, most significant
     * digit first.
     *
     * @throws ArithmeticException if n is too large for this implementation
     */
    void writeDecimal(long n, DigitSink sink, Execution execution) throws IOException;
}
