package org.downcall.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Large buffers outside the heap, from malloc, and not from {@link Arena#allocate}: that fills
 * memory with zeros, which takes a second for some gigabytes, and no safepoint can be reached while
 * it does.
 *
 * <p>The JVM does not count this memory, so it is counted here: malloc gives more than there is,
 * and who then uses it is killed by the system.
 *
 * <p>Addresses are numbers here, so that nothing is allocated on the heap when memory is freed: it
 * may be full.
 */
final class NativeMemory {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().find("malloc").orElseThrow(),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FREE = LINKER.downcallHandle(
            LINKER.defaultLookup().find("free").orElseThrow(),
            FunctionDescriptor.ofVoid(JAVA_LONG));

    /** Linux's madvise, or null: only its constant is known here. */
    private static final MethodHandle MADVISE = System.getProperty("os.name").equals("Linux")
            ? LINKER.defaultLookup()
                    .find("madvise")
                    .map(address -> LINKER.downcallHandle(
                            address,
                            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT)))
                    .orElse(null)
            : null;

    private static final int MADV_HUGEPAGE = 14;
    private static final long HUGE_PAGE = 2 << 20;

    static {
        free(0); // which does nothing, but what a first call has to prepare
    }

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit how many bytes there may be at a time */
    NativeMemory(long limit) {
        this.limit = limit;
    }

    /**
     * Allocates memory whose content is not specified.
     *
     * @param what who wants it, for the message
     * @return the address, aligned as malloc does it
     * @throws OutOfMemoryError if there is not so much; the message says how much it is
     */
    long allocate(long bytes, String what) {
        long others = used.get();
        while (bytes <= limit - others && !used.compareAndSet(others, others + bytes)) {
            others = used.get();
        }
        if (bytes > limit - others) {
            String taken = others > 0 ? ", of which " + Bytes.inWords(others) + " are taken" : "";
            throw new OutOfMemoryError(
                    what + " takes " + Bytes.inWords(bytes) + " outside the heap. All computations"
                            + " together may take " + Bytes.inWords(limit) + taken + ": -D"
                            + Settings.MEMORY
                            + "=SIZE allows more, and -Xmx is its default.");
        }
        long address = 0;
        try {
            address = (long) MALLOC.invokeExact(bytes);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        } finally {
            if (address == 0) {
                used.addAndGet(-bytes);
            }
        }
        if (address == 0) {
            throw new OutOfMemoryError(what + " takes " + Bytes.inWords(bytes)
                    + " outside the heap, which the system has not");
        }
        askForHugePages(address, bytes);
        return address;
    }

    /**
     * Beyond 32 MiB, glibc gives new pages each time, and the first use of each of 4 KiB costs up
     * to some microseconds: for F(10^8) that was a third of the time. It is a wish that the system
     * may refuse, as it may have no such pages.
     */
    private static void askForHugePages(long address, long bytes) {
        long from = (address + HUGE_PAGE - 1) & -HUGE_PAGE;
        long length = ((address + bytes) & -HUGE_PAGE) - from;
        if (MADVISE != null && length > 0) {
            try {
                int ignored = (int) MADVISE.invokeExact(from, length, MADV_HUGEPAGE);
            } catch (Throwable e) {
                throw Thrown.unexpected(e);
            }
        }
    }

    /** @param bytes as it was allocated */
    void free(long address, long bytes) {
        free(address);
        used.addAndGet(-bytes);
    }

    private static void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }
}
