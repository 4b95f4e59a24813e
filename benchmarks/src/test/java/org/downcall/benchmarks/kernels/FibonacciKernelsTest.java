package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every available contender returns the right number, around a long and thresholds. */
@Execution(ExecutionMode.CONCURRENT)
class FibonacciKernelsTest {

    private static final BigInteger F_200 =
            new BigInteger("280571172992510140037611932413038677189525");

    private static void assertResult(Object expected, Kernel kernel, long n) {
        for (Contender contender : kernel.contenders()) {
            if (contender.absence().isEmpty() && contender.computes(n)) {
                assertEquals(
                        expected,
                        contender.prepare(n).result(),
                        kernel.name() + ", n = " + n + ", " + contender.name());
            }
        }
    }

    @Test
    void allFollowTheRecurrenceForSmallIndices() {
        BigInteger f = BigInteger.ZERO;
        BigInteger next = BigInteger.ONE;
        for (int n = 0; n <= 500; n++) {
            assertResult(f, new FibonacciExact(), n);
            assertResult(f, new FibonacciScaling(), n);
            assertResult(f.toString(), new FibonacciDecimal(), n);
            assertResult(f.longValue(), new FibonacciLoop(), n);
            assertResult(f.longValue(), new FibonacciDoubling(), n);
            if (n <= 92) {
                assertResult(f.longValueExact(), new FibonacciLong(), n);
            }
            BigInteger sum = f.add(next);
            f = next;
            next = sum;
        }
    }

    @Test
    void allReturnAKnownValueThatExceedsALong() {
        assertResult(F_200, new FibonacciExact(), 200);
        assertResult(F_200.longValue(), new FibonacciLoop(), 200);
        assertResult(F_200.longValue(), new FibonacciDoubling(), 200);
    }

    @Test
    void exactContendersAgreeAtLargerOddAndEvenSizes() {
        for (Kernel kernel : List.of(new FibonacciExact(), new FibonacciDecimal())) {
            for (long n : List.of(
                    1000L, 1999L, 2000L, 4999L, 9_999L, 10_000L, 65_536L, 100_000L, 100_001L)) {
                assertResult(kernel.contenders().getFirst().prepare(n).result(), kernel, n);
            }
        }
    }

    @Test
    void theResidueDetectsAWrongNumber() {
        assertEquals(F_200, FibonacciResidue.checked(200, F_200));
        assertEquals(
                BigInteger.valueOf(7_540_113_804_746_346_429L % ((1L << 61) - 1)),
                FibonacciResidue.of(92));
        assertEquals(BigInteger.ZERO, FibonacciResidue.of(0));
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> FibonacciResidue.checked(200, F_200.flipBit(100)));
        assertTrue(e.getMessage().startsWith("F(200) is "), e.getMessage());
    }

    @Test
    void thereAreEightSizesPerOctave() {
        List<Long> sizes = new FibonacciScaling().sizes(RunMode.FULL);
        assertEquals(1_000_000, sizes.getFirst());
        assertEquals(1_000_000_000, sizes.getLast());
        for (int i = 1; i < sizes.size(); i++) {
            double step = (double) sizes.get(i) / sizes.get(i - 1);
            assertTrue(step > 1 && step < 1.0906, sizes.get(i - 1) + " to " + sizes.get(i));
        }
    }

    @Test
    void aTaskCanRunRepeatedly() {
        Kernel kernel = new FibonacciExact();
        for (Contender contender : kernel.contenders()) {
            if (contender.absence().isEmpty()) {
                Task task = contender.prepare(200);
                assertTrue(
                        LongStream.range(0, 100).allMatch(i -> task.result().equals(F_200)),
                        contender.name());
            }
        }
    }
}
