package org.downcall.internal.calls;

/**
 * How long one operation may still wait for memory, in all of its tasks together. Only the thread
 * of the operation uses it.
 */
public final class MemoryWait {

    private final long maxNanos;
    private long leftNanos;

    /** @param maxNanos 0 or greater */
    public MemoryWait(long maxNanos) {
        this.maxNanos = maxNanos;
        leftNanos = maxNanos;
    }

    long leftNanos() {
        return leftNanos;
    }

    /** @param nanos may be more than was left */
    void waited(long nanos) {
        leftNanos = Math.max(0, leftNanos - nanos);
    }

    /** {@return how long the operation has waited} */
    long waitedNanos() {
        return maxNanos - leftNanos;
    }
}
