package org.downcall.internal.numbers;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.downcall.internal.calls.Execution;

/**
 * The Java kernel of Fibonacci numbers. It is the oracle in tests, the baseline in benchmarks, and
 * the fallback at run time.
 */
public final class JavaFibonacci implements FibonacciKernel {

    private static final long[] TABLE = table();

    private static long[] table() {
        long[] table = new long[MAX_LONG_INDEX + 1];
        table[1] = 1;
        for (int n = 2; n < table.length; n++) {
            table[n] = Math.addExact(table[n - 1], table[n - 2]);
        }
        return table;
    }

    @Override
    public long longValue(int n) {
        return TABLE[n];
    }

    /** Uses the recurrences of {@code dc_fib_wrapping}, line by line. */
    @Override
    public long wrapping(long n) {
        if (n == 0) {
            return 0;
        }
        long f = 1;
        long next = 1;
        for (int bit = 62 - Long.numberOfLeadingZeros(n); bit >= 0; bit--) {
            long even = f * (2 * next - f);
            long odd = f * f + next * next;
            if ((n >>> bit & 1) != 0) {
                f = odd;
                next = even + odd;
            } else {
                f = even;
                next = odd;
            }
        }
        return f;
    }

    @Override
    public long wrappingIterative(int n) {
        if (n == 0) {
            return 0;
        }
        long previous = 0;
        long current = 1;
        for (int i = n; i > 1; i--) { // i <= Integer.MAX_VALUE would always hold
            long next = previous + current;
            previous = current;
            current = next;
        }
        return current;
    }

    /**
     * Uses the recurrences of {@code dc_fib_exact}: two squares for each bit of n, and one product
     * at the end.
     */
    @Override
    public BigInteger exact(long n, Execution execution) {
        if (n <= MAX_LONG_INDEX) {
            return BigInteger.valueOf(TABLE[(int) n]);
        }
        int left = 0;
        while (n >> left > MAX_LONG_INDEX) {
            left++;
        }
        long k = n >> left;
        BigInteger f = BigInteger.valueOf(TABLE[(int) k]);
        BigInteger g = BigInteger.valueOf(TABLE[(int) k - 1]);
        while (--left > 0) {
            BigInteger a = f.multiply(f);
            BigInteger b = g.multiply(g);
            BigInteger above = a.shiftLeft(2).subtract(b).add(twoSigned(k)); // F(2k+1)
            BigInteger below = a.add(b); // F(2k-1)
            boolean odd = (n >> left & 1) != 0;
            f = odd ? above : above.subtract(below);
            g = odd ? above.subtract(below) : below;
            k = odd ? 2 * k + 1 : 2 * k;
        }
        if ((n & 1) == 0) {
            return f.multiply(f.add(g.shiftLeft(1)));
        }
        BigInteger twice = f.shiftLeft(1);
        return twice.add(g).multiply(twice.subtract(g)).add(twoSigned(k));
    }

    @Override
    public String decimal(long n, Execution execution) {
        if (n > MAX_EXACT_INDEX) {
            throw new ArithmeticException("The digits of F(" + n
                    + ") cannot be computed without the native library. The Java kernel computes"
                    + " them from a BigInteger, which holds F(n) only up to n = " + MAX_EXACT_INDEX
                    + ". Backend.current().reason() states why the native library is not in use.");
        }
        return exact(n, execution).toString();
    }

    @Override
    public void writeDecimal(long n, DigitSink sink, Execution execution) throws IOException {
        byte[] digits = decimal(n, execution).getBytes(StandardCharsets.ISO_8859_1);
        sink.write(digits, digits.length);
    }

    private static BigInteger twoSigned(long k) {
        return (k & 1) == 0 ? BigInteger.TWO : BigInteger.TWO.negate();
    }
}
