package org.downcall.internal.numbers;

/**
 * Every size at which Java takes another path. The thresholds inside C are in the C sources.
 *
 * <p>Each threshold states the machine and the program that measured it. The benchmarks named here
 * are the classes of that name in the package {@code org.downcall.benchmarks.kernels}; each of them
 * measures the Java kernel and the native kernel on both sides of the threshold.
 *
 * <p>Near a threshold both paths take nearly the same time, so that it need not be exact for other
 * machines.
 */
public final class Thresholds {

    // Where the native kernel becomes faster than the Java kernel. The cost of converting a
    // BigInteger to limbs, and the result back, is included.

    /**
     * The smallest n for which the native kernel computes F(n) faster. Below it, BigInteger needs
     * at most two doublings from the table, F(0) to F(92), which cost about as much as a downcall
     * and its buffers. Zen 3, {@code FibonacciExact}.
     */
    public static final long NATIVE_EXACT_INDEX = 372;

    /**
     * The smallest n for which the native kernel computes the digits of F(n) faster. Below it, the
     * doublings in decimal words take longer than BigInteger's conversion. Zen 3, {@code
     * FibonacciDecimal}.
     */
    public static final long NATIVE_DECIMAL_INDEX = 2_000;

    /** Bits of the shorter factor. Zen 4, all levels from adx on, {@code Multiply}. */
    public static final int NATIVE_MULTIPLY_BITS = 3_072;

    /** Bits of the number to be squared. Zen 4, all levels from adx on, {@code Square}. */
    public static final int NATIVE_SQUARE_BITS = 4_096;

    /** Bits of the power. Zen 4, all levels from adx on, {@code Power}. */
    public static final int NATIVE_POWER_BITS = 6_144;

    /** Bits of the number to be converted. Zen 4, all levels from adx on, {@code ToDecimal}. */
    public static final int NATIVE_TO_STRING_BITS = 320;

    /** Digits of the number to be parsed. Zen 4, all levels from adx on, {@code FromDecimal}. */
    public static final int NATIVE_PARSE_DIGITS = 128;

    // How long a critical call may be. No safepoint is reached while it runs, so the limits keep it
    // to a few tens of microseconds.

    /**
     * The largest n for which F(n) is computed in one critical call, which takes 2 us with AVX-512
     * and 5 us at the baseline. Zen 4, {@code FibonacciExact}.
     */
    static final long CRITICAL_EXACT_INDEX = 10_000;

    /**
     * The largest product, in limbs, that is computed in one critical call, which takes 15 us with
     * AVX-512 and 70 us at the baseline. Zen 4, {@code Multiply}.
     */
    static final int CRITICAL_PRODUCT_LIMBS = 1_000;

    /**
     * The limbs that one critical call converts from or to big-endian bytes, in 5 us. Zen 3, the
     * cost per limb that downcall.h states.
     */
    static final int CRITICAL_BIG_ENDIAN_LIMBS = 8_192;

    /**
     * The decimal words that one critical call converts from or to ASCII digits, in 20 to 30 us.
     * Zen 4, the cost per word that downcall.h states.
     */
    static final int CRITICAL_DECIMAL_WORDS = 1_024;

    // How long a call may be that is not critical. The computation cannot be cancelled while it
    // runs.

    /**
     * A task whose buffers have fewer limbs runs in one call, which takes a millisecond, or about
     * ten at the baseline. Zen 4, {@code Multiply}.
     */
    static final long ONE_CALL_TASK_LIMBS = 1 << 18;

    /**
     * The words whose residue one call computes, in 2 ms. Zen 4, the cost per word that downcall.h
     * states.
     */
    static final long RESIDUE_WORDS = 1 << 20;

    private Thresholds() {}
}
