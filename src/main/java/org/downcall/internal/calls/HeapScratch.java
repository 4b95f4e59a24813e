package org.downcall.internal.calls;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Scratch space on the heap for critical calls. One array is kept for the next call of any thread,
 * because the JVM fills a new array with zeros. For a product of 10 000 bits, that takes as long as
 * computing F(1000).
 *
 * <p>A flag tells whether the array is in use. To take the reference out of a field and put it back
 * would cost two write barriers of the garbage collector, longer than a short computation.
 */
public final class HeapScratch {

    /** Enough for every critical call. A longer array is not kept. */
    private static final long MOST_KEPT_BYTES = 256 << 10;

    private static final AtomicBoolean IN_USE = new AtomicBoolean();

    /** Changed only by the thread that has set {@link #IN_USE}. */
    private static MemorySegment kept = create(0);

    /** {@return an array of at least this many limbs, with unspecified content} */
    public static MemorySegment take(long limbs) {
        if (IN_USE.getAndSet(true)) {
            return create(limbs);
        }
        return kept.byteSize() >= limbs * Long.BYTES ? kept : takeLonger(limbs);
    }

    private static MemorySegment takeLonger(long limbs) {
        boolean isKept = false;
        try {
            MemorySegment longer = create(limbs);
            if (longer.byteSize() <= MOST_KEPT_BYTES) {
                kept = longer;
                isKept = true;
            }
            return longer;
        } finally {
            if (!isKept) {
                IN_USE.setRelease(false);
            }
        }
    }

    private static MemorySegment create(long limbs) {
        return MemorySegment.ofArray(new long[Math.toIntExact(limbs)]);
    }

    /** Gives an array back. The caller must not use it any more. */
    public static void giveBack(MemorySegment scratch) {
        if (scratch == kept) {
            IN_USE.setRelease(false);
        }
    }

    private HeapScratch() {}
}
