package org.downcall.internal;

import static org.downcall.internal.bindings.downcall_h.*;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Whether results are right modulo the prime 2^61 - 1, which a wrong one is by chance, one of 2^61
 * times. It takes some nanoseconds a limb, and is done only if the system property asks for it.
 */
final class Check {

    private static final MethodHandle RESIDUE_ON_HEAP = Linker.nativeLinker()
            .downcallHandle(
                    dc_residue$address(), dc_residue$descriptor(), Linker.Option.critical(true));

    private static final long PRIME = (1L << 61) - 1;
    private static final int BINARY = 0;

    /**
     * The residue of a number is taken in pieces of so many words, which take some milliseconds.
     */
    private static final long PIECE = 1 << 20;

    private final boolean enabled;

    Check(boolean enabled) {
        this.enabled = enabled;
    }

    void product(MemorySegment a, MemorySegment b, MemorySegment product) {
        if (enabled) {
            require(
                    "a product",
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
            require("a power", expected, residue(power, BINARY));
        }
    }

    /** @param words of 19 digits */
    void decimal(MemorySegment binary, MemorySegment words) {
        if (enabled) {
            require(
                    "a conversion between binary and decimal",
                    residue(binary, BINARY),
                    residue(words, 19));
        }
    }

    /** @param digits of a decimal word, or 0 if f is binary */
    void fibonacci(long n, MemorySegment f, int digits) {
        if (enabled) {
            require("F(" + n + ")", fibonacci(n), residue(f, digits));
        }
    }

    private static void require(String what, long expected, long actual) {
        if (expected != actual) {
            throw new InternalError(
                    "downcall computed " + what + " wrongly: modulo 2^61 - 1 it is " + actual
                            + " instead of " + expected
                            + ". Please report this, with the CPU and the instruction set; "
                            + "-Dorg.downcall.isa=baseline or -Dorg.downcall.backend=java may help until then.");
        }
    }

    /** Fast doubling, as {@code dc_fib_wrapping}, but modulo the prime. */
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
            long piece = Math.min(PIECE, left);
            left -= piece;
            MemorySegment part = words.asSlice(left * Long.BYTES, piece * Long.BYTES);
            try {
                // Critical for the sake of heap arrays alone, which are short.
                residue = part.isNative()
                        ? dc_residue(part, piece, digits, residue)
                        : (long) RESIDUE_ON_HEAP.invokeExact(part, piece, digits, residue);
            } catch (Throwable e) {
                throw Thrown.unexpected(e);
            }
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
        // a b = high 2^64 + low, and 2^61 is 1
        return plus(low & PRIME, high << 3 | low >>> 61);
    }
}
