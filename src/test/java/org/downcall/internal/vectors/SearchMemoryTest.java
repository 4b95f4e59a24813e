package org.downcall.internal.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.NativeMemory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The buffers of searches count against the limit of the native memory. */
@RequiresLibrary
class SearchMemoryTest {

    private static final int ROWS = 100;

    /** 50 results and a query: (50 * 2 + 2) * 8 + 8 bytes. */
    private static final SearchRequest REQUEST = new SearchRequest(
            VectorKernel.DOT,
            VectorKernel.INT8,
            8,
            Arena.global().allocate(ROWS * 8),
            8,
            null,
            ROWS,
            null,
            null,
            MemorySegment.ofArray(new byte[8]),
            8,
            1,
            null,
            50);

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    @Test
    void aSearchNeedsItsBuffersWithinTheLimit() {
        String message = assertThrows(
                        OutOfMemoryError.class,
                        () -> new NativeVectors(new NativeMemory(823, "limit"))
                                .search(REQUEST, Execution.DEFAULT))
                .getMessage();
        assertEquals(
                "The computation of the 50 best rows for 1 queries requires 824 bytes of native"
                        + " memory. All computations together may use 823 bytes. Set -Dlimit=SIZE to"
                        + " allow more; the default is the maximum heap size (-Xmx).",
                message);
        NativeVectors exact = new NativeVectors(new NativeMemory(824, "limit"));
        for (int i = 0; i < 3; i++) { // what a search has used is free afterwards
            assertEquals(50, exact.search(REQUEST, Execution.DEFAULT).found()[0]);
        }
    }

    @Test
    void aSearchThatWaitsGetsTheMemoryOfOneThatEnds() throws InterruptedException {
        NativeMemory memory = new NativeMemory(824, "limit");
        NativeVectors vectors = new NativeVectors(memory);
        memory.reserve(1, "A", Execution.DEFAULT.memoryWait());
        Execution waiting = Execution.DEFAULT.withMaxWaitNanos(TimeUnit.SECONDS.toNanos(60));
        int[] found = new int[1];
        Thread thread = Thread.ofPlatform()
                .start(() -> found[0] = vectors.search(REQUEST, waiting.begin()).found()[0]);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(thread.isAlive(), "the search waits");
            Thread.sleep(1);
        }
        memory.release(1);
        thread.join();
        assertEquals(50, found[0]);
    }

    @Test
    void eachThreadHasBuffers() {
        assertTrue(REQUEST.nativeBytes(2) - REQUEST.nativeBytes(1) >= 50 * 16);
    }

    @Test
    void valuesNeedTheirBuffersWithinTheLimit() {
        assertThrows(
                OutOfMemoryError.class,
                () -> new NativeVectors(new NativeMemory(1_000, "limit"))
                        .values(REQUEST, 0, ROWS, new double[ROWS]));
        new NativeVectors(new NativeMemory(1 << 16, "limit"))
                .values(REQUEST, 0, ROWS, new double[ROWS]);
    }
}
