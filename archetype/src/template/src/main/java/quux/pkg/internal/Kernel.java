package quux.pkg.internal;

/** The functions. {@code Quux} describes them, and checks null and lengths. */
public interface Kernel {

    int hamming(long a, long b);

    long power(long base, int exponent);

    /** The arrays have the same length. */
    long distance(byte[] a, byte[] b);
}
