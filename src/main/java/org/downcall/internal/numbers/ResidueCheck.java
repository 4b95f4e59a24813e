package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import org.downcall.internal.calls.Downcalls;
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

    void power(MemorySegment a, long exponent, MemorySegment power) {
        if (enabled) {
            long expected = 1;
            long square = residue(a, BINARY);
            for (long e = exponent; e > 0; e >>= 1) {
                expected = (e & 1) != 0 ? times(expected, square) : expected;
                square = times(square, square);
            }
            require("the power", expected, residue(power, BINARY));
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

    /** @param words decimal words of 19 digits */
    void conversion(MemorySegment binary, MemorySegment words) {
        if (enabled) {
            require(
                    "the conversion between binary and decimal",
                    residue(binary, BINARY),
                    residue(words, DecimalWords.DIGITS_PER_WORD));
        }
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
            throw new InternalError("The native kernel computed " + result
                    + " incorrectly. Modulo 2^61 - 1, the result is " + actual + " and should be "
                    + expected + ". Please report this with the CPU model and the text of"
                    + " Backend.current(). As a workaround, set -D"
                    + PropertyNames.of("backend") + "=java or -D" + PropertyNames.of("isa")
                    + "=baseline.");
        }
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
