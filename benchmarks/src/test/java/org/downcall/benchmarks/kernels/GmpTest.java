package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        for (int n = 1; n <= 1000; n++) {
            try (Gmp f = Gmp.fibonacci(n)) {
                BigInteger expected = new JavaFibonacci().exact(n);
                assertEquals(expected.bitLength(), f.bitLength(), "n = " + n);
                assertEquals(expected, f.toBigInteger(), "n = " + n);
            }
        }
        try (Gmp f = Gmp.fibonacci(0)) {
            assertEquals(1, f.bitLength());
            assertEquals(BigInteger.ZERO, f.toBigInteger());
        }
    }

    @Test
    void whatWouldEndTheProcessIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Gmp.fibonacci(-1));
        assertThrows(IllegalArgumentException.class, () -> Gmp.fibonacci(Fibonacci.MAX_EXACT_INDEX + 1));
    }

    @Test
    void nothingReachesGmpOnceItIsClosed() {
        Gmp f = Gmp.fibonacci(100);
        f.close();
        assertThrows(IllegalStateException.class, f::bitLength);
        assertThrows(IllegalStateException.class, f::toBigInteger);
        assertThrows(IllegalStateException.class, f::close);
    }
}
