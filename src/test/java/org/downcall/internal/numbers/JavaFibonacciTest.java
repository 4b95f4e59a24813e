package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.Test;

class JavaFibonacciTest extends FibonacciKernelTest {

    @Override
    FibonacciKernel kernel() {
        return new JavaFibonacci();
    }

    @Test
    void theDigitsOfANumberThatNoBigIntegerHolds() {
        long n = FibonacciKernel.MAX_EXACT_INDEX + 1;
        ArithmeticException e = assertThrows(
                ArithmeticException.class, () -> kernel().decimal(n, Execution.DEFAULT));
        assertEquals(
                "The digits of F(" + n + ") cannot be computed without the native library. The Java"
                        + " kernel computes them from a BigInteger, which holds F(n) only up to n ="
                        + " " + (n - 1) + ". Backend.current().reason() states why the native"
                        + " library is not in use.",
                e.getMessage());
    }
}
