package org.downcall.internal.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Native memory for which the system is asked to use huge pages. With pages of 2 MiB instead of 4
 * KiB, the CPU reads memory faster, because it looks up fewer addresses.
 *
 * <p>Memory that an arena allocates has small pages: the system chooses the size of a page when it
 * is first written, and the arena writes zeros before it returns the memory.
 */
public final class HugePages {

    static final long SIZE = 2 << 20;

    private HugePages() {}

    /**
     * Allocates memory that contains zeros and begins with a huge page.
     *
     * @param bytes its size, which is positive
     * @param arena frees the memory when it is closed
     * @return the memory; the system may ignore the request for huge pages
     * @throws OutOfMemoryError if the system cannot provide the memory
     */
    public static MemorySegment allocate(long bytes, Arena arena) {
        long size = Math.addExact(bytes, SIZE);
        StackReserve.require();
        long address = Libc.malloc(size);
        if (address == 0) {
            throw new OutOfMemoryError("The operating system refused to allocate "
                    + ByteSize.format(bytes)
                    + " of native memory. Use a machine with more memory, or stop other"
                    + " processes.");
        }
        MemorySegment block;
        try {
            block = MemorySegment.ofAddress(address).reinterpret(size, arena, new Free());
        } catch (Throwable e) {
            Libc.free(address);
            throw e;
        }
        request(address, size);
        MemorySegment memory = block.asSlice(-address & (SIZE - 1), bytes);
        for (long at = 0; at < bytes; at += SIZE) { // no safepoint is reached during a fill
            memory.asSlice(at, Math.min(SIZE, bytes - at)).fill((byte) 0);
        }
        return memory;
    }

    /** This is a class, because linking a lambda may fail permanently; see {@link Preparation}. */
    private static final class Free implements Consumer<MemorySegment> {
        @Override
        public void accept(MemorySegment memory) {
            Libc.free(memory.address());
        }
    }

    /**
     * Requests huge pages for memory that has not been written. Beyond 32 MiB, glibc returns new
     * pages for each allocation. The first access to each page of 4 KiB can take several
     * microseconds, which can be longer than the work on that page.
     */
    static void request(long address, long bytes) {
        Libc.adviseHugePages(address, bytes);
    }
}
