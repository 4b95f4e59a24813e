package quux.pkg;

import java.util.Objects;
import quux.pkg.internal.Kernels;

/**
 * Functions that run in C, or in Java if the native library cannot be loaded. Both return the same
 * results. Any thread may call them.
 */
public final class Quux {

    /** {@return the number of bits in which two numbers differ, from 0 to 64} */
    public static int hamming(long a, long b) {
        return Kernels.CHOSEN.hamming(a, b);
    }

    /**
     * {@return a number to the power of another} 0 to the power of 0 is 1.
     *
     * @throws QuuxException if {@code exponent} is negative, or the result does not fit a long
     */
    public static long power(long base, int exponent) {
        return Kernels.CHOSEN.power(base, exponent);
    }

    /**
     * {@return the sum of the absolute differences of two arrays, element by element, where bytes
     * have values from 0 to 255}
     *
     * @throws IllegalArgumentException if the arrays have different lengths
     */
    public static long distance(byte[] a, byte[] b) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        if (a.length != b.length) {
            throw new IllegalArgumentException("The arrays have different lengths: a has "
                    + a.length + " elements, and b has " + b.length + ".");
        }
        return Kernels.CHOSEN.distance(a, b);
    }

    /** {@return which kernel runs: C with its library, or Java with the reason} */
    public static String kernel() {
        return Kernels.CHOSEN.toString();
    }

    private Quux() {}
}
