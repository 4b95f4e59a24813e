package org.downcall.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Large buffers outside the heap, from malloc. An arena owns each, but does not allocate it: {@link Arena#allocate}
 * fills memory with zeros, which takes a second for some gigabytes, and no safepoint can be reached while it does.
 *
 * <p>The JVM does not count this memory, so it is counted here: malloc gives more than there is, and who then uses it
 * is killed by the system.
 */
final class NativeMemory {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().find("malloc").orElseThrow(), FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    private static final MethodHandle FREE = LINKER.downcallHandle(
            LINKER.defaultLookup().find("free").orElseThrow(), FunctionDescriptor.ofVoid(ADDRESS));

    /** Every vector of every instruction set is within one cache line then. */
    static final long ALIGNMENT = 64;

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
     * @param arena when it is closed, the memory is free again
     * @throws OutOfMemoryError if there is not so much; the message says how much it is
     */
    MemorySegment allocate(long bytes, String what, Arena arena) {
        long padded = bytes + ALIGNMENT;
        if (used.addAndGet(padded) > limit) {
            long others = used.addAndGet(-padded);
            String taken = others > 0 ? ", of which " + Bytes.inWords(others) + " are taken" : "";
            throw new OutOfMemoryError(what + " takes " + Bytes.inWords(padded) + " outside the heap. All computations"
                    + " together may take " + Bytes.inWords(limit) + taken + ": -D" + Settings.MEMORY
                    + "=SIZE allows more, and -Xmx is its default.");
        }
        MemorySegment memory = MemorySegment.NULL;
        try {
            memory = (MemorySegment) MALLOC.invokeExact(padded);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        } finally {
            if (memory.address() == 0) {
                used.addAndGet(-padded);
            }
        }
        if (memory.address() == 0) {
            throw new OutOfMemoryError(
                    what + " takes " + Bytes.inWords(padded) + " outside the heap, which the system has not");
        }
        MemorySegment owned = memory.reinterpret(padded, arena, this::free);
        return owned.asSlice(-owned.address() & ALIGNMENT - 1, bytes, ALIGNMENT);
    }

    private void free(MemorySegment memory) {
        used.addAndGet(-memory.byteSize());
        try {
            FREE.invokeExact(memory);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }
}
