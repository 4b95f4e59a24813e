package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.PropertyNames;

/**
 * Checks results modulo the prime 2^61 - 1. An error that is not systematic goes unnoticed with a
 * probability of 2^-61. The check takes a few nanoseconds per limb, so it runs only if the user
 * requests it.
 */
class ResidueCheck {

    private static final long PRIME = (1L << 61) - 1;

    /** The value that {@code dc_residue} expects for limbs instead of decimal words. */
    private static final int BINARY = 0;

    private final boolean enabled;

    /** @param enabled if false, no method has an effect */
    ResidueCheck(boolean enabled) {
        this.enabled = enabled;
    }

    void product(MemorySegment a, MemorySegment b, MemorySegment product) {
        if (enabled) {
            require(
                    "the product",
                    times(residue(a, BINARY), residue(b, BINARY)),
                    residue(product, BINARY));
        }
    }

    /**
     * {@return the modulus with which a power is computed: the modulus itself, or for the check a
     * multiple of it} A power modulo c has no known residue modulo the prime, because the quotient
     * by c is unknown. A power modulo the product of c and the prime has one, and determines the
     * power modulo c. It takes little longer.
     */
    BigInteger extended(BigInteger modulus) {
        return enabled ? modulus.multiply(BigInteger.valueOf(PRIME)) : modulus;
    }

    /**
     * @param exponent 1 or greater
     * @param power the power modulo an extended modulus
     */
    void modularPower(MemorySegment a, BigInteger exponent, MemorySegment power) {
        if (enabled) {
            long base = residue(a, BINARY);
            // Fermat's theorem, for a base that the prime does not divide
            long small = exponent.mod(BigInteger.valueOf(PRIME - 1)).longValueExact();
            require("the power", base == 0 ? 0 : power(base, small), residue(power, BINARY));
        }
    }

    void power(MemorySegment a, long exponent, MemorySegment power) {
        if (enabled) {
            require("the power", power(residue(a, BINARY), exponent), residue(power, BINARY));
        }
    }

    /** Checks that a = b * quotient + remainder. */
    void division(
            MemorySegment a, MemorySegment b, MemorySegment quotient, MemorySegment remainder) {
        if (enabled) {
            long product = times(residue(quotient, BINARY), residue(b, BINARY));
            require(
                    "the quotient and the remainder",
                    residue(a, BINARY),
                    plus(product, residue(remainder, BINARY)));
        }
    }

    /** Checks that a = root^2 + remainder. */
    void squareRoot(MemorySegment a, MemorySegment root, MemorySegment remainder) {
        if (enabled) {
            long s = residue(root, BINARY);
            require(
                    "the square root and its remainder",
                    residue(a, BINARY),
                    plus(times(s, s), residue(remainder, BINARY)));
        }
    }

    /** @param words decimal words of 19 digits */
    void conversion(MemorySegment binary, MemorySegment words) {
        if (enabled) {
            require(
                    "the conversion between binary and decimal",
                    residue(binary, BINARY),
                    residue(words, DecimalWords.DIGITS_PER_WORD));
        }
    }

    boolean isEnabled() {
        return enabled;
    }

    /**
     * Checks without residues. A number that divides a and b, and is a combination of them, is
     * their greatest common divisor.
     *
     * @param kernel divides and multiplies; it may check its results, too
     * @param g the greatest common divisor of a and b, which are not negative; b is not 0
     * @param u a number with u a = g modulo b
     */
    void divisor(
            BigIntegerKernel kernel,
            Execution execution,
            BigInteger a,
            BigInteger b,
            BigInteger g,
            BigInteger u) {
        if (enabled
                && (kernel.remainder(a, g, execution).signum() != 0
                        || kernel.remainder(b, g, execution).signum() != 0
                        || kernel.remainder(
                                                kernel.multiply(
                                                                kernel.remainder(a, b, execution),
                                                                u,
                                                                execution)
                                                        .subtract(g),
                                                b,
                                                execution)
                                        .signum()
                                != 0)) {
            throw incorrect(
                    "a greatest common divisor",
                    "The result, of " + g.bitLength() + " bits, is not that of numbers of "
                            + a.bitLength() + " and " + b.bitLength() + " bits.");
        }
    }

    /** @param words each of which is a factor */
    void productOfWords(MemorySegment words, MemorySegment product) {
        if (enabled) {
            long expected = 1;
            for (long i = 0; i < words.byteSize() / Long.BYTES; i++) {
                expected = times(expected, reduced(words.getAtIndex(ValueLayout.JAVA_LONG, i)));
            }
            require("the product", expected, residue(product, BINARY));
        }
    }

    /** @param words digits in the base that the radix has in C */
    void conversion(MemorySegment binary, MemorySegment words, int radix) {
        if (enabled) {
            long base = reduced(RadixDigits.of(radix).base());
            long actual = 0;
            for (long i = words.byteSize() / Long.BYTES - 1; i >= 0; i--) {
                long word = reduced(words.getAtIndex(ValueLayout.JAVA_LONG, i));
                actual = plus(times(actual, base), word);
            }
            require(
                    "the conversion between binary and radix " + radix,
                    residue(binary, BINARY),
                    actual);
        }
    }

    void factorial(int n, BigInteger factorial) {
        if (enabled) {
            require(n + "!", productOfRange(1, n), residue(factorial));
        }
    }

    /** The coefficient times k! is the product of the k numbers up to n. */
    void binomial(int n, int k, BigInteger binomial) {
        if (enabled) {
            require(
                    "a binomial coefficient",
                    productOfRange((long) n - k + 1, n),
                    times(residue(binomial), productOfRange(1, k)));
        }
    }

    private static long productOfRange(long from, int to) {
        long product = 1;
        for (long i = from; i <= to; i++) {
            product = times(product, i);
        }
        return product;
    }

    private static long residue(BigInteger a) {
        long residue = 0;
        for (byte b : Magnitude.bytes(a)) {
            residue = plus((residue << 8 | residue >>> 53) & PRIME, b & 0xFF);
        }
        return residue;
    }

    /** {@return the residue of an unsigned word} */
    private static long reduced(long word) {
        return plus(word & PRIME, word >>> 61);
    }

    void fibonacci(long n, MemorySegment limbs) {
        fibonacciDecimal(n, limbs, BINARY);
    }

    /** @param wordDigits the digits of a word, 18 or 19 */
    void fibonacciDecimal(long n, MemorySegment words, int wordDigits) {
        if (enabled) {
            require("F(" + n + ")", fibonacci(n), residue(words, wordDigits));
        }
    }

    private static void require(String result, long expected, long actual) {
        if (expected != actual) {
            throw incorrect(
                    result,
                    "Modulo 2^61 - 1, the result is " + actual + " and should be " + expected
                            + ".");
        }
    }

    private static InternalError incorrect(String result, String difference) {
        return new InternalError("The native kernel computed " + result + " incorrectly. "
                + difference + " Please report this with the CPU model and the text of"
                + " Backend.current(). As a workaround, set -D" + PropertyNames.of("backend")
                + "=java or -D" + PropertyNames.of("isa") + "=baseline.");
    }

    /** {@return F(n) modulo the prime, by fast doubling as in {@code dc_fib_wrapping}} */
    private static long fibonacci(long n) {
        long f = 0;
        long next = 1;
        for (int bit = 63 - Long.numberOfLeadingZeros(n); bit >= 0; bit--) {
            long even = times(f, minus(plus(next, next), f));
            long odd = plus(times(f, f), times(next, next));
            boolean one = (n >>> bit & 1) != 0;
            f = one ? odd : even;
            next = one ? plus(even, odd) : odd;
        }
        return f;
    }

    private static long residue(MemorySegment words, int digits) {
        long residue = 0;
        for (long left = words.byteSize() / Long.BYTES; left > 0; ) {
            long count = Math.min(Thresholds.RESIDUE_WORDS, left);
            left -= count;
            MemorySegment part = words.asSlice(left * Long.BYTES, count * Long.BYTES);
            // Only a critical call accepts heap arrays. Those are short.
            residue = part.isNative()
                    ? Downcalls.residue(part, digits, residue)
                    : Downcalls.residueOnHeap(part, digits, residue);
        }
        return residue;
    }

    private static long power(long base, long exponent) {
        long power = 1;
        long square = base;
        for (long e = exponent; e > 0; e >>= 1) {
            power = (e & 1) != 0 ? times(power, square) : power;
            square = times(square, square);
        }
        return power;
    }

    private static long plus(long a, long b) {
        long sum = a + b;
        return sum < PRIME ? sum : sum - PRIME;
    }

    private static long minus(long a, long b) {
        return a >= b ? a - b : a + PRIME - b;
    }

    private static long times(long a, long b) {
        long low = a * b;
        long high = Math.multiplyHigh(a, b);
        // a b = high 2^64 + low, and 2^61 = 1 modulo the prime
        return plus(low & PRIME, high << 3 | low >>> 61);
    }
}
