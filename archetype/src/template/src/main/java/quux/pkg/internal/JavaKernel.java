package quux.pkg.internal;

import quux.pkg.QuuxException;

/**
 * The functions in Java: what the tests compare C with, what the benchmarks compare it with, and
 * what runs if the native library cannot be loaded.
 *
 * @param reason why this kernel runs
 */
public record JavaKernel(String reason) implements Kernel {

    @Override
    public int hamming(long a, long b) {
        return Long.bitCount(a ^ b);
    }

    @Override
    public long power(long base, int exponent) {
        if (exponent < 0) {
            throw new QuuxException(QuuxException.RANGE, call(base, exponent));
        }
        try {
            long power = 1;
            long square = base;
            for (int e = exponent; ; e >>= 1) {
                if ((e & 1) != 0) {
                    power = Math.multiplyExact(power, square);
                }
                if (e <= 1) {
                    return power;
                }
                square = Math.multiplyExact(square, square);
            }
        } catch (ArithmeticException e) {
            throw new QuuxException(QuuxException.OVERFLOW, call(base, exponent));
        }
    }

    static String call(long base, int exponent) {
        return "power(" + base + ", " + exponent + ")";
    }

    @Override
    public long distance(byte[] a, byte[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
        }
        return sum;
    }

    @Override
    public String toString() {
        return "Java: " + reason;
    }
}
