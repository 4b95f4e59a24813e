package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataCallbackTest {

    @BeforeEach
    void aLibrary() {
        assumeTrue(BenchLibrary.present());
    }

    @Test
    void qsortSorts() throws Throwable {
        int[] sorted = new Random(1000).ints(1000).sorted().toArray();
        assertEquals(
                1000,
                Arrays.stream(sorted).distinct().count(),
                "otherwise, the sum would not depend on the order");
        long sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += (i + 1L) * sorted[i];
        }
        UpcallComparator shape = new UpcallComparator();
        shape.allocate();
        assertEquals(sum, shape.ffm());
        shape.free();
    }

    @Test
    void theIntegralIsOneThird() throws Throwable {
        UpcallIntegrand shape = new UpcallIntegrand();
        shape.allocate();
        assertEquals(1 / 3.0, shape.ffm(), 1e-6);
        shape.free();
    }

    /**
     * The reason why {@link UpcallIntegrand} has no method for JNR-FFI: jffi converts x to an int.
     * Add the method if this test fails.
     */
    @Test
    void jnrTruncatesADoubleThatIsPassedToACallback() {
        assertEquals(0, JnrData.INSTANCE.bench_integrate(x -> x, 2), "x is 0.25 and 0.75");
        assertEquals(
                1.5, JnrData.INSTANCE.bench_integrate(x -> 1.5, 2), "what it returns is right");
    }
}
