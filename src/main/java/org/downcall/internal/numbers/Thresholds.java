package org.downcall.internal.numbers;

/**
 * The sizes at which the Java code takes a different path. The thresholds of the C code are in
 * variants.h and variants.c.
 *
 * <p>Each threshold states the machine on which it was measured, and how. {@code CallTimes} is in
 * the tests of this package. The other classes are benchmarks in the package {@code
 * org.downcall.benchmarks.kernels}; each of them measures the Java kernel and the native kernel on
 * both sides of the threshold.
 *
 * <p>Near a threshold, both paths take nearly the same time, so it need not be exact for other
 * machines.
 */
public final class Thresholds {

    // From these sizes on, the native kernel is faster than the Java kernel. The time includes the
    // conversion of a BigInteger to limbs, and of the result back.

    /**
     * The smallest n for which the native kernel computes F(n) faster. Below it, BigInteger needs
     * at most one doubling from the table, F(0) to F(92), which costs less than a downcall and its
     * buffers. Measured on Zen 4 and on Sapphire Rapids by {@code FibonacciExact}.
     */
    public static final long NATIVE_EXACT_INDEX = 186;

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
     * The bits of an odd modulus of a power. HotSpot has an intrinsic for shorter ones. Measured on
     * Zen 4 by taking turns in one process, with exponents of 17 bits and of the length of the
     * modulus; the benchmark {@code ModPow} measures both sides.
     */
    public static final int NATIVE_ODD_MODULUS_BITS = 1_024;

    /**
     * The bits of an even modulus, which Montgomery's method cannot reduce. Measured in the same
     * way.
     */
    public static final int NATIVE_EVEN_MODULUS_BITS = 1_536;

    /**
     * The bits of the power. Measured on Zen 4 at all levels from adx on by {@code Power}.
     */
    public static final int NATIVE_POWER_BITS = 6_144;

    /**
     * The bits of the divisor, the bits of the quotient, and the product of both. BigInteger's time
     * grows with the product, but a long divisor and a short quotient are converted for little
     * work. Measured on Zen 4 at all levels by taking turns in one process; the benchmark {@code
     * Divide} measures both sides.
     */
    public static final int NATIVE_DIVISOR_BITS = 128;

    public static final int NATIVE_QUOTIENT_BITS = 512;

    public static final long NATIVE_DIVISION_BITS = 1 << 19;

    /**
     * The bits of the number whose square root is computed. Measured on Zen 4 at all levels from
     * adx on by taking turns in one process; the benchmark {@code SquareRoot} measures both sides.
     */
    public static final int NATIVE_SQRT_BITS = 1_024;

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

    /**
     * The bits of the shorter number of a greatest common divisor. Measured on Zen 4 at the level
     * avx512 by taking turns in one process; the benchmark {@code Gcd} measures both sides. The C
     * code for short numbers is the same at every level.
     */
    public static final int NATIVE_GCD_BITS = 128;

    /**
     * The bits of the modulus of an inverse. At this size, the native kernel is three times as
     * fast. Below it, the native library is not worth loading. Measured on Zen 4 at the level
     * avx512 by taking turns in one process; the benchmark {@code ModInverse} measures both sides.
     * The C code for short numbers is the same at every level.
     */
    public static final int NATIVE_MOD_INVERSE_BITS = 128;

    /**
     * The characters of the decimal number to be parsed. Measured on Zen 4 by taking turns in one
     * process; the benchmark {@code DecimalParse} measures both sides.
     */
    public static final int NATIVE_DECIMAL_PARSE_LENGTH = 180;

    /**
     * The bits of the unscaled value of a decimal number that is converted to a String. Measured on
     * Zen 4 by taking turns in one process; the benchmark {@code DecimalToString} measures both
     * sides.
     */
    public static final int NATIVE_DECIMAL_TO_STRING_BITS = 320;

    /**
     * The bits of a product of decimal numbers that is rounded. Measured on Zen 4 by taking turns
     * in one process; the benchmark {@code DecimalMultiply} measures both sides.
     */
    public static final int NATIVE_DECIMAL_ROUND_BITS = 2_048;

    /**
     * The bits of a quotient of decimal numbers and of its divisor together, or of the dividend if
     * that is longer. Measured on Zen 4 by taking turns in one process; the benchmark {@code
     * DecimalDivide} measures both sides.
     */
    public static final int NATIVE_DECIMAL_DIVIDE_BITS = 3_072;

    /**
     * The bits of the square root of a decimal number, twice, or of the number if that is longer.
     * Measured on Zen 4 by taking turns in one process; the benchmark {@code DecimalSquareRoot}
     * measures both sides.
     */
    public static final int NATIVE_DECIMAL_ROOT_BITS = 4_096;

    /**
     * The bits of the number to be converted to a radix that is neither 10 nor a power of two.
     * Measured on Zen 4 by taking turns in one process; the benchmark {@code ToRadix} measures both
     * sides.
     */
    public static final int NATIVE_TO_RADIX_BITS = 256;

    /**
     * The bits of the number to be parsed in such a radix. Measured on Zen 4 by taking turns in one
     * process; the benchmark {@code FromRadix} measures both sides.
     */
    public static final int NATIVE_FROM_RADIX_BITS = 800;

    /**
     * The bits of a number that is converted to or from a radix that is a power of two. The
     * conversions in linear time are in Java and are faster from 64 bits on. They belong to the
     * native kernel, and below this length, nothing else would require the native library. Measured
     * on Zen 4 by taking turns in one process; the benchmarks {@code ToRadix} and {@code FromRadix}
     * measure both sides.
     */
    public static final int LINEAR_RADIX_BITS = 320;

    /** {@return the bits from which on a number is converted to a radix by the native kernel} */
    public static int toRadixBits(int radix) {
        return BinaryText.isPowerOfTwo(radix) ? LINEAR_RADIX_BITS : NATIVE_TO_RADIX_BITS;
    }

    /** {@return the digits from which on a number in a radix is parsed by the native kernel} */
    public static int fromRadixDigits(int radix) {
        int bits = BinaryText.isPowerOfTwo(radix) ? LINEAR_RADIX_BITS : NATIVE_FROM_RADIX_BITS;
        return bits / (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(radix));
    }

    /**
     * The bits of a product of many numbers. Measured on Zen 4 by taking turns in one process, with
     * factors of 16 to 1000 bits. The longer the factors, the longer is the product from which on
     * the native kernel is faster.
     */
    public static final int NATIVE_PRODUCT_BITS = 8_192;

    /**
     * The smallest n for which the native kernel computes n! faster. Measured on Zen 4 by taking
     * turns in one process; the benchmark {@code Factorial} measures both sides.
     */
    public static final int NATIVE_FACTORIAL = 600;

    /**
     * The bits of a binomial coefficient. Measured on Zen 4 by taking turns in one process, with k
     * = n / 2.
     */
    public static final int NATIVE_BINOMIAL_BITS = 3_072;

    // No safepoint is reached during a critical call. These limits keep a call below 100 us.

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
     * The most limbs that the first computations convert to or from big-endian bytes in Java. Until
     * the JIT compiler has compiled it, the conversion of so many takes less than a millisecond. To
     * link the critical call takes several.
     */
    static final int JAVA_BIG_ENDIAN_LIMBS = 2_048;

    /**
     * The decimal words that one critical call converts to or from ASCII digits. The call takes 9
     * us. Measured on Zen 4 by {@code CallTimes}.
     */
    static final int CRITICAL_DECIMAL_WORDS = 1_024;

    // A computation cannot be cancelled during a call. These limits keep a call to 10 ms or less.

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
