package quux.pkg.internal;

/** The functions, without checks of their arguments. {@code Quux} describes them. */
public interface Kernel {

    int hamming(long a, long b);

    long power(long base, int exponent);

    /** The arrays have the same length. */
    long distance(byte[] a, byte[] b);
}
