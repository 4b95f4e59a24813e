package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.Test;

/** The comparison for powers that BigInteger might not hold; BigIntegersTest has the roots. */
class IntegerRootTest {

    @Test
    void aPowerIsComparedBySquares() {
        for (int n = 2; n <= 70; n++) {
            IntegerRoot roots = new IntegerRoot(n, Execution.DEFAULT);
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
    @RequiresLibrary
    void theProgressOfSquaresGrows() {
        List<Double> fractions = new ArrayList<>();
        IntegerRoot roots = new IntegerRoot(13, new Execution(null, fractions::add));
        BigInteger root = BigInteger.ONE.shiftLeft(2_000_000).subtract(BigInteger.ONE);
        assertEquals(false, roots.exceedsBySquares(root, root.pow(13)));
        assertTrue(fractions.size() > 3, fractions::toString);
        assertTrue(fractions.getFirst() > 0.75, fractions::toString);
        assertEquals(1.0, fractions.getLast());
        assertEquals(new ArrayList<>(new TreeSet<>(fractions)), fractions);
    }

    @Test
    void aPowerBeyondTheRangeOfBigIntegerIsNotComputed() {
        IntegerRoot roots = new IntegerRoot(Integer.MAX_VALUE, Execution.DEFAULT);
        assertEquals(true, roots.exceedsBySquares(BigInteger.TEN, BigInteger.TEN.pow(1_000)));
    }
}
