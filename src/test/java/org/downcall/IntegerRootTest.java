package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** The comparison for powers that BigInteger might not hold; BigIntegersTest has the roots. */
class IntegerRootTest {

    @Test
    void aPowerIsComparedBySquares() {
        for (int n = 2; n <= 70; n++) {
            IntegerRoot roots = new IntegerRoot(n, Arithmetic.of());
            for (int root = 1; root <= 40; root++) {
                BigInteger r = BigInteger.valueOf(root);
                BigInteger power = r.pow(n);
                for (int difference = -1; difference <= 1; difference++) {
                    assertEquals(
                            difference < 0,
                            roots.exceedsBySquares(r, power.add(BigInteger.valueOf(difference))),
                            root + "^" + n + " and " + difference);
                }
            }
        }
    }

    @Test
    void aPowerBeyondTheRangeOfBigIntegerIsNotComputed() {
        IntegerRoot roots = new IntegerRoot(Integer.MAX_VALUE, Arithmetic.of());
        assertEquals(true, roots.exceedsBySquares(BigInteger.TEN, BigInteger.TEN.pow(1_000)));
    }
}
