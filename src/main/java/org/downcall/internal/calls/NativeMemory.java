package org.downcall.internal.calls;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Allocates large buffers outside the heap, up to a limit on their total size. Thread-safe.
 *
 * <p>The memory comes from {@code malloc} and not from {@link Arena#allocate}, which fills it with
 * zeros: for a few gigabytes that takes a second, during which no safepoint is reached.
 *
 * <p>The JVM does not account for this memory, so this class does. Without a limit, {@code malloc}
 * may promise more memory than the machine has, and the operating system kills the process that
 * uses it.
 */
public final class NativeMemory {

    private static final long HUGE_PAGE = 2 << 20;

    private final long limit;
    private final String limitProperty;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param limit how many bytes may be allocated at any time
     * @param limitProperty the system property that sets the limit, for messages
     */
    public NativeMemory(long limit, String limitProperty) {
        this.limit = limit;
        this.limitProperty = limitProperty;
    }

    /** Returns memory that is limited by the machine only. */
    public static NativeMemory unlimited() {
        return new NativeMemory(Long.MAX_VALUE, "");
    }

    /**
     * Allocates memory with unspecified content.
     *
     * @param result what is computed in the memory, for messages, such as {@code "F(100)"}
     * @return the address, with the alignment that malloc guarantees
     * @throws OutOfMemoryError if the memory would exceed the limit, or the system cannot provide
     *     it; the message states the size
     */
    long allocate(long bytes, String result) {
        long others = used.get();
        while (bytes <= limit - others && !used.compareAndSet(others, others + bytes)) {
            others = used.get();
        }
        if (bytes > limit - others) {
            String taken =
                    others > 0 ? ", of which " + ByteSize.format(others) + " are in use" : "";
            throw new OutOfMemoryError("The computation of " + result + " requires "
                    + ByteSize.format(bytes) + " of native memory. All computations together may"
                    + " use " + ByteSize.format(limit) + taken + ". Set -D" + limitProperty
                    + "=SIZE to allow more; the default is the maximum heap size (-Xmx).");
        }
        long address = 0;
        try {
            address = Downcalls.malloc(bytes);
        } finally {
            if (address == 0) {
                used.addAndGet(-bytes);
            }
        }
        if (address == 0) {
            throw new OutOfMemoryError(
                    "The computation of " + result + " requires " + ByteSize.format(bytes)
                            + " of native memory. The operating system refused to allocate it. Use"
                            + " a machine with more memory, or stop other processes.");
        }
        adviseHugePages(address, bytes);
        return address;
    }

    /**
     * Requests huge pages. Beyond 32 MiB, glibc returns new pages for each allocation. The first
     * access to each page of 4 KiB can take several microseconds, which was a third of the time of
     * F(10^8). The system may ignore the request.
     */
    private static void adviseHugePages(long address, long bytes) {
        long from = (address + HUGE_PAGE - 1) & -HUGE_PAGE;
        long length = ((address + bytes) & -HUGE_PAGE) - from;
        if (length > 0) {
            Downcalls.adviseHugePages(from, length);
        }
    }

    /** @param bytes the size that was passed to {@link #allocate} */
    void free(long address, long bytes) {
        Downcalls.free(address);
        used.addAndGet(-bytes);
    }
}
