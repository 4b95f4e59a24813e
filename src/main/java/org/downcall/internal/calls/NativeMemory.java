package org.downcall.internal.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Deque;
import java.util.LinkedList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Allocates large buffers outside the heap, up to a limit on their total size. Thread-safe.
 *
 * <p>The memory comes from {@code malloc} and not from {@link Arena#allocate}, which fills it with
 * zeros: for a few gigabytes that takes a second, during which no safepoint is reached.
 *
 * <p>The JVM does not account for this memory, so this class does. Without a limit, {@code malloc}
 * may promise more memory than the machine has, and the operating system kills the process that
 * uses it.
 *
 * <p>Freed memory is kept for the next computation, because new pages from the system took a third
 * of the time of a product of 7 million bits. While no computation runs, at most {@value
 * #MOST_IDLE_BYTES} bytes and at most half of the limit are kept. The next garbage collection frees
 * them. Until then, Linux may take the pages of blocks of {@value #LEAST_OFFERED_BYTES} bytes or
 * more when it needs memory.
 */
public final class NativeMemory {

    /** How long a computation waits before others no longer take memory that it needs. */
    static final long PATIENCE_NANOS = 1_000_000_000;

    private static final int MOST_KEPT = 64;

    private static final long MOST_IDLE_BYTES = 512 << 20;

    /** Shorter blocks are too little memory for a further call of the system. */
    private static final long LEAST_OFFERED_BYTES = 32 << 20;

    /** malloc itself keeps shorter blocks that are freed. */
    private static final long LEAST_IDLE_BLOCK = 128 << 10;

    private final long limit;
    private final long idleLimit;
    private final long leastIdleBlock;
    private final String limitProperty;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by {@link #lock}. */
    private long used;

    /**
     * Blocks that were freed and that the next computations can use, in the order in which they
     * were freed. Guarded by {@link #lock}.
     *
     * <p>glibc divides the threads among up to eight arenas for each processor, and each arena
     * keeps up to 64 MiB of freed memory. With many threads, this added up to several times the
     * limit. If other computations use much memory, a freed block is therefore kept here, for all
     * threads, as long as the limit permits. Otherwise, it is returned to the system.
     */
    private final long[] keptAddresses = new long[MOST_KEPT];

    private final long[] keptSizes = new long[MOST_KEPT];
    private int kept;
    private long keptBytes;

    /**
     * Whether the next garbage collection will call {@link #freeIdle}. Guarded by {@link #lock}.
     */
    private boolean awaitsCollection;

    /**
     * The computations that wait for memory, in the order in which they arrived. Only the first one
     * is woken. Guarded by {@link #lock}.
     */
    private final Deque<Waiter> waiting = new LinkedList<>(); // unchanged if an insertion fails

    /** A computation that waits. Not a record, whose equals would be linked when it is called. */
    private static final class Waiter {
        final long bytes;
        final Condition turn;
        final long since;

        Waiter(long bytes, Condition turn, long since) {
            this.bytes = bytes;
            this.turn = turn;
            this.since = since;
        }
    }

    /**
     * @param limit how many bytes may be in use at any time; a block may be longer than requested,
     *     by up to a sixteenth
     * @param limitProperty the system property that sets the limit, for messages
     */
    public NativeMemory(long limit, String limitProperty) {
        this(limit, limitProperty, LEAST_IDLE_BLOCK);
    }

    private NativeMemory(long limit, String limitProperty, long leastIdleBlock) {
        this.limit = limit;
        this.limitProperty = limitProperty;
        this.leastIdleBlock = leastIdleBlock;
        idleLimit = Math.min(limit / 2, MOST_IDLE_BYTES);
    }

    /** Returns memory that is limited by the machine only. */
    public static NativeMemory unlimited() {
        return new NativeMemory(Long.MAX_VALUE, "");
    }

    /**
     * Returns memory that keeps blocks of any size, so that a short computation makes the calls of
     * a long one; see {@link Rehearsal}.
     */
    public static NativeMemory forRehearsal() {
        return new NativeMemory(Long.MAX_VALUE, "", 1);
    }

    /**
     * Allocates memory with unspecified content. Waiting computations get memory in the order in
     * which they arrived. A computation that may not wait takes free memory before them, until the
     * first of them has waited for {@link #PATIENCE_NANOS}: from then on, only memory that it does
     * not need.
     *
     * @param result what is computed in the memory, for messages, such as {@code "F(100)"}
     * @param wait how long to wait if the memory would exceed the limit together with that of other
     *     computations; null means not at all
     * @return the address, with the alignment that malloc guarantees
     * @throws OutOfMemoryError if the memory would exceed the limit, or the system cannot provide
     *     it; the message states the size
     * @throws CancellationException if the thread is interrupted while it waits; its interrupt
     *     status remains set
     */
    long allocate(long bytes, String result, MemoryWait wait) {
        long size = blockSize(bytes);
        reserve(bytes, result, wait);
        long address = 0;
        try {
            address = takeKept(size);
            if (address != 0) {
                return address;
            }
            freeKept(limit);
            address = Libc.malloc(size);
            if (address == 0 && freeKept(0)) {
                address = Libc.malloc(size);
            }
        } finally {
            if (address == 0) {
                release(bytes);
            }
        }
        if (address == 0) {
            throw new OutOfMemoryError(
                    "The computation of " + result + " requires " + ByteSize.format(bytes)
                            + " of native memory. The operating system refused to allocate it. Use"
                            + " a machine with more memory, or stop other processes.");
        }
        try {
            HugePages.request(address, size);
        } catch (OutOfMemoryError | StackOverflowError e) {
            // The memory can be used without huge pages.
        }
        return address;
    }

    /** @param bytes the size that was passed to {@link #allocate} */
    void free(long address, long bytes) {
        long size = blockSize(bytes);
        if (size >= LEAST_OFFERED_BYTES) {
            Libc.offer(address, size); // before another computation can get the block
        }
        boolean othersUseMuch = false;
        boolean keeps = false;
        lock.lock();
        try {
            long others = used - bytes;
            othersUseMuch = others > limit / 8;
            keeps = kept < MOST_KEPT
                    && (othersUseMuch || isWorthKeepingIdle(size))
                    && size <= limit - others - keptBytes;
            if (keeps) {
                keptAddresses[kept] = address;
                keptSizes[kept] = size;
                keptBytes += size;
                kept++;
            }
        } finally {
            lock.unlock();
        }
        try {
            if (!keeps) {
                if (othersUseMuch || size >= LEAST_IDLE_BLOCK) {
                    returnToSystem(address, size);
                } else {
                    Libc.free(address);
                }
            }
        } finally {
            release(bytes);
        }
    }

    private boolean isWorthKeepingIdle(long size) {
        return size >= leastIdleBlock && size <= idleLimit;
    }

    /** {@return the size of the block for a request} Similar requests can use the same blocks. */
    private static long blockSize(long bytes) {
        long step = Math.max(1, Long.highestOneBit(bytes) / 16);
        return bytes + step - 1 & -step;
    }

    /** {@return the last block of this size that was kept, or 0} */
    private long takeKept(long size) {
        lock.lock();
        try {
            for (int i = kept - 1; i >= 0; i--) {
                if (keptSizes[i] == size) {
                    return removeKept(i);
                }
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private long removeKept(int index) {
        long address = keptAddresses[index];
        keptBytes -= keptSizes[index];
        kept--;
        System.arraycopy(keptAddresses, index + 1, keptAddresses, index, kept - index);
        System.arraycopy(keptSizes, index + 1, keptSizes, index, kept - index);
        return address;
    }

    /**
     * Frees the oldest kept blocks, until these and the memory in use are within a limit.
     *
     * @return whether there was such a block
     */
    private boolean freeKept(long most) {
        for (boolean some = false; ; some = true) {
            long address;
            long size;
            lock.lock();
            try {
                if (kept == 0 || keptBytes <= most - used) {
                    return some;
                }
                size = keptSizes[0];
                address = removeKept(0);
            } finally {
                lock.unlock();
            }
            returnToSystem(address, size);
        }
    }

    /**
     * Called when no computation runs any more. Frees the blocks that are not worth keeping then,
     * the oldest ones first.
     */
    private void becomeIdle() {
        boolean mustRequest = false;
        for (int i = 0; ; ) {
            long address;
            long size;
            lock.lock();
            try {
                while (i < kept && keptBytes <= idleLimit && isWorthKeepingIdle(keptSizes[i])) {
                    i++;
                }
                if (used > 0 || i >= kept) { // other threads may have removed blocks
                    mustRequest = used == 0 && kept > 0 && !awaitsCollection;
                    awaitsCollection |= mustRequest;
                    break;
                }
                size = keptSizes[i];
                address = removeKept(i);
            } finally {
                lock.unlock();
            }
            returnToSystem(address, size);
        }
        if (mustRequest) {
            try {
                callAtNextCollection();
            } catch (VirtualMachineError e) { // little heap or stack is left
                freeIdle();
            }
        }
    }

    /**
     * Requests a call of {@link #freeIdle}. The new arena is unreachable at once. When the garbage
     * collector finds it, a cleaner of the JDK makes the call. No thread of this module is needed,
     * which would keep its class loader alive. Until the call, the cleaner refers to this object.
     */
    private void callAtNextCollection() {
        MemorySegment ignored = MemorySegment.NULL.reinterpret(Arena.ofAuto(), new FreeIdle());
    }

    /** This is a class, because a lambda would delay the start by a millisecond. */
    private final class FreeIdle implements Consumer<MemorySegment> {
        @Override
        public void accept(MemorySegment ignored) {
            freeIdle();
        }
    }

    /** Frees what is kept, unless a computation runs. */
    private void freeIdle() {
        while (true) {
            long address;
            long size;
            lock.lock();
            try {
                awaitsCollection = false;
                if (used > 0 || kept == 0) {
                    return;
                }
                size = keptSizes[kept - 1];
                address = removeKept(kept - 1);
            } finally {
                lock.unlock();
            }
            returnToSystem(address, size);
        }
    }

    /** {@return how many bytes are kept for the next computations} For tests. */
    long keptBytes() {
        lock.lock();
        try {
            return keptBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Frees a block. Its whole pages return to the system, even if malloc keeps the block. */
    private static void returnToSystem(long address, long bytes) {
        Libc.discard(address, bytes);
        Libc.free(address);
    }

    /**
     * Counts memory that an arena will allocate. Throws the same as {@link #allocate}, unless the
     * system cannot provide the memory.
     *
     * @param result what is computed in the memory, for messages
     */
    public void reserve(long bytes, String result, MemoryWait wait) {
        lock.lock();
        try {
            if (wait != null && wait.leftNanos() > 0 && bytes <= limit) {
                await(bytes, result, wait);
            } else if (bytes > limit - used - promised()) {
                throw refusal(bytes, result, wait);
            }
            used += bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@return what the first of the waiting computations needs if it has waited for long} It would
     * starve if others took all memory that becomes free.
     */
    private long promised() {
        Waiter first = waiting.peekFirst();
        return first != null && System.nanoTime() - first.since >= PATIENCE_NANOS ? first.bytes : 0;
    }

    /** Waits until this computation is the first of the waiting ones, and the memory is free. */
    private void await(long bytes, String result, MemoryWait wait) {
        Waiter own = new Waiter(bytes, lock.newCondition(), System.nanoTime());
        waiting.addLast(own);
        try {
            long left = wait.leftNanos();
            while (waiting.peekFirst() != own || bytes > limit - used) {
                if (left <= 0) {
                    wait.waited(wait.leftNanos());
                    throw refusal(bytes, result, wait);
                }
                left = own.turn.awaitNanos(left);
            }
            wait.waited(wait.leftNanos() - left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The computation of " + result
                    + " was cancelled. The calling thread was interrupted while it waited for"
                    + " memory.");
        } finally {
            waiting.remove(own);
            wakeFirst(); // The memory may suffice for the next one, too.
        }
    }

    /** Ends a reservation. */
    public void release(long bytes) {
        boolean isLast;
        lock.lock();
        try {
            used -= bytes;
            isLast = used == 0;
            wakeFirst();
        } finally {
            lock.unlock();
        }
        if (isLast) {
            becomeIdle();
        }
    }

    private void wakeFirst() {
        Waiter first = waiting.peekFirst();
        if (first != null) {
            first.turn.signal();
        }
    }

    private OutOfMemoryError refusal(long bytes, String result, MemoryWait wait) {
        long promised = promised();
        String taken = used > 0 ? ", of which " + ByteSize.format(used) + " are in use" : "";
        String waits = promised > 0 && bytes <= limit - used
                ? " A computation that has waited for " + PATIENCE_NANOS / 1_000_000_000
                        + " s or longer gets the next " + ByteSize.format(promised) + "."
                : "";
        String waited = wait != null && wait.waitedNanos() > 0
                ? " The computation waited for " + wait.waitedNanos() / 1_000_000 + " ms."
                : "";
        return new OutOfMemoryError("The computation of " + result + " requires "
                + ByteSize.format(bytes) + " of native memory. All computations together may use "
                + ByteSize.format(limit) + taken + "." + waits + waited + " Set -D" + limitProperty
                + "=SIZE to allow more; the default is the maximum heap size (-Xmx).");
    }
}
