package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import org.apfloat.Apint;
import org.downcall.internal.numbers.JavaFibonacci;

/**
 * F(n) as one would write it with apfloat, whose products of large numbers go through a
 * number-theoretic transform. Its own {@code ApfloatMath.fibonacci} is for real arguments, by
 * powers of the golden ratio, and not exact.
 */
final class ApfloatFibonacci {

    private static final int LARGEST_LONG = 92;
    private static final JavaFibonacci TABLE = new JavaFibonacci();

    static BigInteger exact(long n) {
        return of(n, Apfloats.RADIX_OF_BIG_INTEGERS).toBigInteger();
    }

    /** Decimal from the beginning. */
    static String decimal(long n) {
        return of(n, Apfloats.RADIX_OF_STRINGS).toString();
    }

    /** The recurrences of {@link JavaFibonacci#exact}. */
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
        return Apfloats.number(TABLE.longValue((int) k), radix);
    }

    private static Apint twice(Apint x) {
        return x.add(x);
    }

    private static Apint twoSigned(long k, int radix) {
        return Apfloats.number((k & 1) == 0 ? 2 : -2, radix);
    }

    private ApfloatFibonacci() {}
}
