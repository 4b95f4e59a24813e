package org.downcall.benchmarks.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SafepointLogTest {

    private static final String END = SafepointLog.end(7) + "\n";
    private static final String SUMMARY = SafepointLog.collection(1_000, 2_000) + "\n" + END;

    /** A collection for each of the lines at 1100, 1200 and 1300. */
    private static final String EACH = """
            collection from 1050 to 1150
            collection from 1150 to 1250
            collection from 1250 to 1350
            """ + END;

    /** Output of JDK 25, except for the times at the beginning of the lines. */
    @Test
    void readsTheLinesOfJdk25() {
        assertArrayEquals(new long[] {3335, 92167, 107009}, SafepointLog.reaching("""
                [1100ns] Safepoint "G1CollectFull", Time since last: 94161927 ns, Reaching safepoint: 3335 ns, \
                At safepoint: 9837365 ns, Leaving safepoint: 457891 ns, Total: 10298591 ns, \
                Threads: 0 runnable, 10 total
                [1200ns] Safepoint "ParallelGCCollect", Time since last: 84077235 ns, Reaching safepoint: 92167 ns, \
                At safepoint: 6810371 ns, Leaving safepoint: 14041 ns, Total: 6916579 ns, Threads: 1 runnable, 10 total
                [1300ns] Safepoint "ZMarkEndYoung", Time since last: 7880934 ns, Reaching safepoint: 107009 ns, \
                At safepoint: 22604 ns, Leaving safepoint: 14542 ns, Total: 144155 ns, Threads: 1 runnable, 10 total
                """ + EACH));
    }

    @Test
    void readsTheLinesOfOlderJdks() {
        assertArrayEquals(new long[] {4170, 65962}, SafepointLog.reaching("""
                [1100ns] Safepoint "XMarkEnd", Time since last: 5247 ns, Reaching safepoint: 4170 ns, \
                Cleanup: 2250 ns, At safepoint: 18958 ns, Total: 25378 ns
                [1200ns] Safepoint "G1CollectFull", Time since last: 119845 ns, Reaching safepoint: 65962 ns, \
                At safepoint: 11047330 ns, Total: 11113292 ns
                """ + EACH));
    }

    @Test
    void ignoresSafepointsOutsideTheCollections() {
        String collections = """
                collection from 1000 to 1400
                collection from 1600 to 2000
                """ + END;
        assertArrayEquals(new long[] {3, 4}, SafepointLog.reaching(collections + """
                [999ns] Safepoint "G1A", Time since last: 1 ns, Reaching safepoint: 2 ns, Total: 1 ns
                [1000ns] Safepoint "G1B", Time since last: 1 ns, Reaching safepoint: 3 ns, Total: 1 ns
                [1500ns] Safepoint "G1", Time since last: 1 ns, Reaching safepoint: 9 ns, Total: 1 ns
                [2000ns] Safepoint "G1C", Time since last: 1 ns, Reaching safepoint: 4 ns, Total: 1 ns
                [2001ns] Safepoint "G1D", Time since last: 1 ns, Reaching safepoint: 5 ns, Total: 1 ns
                """));
    }

    @Test
    void aCollectionCountsOnceWithItsLongestTime() {
        assertArrayEquals(new long[] {9, 4}, SafepointLog.reaching("""
                [1100ns] Safepoint "ZMarkStartYoungAndOld", Time since last: 1 ns, Reaching safepoint: 2 ns, Total: 1 ns
                [1200ns] Safepoint "ZMarkEndYoung", Time since last: 1 ns, Reaching safepoint: 9 ns, Total: 1 ns
                [1300ns] Safepoint "ZRelocateStartYoung", Time since last: 1 ns, Reaching safepoint: 8 ns, Total: 1 ns
                [1700ns] Safepoint "ZRelocateStartOld", Time since last: 1 ns, Reaching safepoint: 4 ns, Total: 1 ns
                collection from 1000 to 1400
                collection from 1401 to 1500
                collection from 1600 to 1800
                """ + END));
    }

    @Test
    void ignoresSafepointsWithoutACollection() {
        assertArrayEquals(new long[] {3}, SafepointLog.reaching("""
                [1100ns] Safepoint "ICBufferFull", Time since last: 1 ns, Reaching safepoint: 9 ns, Total: 1 ns
                [1200ns] Safepoint "Cleanup", Time since last: 1 ns, Reaching safepoint: 9 ns, Total: 1 ns
                [1300ns] Safepoint "Deoptimize", Time since last: 1 ns, Reaching safepoint: 9 ns, Total: 1 ns
                [1400ns] Safepoint "ParallelGCSystemGC", Time since last: 1 ns, Reaching safepoint: 3 ns, Total: 1 ns
                """ + SUMMARY));
    }

    @Test
    void ignoresOtherLines() {
        assertArrayEquals(new long[] {3}, SafepointLog.reaching("""
                OpenJDK 64-Bit Server VM warning: something
                [1500ns] Application time: 0.0012 seconds
                [1500ns] Safepoint "G1B", Time since last: 1 ns, Reaching safepoint: 3 ns, Total: 1 ns
                """ + SUMMARY));
    }

    @Test
    void withoutASafepointTheErrorShowsTheOutput() {
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> SafepointLog.reaching("something\n" + SUMMARY));
        assertTrue(
                e.getMessage()
                        .startsWith("no safepoint of a collection during a call:\nsomething\n"),
                e.getMessage());
    }

    @Test
    void ifTheProgramFailedTheErrorShowsTheOutput() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> SafepointLog.reaching("something\n"));
        assertTrue(e.getMessage().endsWith("did not end normally:\nsomething\n"), e.getMessage());
    }

    @Test
    void withoutACallThereIsAnError() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SafepointLog.reaching(
                        """
                [1500ns] Safepoint "G1B", Time since last: 1 ns, Reaching safepoint: 3 ns, Total: 1 ns
                """ + SafepointLog.collection(1_000, 2_000) + "\n" + SafepointLog.end(0)));
    }
}
