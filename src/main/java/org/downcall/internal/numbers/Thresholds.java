package org.downcall.internal.numbers;

/**
 * The sizes at which the Java code takes another path. The thresholds of the C code are in
 * variants.h and variants.c.
 *
 * <p>Each threshold states the machine and the program that measured it. {@code CallTimes} is in
 * the tests of this package. The other programs are benchmarks, the classes of that name in the
 * package {@code org.downcall.benchmarks.kernels}; each of them measures the Java kernel and the
 * native kernel on both sides of the threshold.
 *
 * <p>Near a threshold both paths take nearly the same time, so it need not be exact for other
 * machines.
 */
public final class Thresholds {

    // From these sizes on, the native kernel is faster than the Java kernel. The time includes the
    // conversion of a BigInteger to limbs, and of the result back.

    /**
     * The smallest n for which the native kernel computes F(n) faster. Below it, BigInteger needs
     * at most two doublings from the table, F(0) to F(92), which cost about as much as a downcall
     * and its buffers. Measured on Zen 3 by {@code FibonacciExact}.
     */
    public static final long NATIVE_EXACT_INDEX = 372;

    /**
     * The smallest n for which the native kernel computes the digits of F(n) faster. Below it, the
     * doublings in decimal words take longer than BigInteger's conversion. Measured on Zen 3 by
     * {@code FibonacciDecimal}.
     */
    public static final long NATIVE_DECIMAL_INDEX = 2_000;

    /**
     * The bits of the shorter factor of a product. Measured on Zen 4 at all levels from adx on by
     * {@code Multiply}.
     */
    public static final int NATIVE_MULTIPLY_BITS = 3_072;

    /**
     * The bits of the number to be squared. Measured on Zen 4 at all levels from adx on by {@code
     * Square}.
     */
    public static final int NATIVE_SQUARE_BITS = 4_096;

    /**
     * The bits of the power. Measured on Zen 4 at all levels from adx on by {@code Power}.
     */
    public static final int NATIVE_POWER_BITS = 6_144;

    /**
     * The bits of the divisor, the bits of the quotient, and the product of both. BigInteger's time
     * grows with the product, but a long divisor and a short quotient are converted for little work.
     * Measured on Zen 4 at all levels by {@code Divide}.
     */
    public static final int NATIVE_DIVISOR_BITS = 128;

    public static final int NATIVE_QUOTIENT_BITS = 512;

    public static final long NATIVE_DIVISION_BITS = 1 << 19;

    /**
     * The bits of the number to be converted. Measured on Zen 4 at all levels from adx on by {@code
     * ToDecimal}.
     */
    public static final int NATIVE_TO_STRING_BITS = 320;

    /**
     * The digits of the number to be parsed. Measured on Zen 4 at all levels from adx on by {@code
     * FromDecimal}.
     */
    public static final int NATIVE_PARSE_DIGITS = 128;

    // No safepoint is reached during a critical call. These limits keep it to tens of microseconds.

    /**
     * The largest n for which F(n) is computed in one critical call. The call takes 3 us with
     * AVX-512 and 5 us at the baseline. Measured on Zen 4 by {@code CallTimes}.
     */
    static final long CRITICAL_EXACT_INDEX = 10_000;

    /**
     * The largest product, in limbs, that is computed in one critical call. The call takes 14 us
     * with AVX-512 and 75 us at the baseline. Measured on Zen 4 by {@code CallTimes}.
     */
    static final int CRITICAL_PRODUCT_LIMBS = 1_000;

    /**
     * The limbs that one critical call converts to or from big-endian bytes. The call takes 3 us.
     * Measured on Zen 4 by {@code CallTimes}.
     */
    static final int CRITICAL_BIG_ENDIAN_LIMBS = 8_192;

    /**
     * The decimal words that one critical call converts to or from ASCII digits. The call takes 9
     * us. Measured on Zen 4 by {@code CallTimes}.
     */
    static final int CRITICAL_DECIMAL_WORDS = 1_024;

    // A computation cannot be cancelled during a call. These limits keep it to a few milliseconds.

    /**
     * A task whose buffers have fewer limbs runs in one call. The call takes 0.8 ms with AVX-512
     * and 10 ms at the baseline. Measured on Zen 4 by {@code CallTimes}.
     */
    static final long ONE_CALL_TASK_LIMBS = 1 << 18;

    /**
     * The words whose residue one call computes. The call takes up to 8 ms. Measured on Zen 4 by
     * {@code CallTimes}.
     */
    static final long RESIDUE_WORDS = 1 << 20;

    private Thresholds() {}
}
