package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public class: what it accepts, and what it says when it does not. */
class FibonacciTest {

    @Test
    void longValueFollowsTheRecurrenceUpToItsLimit() {
        assertEquals(0, Fibonacci.longValue(0));
        assertEquals(1, Fibonacci.longValue(1));
        for (int n = 2; n <= Fibonacci.MAX_LONG_INDEX; n++) {
            assertEquals(Fibonacci.longValue(n - 1) + Fibonacci.longValue(n - 2), Fibonacci.longValue(n), "n = " + n);
        }
        assertEquals(7_540_113_804_746_346_429L, Fibonacci.longValue(92));
    }

    @Test
    void theFirstNumberBeyondALongIsRefusedThereAndExactElsewhere() {
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> Fibonacci.longValue(93));
        assertEquals("F(93) does not fit a long: n must be at most 92", e.getMessage());
        BigInteger f93 = new BigInteger("12200160415121876738");
        assertEquals(f93, Fibonacci.exact(93));
        assertEquals(f93.longValue(), Fibonacci.wrapping(93));
        assertTrue(Fibonacci.wrapping(93) < 0, "read as signed, F(93) wraps");
    }

    @Test
    void theLimitOfExactIsTheLastNumberThatABigIntegerCanHold() {
        // F(n) has floor(n log2(phi) - log2(sqrt 5)) + 1 bits; BigInteger holds 2^31 - 1.
        // Both logarithms to 36 places.
        BigDecimal log2Phi = new BigDecimal("0.694241913630617301738790266898595223");
        BigDecimal log2Sqrt5 = new BigDecimal("1.160964047443681173935159714744695087");
        long n = Fibonacci.MAX_EXACT_INDEX;
        assertEquals(Integer.MAX_VALUE, bits(n, log2Phi, log2Sqrt5));
        assertEquals(Integer.MAX_VALUE + 1L, bits(n + 1, log2Phi, log2Sqrt5));
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> Fibonacci.exact(n + 1));
        assertEquals("F(3093278591) does not fit a BigInteger: n must be at most 3093278590", e.getMessage());
        assertThrows(ArithmeticException.class, () -> Fibonacci.exact(Long.MAX_VALUE));
    }

    private static long bits(long n, BigDecimal log2Phi, BigDecimal log2Sqrt5) {
        return log2Phi.multiply(BigDecimal.valueOf(n)).subtract(log2Sqrt5).longValue() + 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -92, -93, Integer.MIN_VALUE})
    void aNegativeIndexIsRefusedByName(int n) {
        String message = "n must not be negative, but is " + n;
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Fibonacci.longValue(n)).getMessage());
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Fibonacci.wrapping(n)).getMessage());
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Fibonacci.wrappingIterative(n)).getMessage());
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Fibonacci.exact(n)).getMessage());
    }

    @Test
    void theMostNegativeIndicesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Fibonacci.wrapping(Long.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Fibonacci.exact(Long.MIN_VALUE));
        assertThrows(ArithmeticException.class, () -> Fibonacci.longValue(Integer.MAX_VALUE));
    }

    @Test
    void exactIsTheSameOnBothSidesOfTheIndexWhereCTakesOver() {
        long first = Fibonacci.EXACT_IN_C_FROM - 10;
        BigInteger before = Fibonacci.exact(first - 2);
        BigInteger f = Fibonacci.exact(first - 1);
        for (long n = first; n < first + 20; n++) {
            BigInteger next = Fibonacci.exact(n);
            assertEquals(before.add(f), next, "n = " + n);
            before = f;
            f = next;
        }
    }

    @Test
    void allFourAgreeWhereAllFourAreDefined() {
        for (int n = 0; n <= Fibonacci.MAX_LONG_INDEX; n++) {
            long f = Fibonacci.longValue(n);
            assertEquals(f, Fibonacci.wrapping(n), "n = " + n);
            assertEquals(f, Fibonacci.wrappingIterative(n), "n = " + n);
            assertEquals(BigInteger.valueOf(f), Fibonacci.exact(n), "n = " + n);
        }
    }
}
