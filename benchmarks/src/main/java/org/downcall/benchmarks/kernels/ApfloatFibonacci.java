package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import org.apfloat.Apint;
import org.apfloat.ApfloatContext;
import org.downcall.internal.JavaFibonacci;

/**
 * F(n) as one would write it with apfloat, whose products of large numbers go through a number-theoretic transform. Its
 * own {@code ApfloatMath.fibonacci} is for real arguments, by powers of the golden ratio, and not exact.
 */
final class ApfloatFibonacci {

    /** Sixteen becomes a BigInteger fastest: of the default, 10, that takes longer than all products together. */
    private static final int RADIX = 16;

    private static final Apint TWO = new Apint(2, RADIX);
    private static final int LARGEST_LONG = 92;
    private static final JavaFibonacci TABLE = new JavaFibonacci();

    static {
        ApfloatContext.getContext().setNumberOfProcessors(1); // as all others
    }

    /** The recurrences of {@link JavaFibonacci#exact}. */
    static BigInteger exact(long n) {
        int left = 0;
        while (n >> left > LARGEST_LONG) {
            left++;
        }
        long k = n >> left;
        if (left == 0) {
            return number(k).toBigInteger();
        }
        Apint f = number(k);
        Apint g = number(k - 1);
        while (--left > 0) {
            Apint a = f.multiply(f);
            Apint b = g.multiply(g);
            Apint above = twice(twice(a)).subtract(b).add(twoSigned(k)); // F(2k+1)
            Apint below = a.add(b); // F(2k-1)
            Apint between = above.subtract(below);
            boolean odd = (n >> left & 1) != 0;
            f = odd ? above : between;
            g = odd ? between : below;
            k = odd ? 2 * k + 1 : 2 * k;
        }
        Apint last = (n & 1) == 0
                ? f.multiply(f.add(twice(g)))
                : twice(f).add(g).multiply(twice(f).subtract(g)).add(twoSigned(k));
        return last.toBigInteger();
    }

    private static Apint number(long k) {
        return new Apint(TABLE.longValue((int) k), RADIX);
    }

    private static Apint twice(Apint x) {
        return x.add(x);
    }

    private static Apint twoSigned(long k) {
        return (k & 1) == 0 ? TWO : TWO.negate();
    }

    private ApfloatFibonacci() {}
}
