package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import org.apfloat.Apint;
import org.downcall.benchmarks.run.DowncallKernels;

/**
 * F(n) with apfloat, which multiplies large numbers by number-theoretic transforms. apfloat's own
 * {@code ApfloatMath.fibonacci} takes real arguments, uses powers of the golden ratio, and is not
 * exact.
 */
final class ApfloatFibonacci {

    private static final int LARGEST_LONG = 92;

    static BigInteger exact(long n) {
        return of(n, Apfloats.RADIX_OF_BIG_INTEGERS).toBigInteger();
    }

    /** {@return F(n), computed in decimal} */
    static String decimal(long n) {
        return of(n, Apfloats.RADIX_OF_STRINGS).toString();
    }

    /** Uses the recurrences of the Java kernel. */
    private static Apint of(long n, int radix) {
        int left = 0;
        while (n >> left > LARGEST_LONG) {
            left++;
        }
        long k = n >> left;
        if (left == 0) {
            return number(k, radix);
        }
        Apint f = number(k, radix);
        Apint g = number(k - 1, radix);
        while (--left > 0) {
            Apint a = f.multiply(f);
            Apint b = g.multiply(g);
            Apint above = twice(twice(a)).subtract(b).add(twoSigned(k, radix)); // F(2k+1)
            Apint below = a.add(b); // F(2k-1)
            Apint between = above.subtract(below);
            boolean odd = (n >> left & 1) != 0;
            f = odd ? above : between;
            g = odd ? between : below;
            k = odd ? 2 * k + 1 : 2 * k;
        }
        return (n & 1) == 0
                ? f.multiply(f.add(twice(g)))
                : twice(f).add(g).multiply(twice(f).subtract(g)).add(twoSigned(k, radix));
    }

    private static Apint number(long k, int radix) {
        return Apfloats.number(DowncallKernels.javaFibonacci().longValue((int) k), radix);
    }

    private static Apint twice(Apint x) {
        return x.add(x);
    }

    private static Apint twoSigned(long k, int radix) {
        return Apfloats.number((k & 1) == 0 ? 2 : -2, radix);
    }

    private ApfloatFibonacci() {}
}
