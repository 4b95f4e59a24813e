package org.downcall.benchmarks.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import org.downcall.benchmarks.RequiresLibrary;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresLibrary
class SafepointsTest {

    @ParameterizedTest
    @ValueSource(strings = {"java", "plain", "critical"})
    void spinsForTheGivenTime(String method) {
        for (long length : new long[] {0, 1_000, 1_000_000, 20_000_000}) {
            long start = System.nanoTime();
            long turns = SafepointLoad.work(method).applyAsLong(length);
            long taken = System.nanoTime() - start;
            String what = length + " ns: " + turns + " turns in " + taken + " ns";
            assertTrue(turns >= 1, what);
            assertTrue(taken >= length, what);
            assertTrue(
                    taken < length + 1_000_000_000,
                    what); // another program may have had the processor meanwhile
        }
    }

    /** A call of length zero, which reads the clock once. */
    @Test
    void criticalAndPlainReturnTheSame() {
        assertEquals(1, VmFunctions.spin(0));
        assertEquals(1, VmFunctions.spinCritical(0));
        for (long n : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals(n, VmFunctions.oneLong(n));
            assertEquals(n, VmFunctions.oneLongCritical(n));
        }
    }

    @Test
    void samplesAreSafepointsInMicroseconds() throws Exception {
        Measurement measurement = new SafepointTrial("critical", "Parallel", Safepoints.Length.MS_1)
                .measure(RunMode.SMOKE, new PrintStream(OutputStream.nullOutputStream()));
        assertEquals("Safepoints.critical(gc=Parallel, length=1ms)", measurement.id());
        assertEquals("us/op", measurement.unit());
        assertTrue(measurement.forksInNanoseconds().getFirst().length > 0);
    }
}
