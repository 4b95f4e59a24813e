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
    private static final int MADV_HUGEPAGE = 14;

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

    /** Calls {@code madvise} with {@code MADV_HUGEPAGE} on Linux; elsewhere does nothing. */
    static void adviseHugePages(long address, long bytes) {
        advise(address, bytes, MADV_HUGEPAGE);
    }

    /** Calls {@code madvise} with {@code MADV_DONTNEED} on Linux; elsewhere does nothing. */
    static void discard(long address, long bytes) {
        advise(address, bytes, MADV_DONTNEED);
    }

    private static void advise(long address, long bytes, int advice) {
        if (MADVISE != null) {
            IntegerCall.call(MADVISE, address, bytes, advice, 0);
        }
    }

    private Libc() {}
}
