package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other tests that run at the same time may take an array that a test has given back. */
class HeapScratchTest {

    @Test
    void anArrayHasAtLeastTheRequestedLength() {
        for (long limbs : new long[] {0, 1, 1000, 100, 40_000, 40_001}) {
            MemorySegment scratch = HeapScratch.take(limbs);
            assertTrue(scratch.byteSize() >= 8 * limbs, limbs + " limbs");
            HeapScratch.giveBack(scratch);
        }
    }

    @Test
    void anArrayThatWasGivenBackIsUsedAgain() {
        MemorySegment longest = HeapScratch.take(32_768);
        HeapScratch.giveBack(longest);
        assertSame(longest, HeapScratch.take(10));
        HeapScratch.giveBack(longest);
    }

    @Test
    void anArrayThatIsTooLongIsNotKept() {
        MemorySegment scratch = HeapScratch.take(32_769);
        HeapScratch.giveBack(scratch);
        assertNotSame(scratch, HeapScratch.take(1));
    }

    @Test
    void noTwoThreadsGetTheSameArray() throws InterruptedException {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long own = i;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int round = 0; round < 10_000; round++) {
                        MemorySegment scratch = HeapScratch.take(16);
                        scratch.set(ValueLayout.JAVA_LONG, 0, own);
                        Thread.onSpinWait();
                        assertEquals(own, scratch.get(ValueLayout.JAVA_LONG, 0));
                        HeapScratch.giveBack(scratch);
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }
}
