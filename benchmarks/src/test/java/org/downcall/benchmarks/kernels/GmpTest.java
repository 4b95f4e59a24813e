package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import org.downcall.Fibonacci;
import org.downcall.internal.JavaFibonacci;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GmpTest {

    @BeforeEach
    void itIsHere() {
        assumeTrue(Gmp.absence().isEmpty(), () -> Gmp.absence().orElseThrow());
    }

    @Test
    void bitLengthIsBigIntegersButFor0() {
        try (Gmp f = new Gmp(Arena.ofConfined())) {
            for (int n = 1; n <= 1000; n++) {
                f.setToFibonacci(n);
                assertFibonacci(n, f);
            }
            f.setToFibonacci(0);
            assertEquals(1, f.bitLength());
            assertEquals(BigInteger.ZERO, f.toBigInteger());
        }
    }

    /** Larger ones and smaller ones in turns, with plain calls and with critical ones. */
    @Test
    void nothingIsLeftOfTheNumberBefore() {
        try (Gmp f = new Gmp(Arena.ofConfined())) {
            assertEquals(BigInteger.ZERO, f.toBigInteger());
            for (int n : new int[] {1_000_000, 10_000, 900_000, 10_001, 1_100_000, 755_000, 756_000, 93, 900_000}) {
                f.setToFibonacci(n);
                assertFibonacci(n, f);
            }
        }
    }

    private static void assertFibonacci(int n, Gmp f) {
        BigInteger expected = new JavaFibonacci().exact(n);
        assertEquals(expected.bitLength(), f.bitLength(), "n = " + n);
        assertEquals(expected, f.toBigInteger(), "n = " + n);
    }

    @Test
    void whatWouldEndTheProcessIsRefused() {
        try (Gmp f = new Gmp(Arena.ofConfined())) {
            assertThrows(IllegalArgumentException.class, () -> f.setToFibonacci(-1));
            assertThrows(IllegalArgumentException.class, () -> f.setToFibonacci(Fibonacci.MAX_EXACT_INDEX + 1));
        }
    }

    @Test
    void nothingReachesGmpOnceItIsClosed() {
        Gmp f = new Gmp(Arena.ofConfined());
        f.setToFibonacci(100);
        f.close();
        assertThrows(IllegalStateException.class, () -> f.setToFibonacci(1));
        assertThrows(IllegalStateException.class, f::bitLength);
        assertThrows(IllegalStateException.class, f::toBigInteger);
        assertThrows(IllegalStateException.class, f::close);
    }
}
