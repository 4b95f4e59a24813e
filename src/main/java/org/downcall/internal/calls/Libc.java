package org.downcall.internal.calls;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/**
 * Calls functions of the C library, for which there are no bindings. Addresses are integers here,
 * so that {@link #free} allocates nothing on the heap, which may be full when it is called.
 */
public final class Libc {

    private static final MemorySegment MALLOC = find("malloc");
    private static final MemorySegment FREE = find("free");

    /** Null on systems other than Linux, whose constants may differ. */
    private static final MemorySegment MADVISE =
            "Linux".equals(System.getProperty("os.name")) ? find("madvise") : null;

    private static final int MADV_DONTNEED = 4;
    private static final int MADV_FREE = 8;
    private static final int MADV_HUGEPAGE = 14;

    /** The size of a page on Linux: 4 KiB, or up to 64 KiB on AArch64. */
    private static final long PAGE =
            MADVISE == null ? 1 : (int) IntegerCall.call(find("getpagesize"), 0);

    private static MemorySegment find(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).orElseThrow();
    }

    /**
     * Links the handle with which functions of the C library, and most functions of the library,
     * are called, and calls it, which has no other effect.
     */
    public static void link() {
        free(0);
    }

    /** {@return the address of a new block, or 0 if the system refuses to allocate it} */
    static long malloc(long bytes) {
        return IntegerCall.call(MALLOC, bytes);
    }

    /** @param address that of a block, or 0 */
    static void free(long address) {
        IntegerCall.call(FREE, address);
    }

    /** Requests huge pages for those of a block, on Linux; elsewhere does nothing. */
    static void adviseHugePages(long address, long bytes) {
        advise(address, bytes, HugePages.SIZE, MADV_HUGEPAGE);
    }

    /** Discards the content of the whole pages of a block on Linux; elsewhere does nothing. */
    static void discard(long address, long bytes) {
        advise(address, bytes, PAGE, MADV_DONTNEED);
    }

    /**
     * Permits the system to discard the content of the whole pages of a block when it needs memory,
     * until they are written again; on Linux, elsewhere does nothing.
     */
    static void offer(long address, long bytes) {
        advise(address, bytes, PAGE, MADV_FREE);
    }

    /** madvise rounds a length up, and would then also affect the memory behind the block. */
    private static void advise(long address, long bytes, long page, int advice) {
        long length = wholePages(address, bytes, page);
        if (MADVISE != null && length > 0) {
            IntegerCall.call(MADVISE, firstPage(address, page), length, advice, 0);
        }
    }

    /** {@return the first address of a page that is not below an address} */
    static long firstPage(long address, long page) {
        return (address + page - 1) & -page;
    }

    /** {@return the size of the whole pages of a block; zero or negative if there are none} */
    static long wholePages(long address, long bytes, long page) {
        return ((address + bytes) & -page) - firstPage(address, page);
    }

    private Libc() {}
}
