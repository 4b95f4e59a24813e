package org.downcall.internal.calls;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Scratch space on the heap for critical calls. One array is kept for the next call of any thread,
 * because the JVM fills a new array with zeros. For a product of 10 000 bits, that takes as long as
 * computing F(1000).
 */
public final class HeapScratch {

    /** Enough for every critical call. A longer array is not kept. */
    private static final long MOST_KEPT_BYTES = 256 << 10;

    private static final AtomicReference<MemorySegment> KEPT = new AtomicReference<>();

    /** {@return an array of at least this many limbs, with unspecified content} */
    public static MemorySegment take(long limbs) {
        MemorySegment kept = KEPT.getAndSet(null);
        return kept != null && kept.byteSize() >= limbs * Long.BYTES
                ? kept
                : MemorySegment.ofArray(new long[Math.toIntExact(limbs)]);
    }

    /** Gives an array back. The caller must not use it any more. */
    public static void giveBack(MemorySegment scratch) {
        if (scratch.byteSize() <= MOST_KEPT_BYTES) {
            KEPT.setRelease(scratch);
        }
    }

    private HeapScratch() {}
}
