package org.downcall.internal;

import static org.downcall.internal.bindings.downcall_h.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.downcall.internal.bindings.dc_task;

/**
 * One {@code dc_task}: the memory of one long computation, and the way through its stages.
 *
 * <p>All memory is one allocation, so that it is refused before anything has begun if there is not
 * enough. It is freed when this is closed. Each downcall is short, and none is critical: the
 * collector never waits for one.
 */
final class NativeTask implements AutoCloseable {

    /** Every vector of every instruction set is within one cache line then. */
    private static final long ALIGNMENT = 64;

    private static final long LIMBS_PER_LINE = ALIGNMENT / Long.BYTES;

    /**
     * A task with less memory than this is done in one call: it takes a millisecond, or some ten
     * without vectors.
     */
    static final long ONE_CALL_LIMBS = 1 << 18;

    private final NativeMemory memory;
    private final String what;
    private final Executor executor;
    private final boolean inOneCall;
    private final long address;
    private final long bytes;
    private final Arena arena;
    private final MemorySegment task;
    private final MemorySegment a;
    private final MemorySegment b;
    private final MemorySegment result;

    /**
     * A task whose operands are not there yet: {@link #a} and {@link #b} are to be filled before it
     * runs.
     *
     * @param memory where the buffers come from
     * @param operation one of the constants in downcall.h, but not DC_POWER, which has a
     *     constructor of its own
     * @param what the result in words, for messages, such as {@code "F(100)"}
     * @param aLimbs the length of a, or 0 if the operation has none
     * @param bLimbs the length of b; 0 if there is none, -1 if b is a
     * @param executor who may run lanes beside the calling thread, or null
     * @throws OutOfMemoryError if there is not enough memory; the message says how much it takes
     */
    NativeTask(
            NativeMemory memory,
            int operation,
            String what,
            long n,
            long aLimbs,
            long bLimbs,
            Executor executor) {
        this(memory, operation, what, n, aLimbs, bLimbs, 0, executor);
    }

    /**
     * @param aBits the bit length of a, which DC_POWER requires; other operations ignore it
     */
    NativeTask(
            NativeMemory memory,
            int operation,
            String what,
            long n,
            long aLimbs,
            long bLimbs,
            long aBits,
            Executor executor) {
        this.memory = memory;
        this.what = what;
        long resultLimbs;
        long scratchLimbs;
        try (Arena question = Arena.ofConfined()) {
            MemorySegment draft = draft(question, operation, n, aLimbs, bLimbs, aBits);
            // Only whether a equals b matters. The pointers are not dereferenced.
            dc_task.a(draft, draft);
            dc_task.b(draft, bLimbs < 0 ? draft : MemorySegment.NULL);
            resultLimbs = require(dc_task_result_limbs(draft));
            scratchLimbs = require(dc_task_scratch_limbs(draft));
        }
        long lines = lines(aLimbs)
                + lines(Math.max(bLimbs, 0))
                + lines(resultLimbs)
                + lines(scratchLimbs);
        inOneCall = lines * LIMBS_PER_LINE < ONE_CALL_LIMBS;
        // What is one call needs no other thread, and an arena for several costs more to close.
        this.executor = inOneCall ? null : executor;
        bytes = (lines + 1) * ALIGNMENT;
        address = memory.allocate(bytes, what);
        Arena shared = null;
        try {
            arena = shared = this.executor == null ? Arena.ofConfined() : Arena.ofShared();
            long aligned = (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            MemorySegment all =
                    MemorySegment.ofAddress(aligned).reinterpret(lines * ALIGNMENT, arena, null);
            a = all.asSlice(0, aLimbs * Long.BYTES);
            long offset = lines(aLimbs) * ALIGNMENT;
            b = bLimbs < 0 ? a : all.asSlice(offset, bLimbs * Long.BYTES);
            offset += lines(Math.max(bLimbs, 0)) * ALIGNMENT;
            result = all.asSlice(offset, resultLimbs * Long.BYTES);
            offset += lines(resultLimbs) * ALIGNMENT;
            task = draft(arena, operation, n, aLimbs, bLimbs, aBits);
            dc_task.a(task, a);
            dc_task.b(task, b);
            dc_task.result(task, result);
            dc_task.result_limbs(task, resultLimbs);
            dc_task.scratch(task, all.asSlice(offset, scratchLimbs * Long.BYTES));
            dc_task.scratch_limbs(task, scratchLimbs);
        } catch (Throwable e) {
            if (shared != null) {
                shared.close();
            }
            memory.free(address, bytes);
            throw e;
        }
    }

    private static MemorySegment draft(
            Arena arena, int operation, long n, long aLimbs, long bLimbs, long aBits) {
        MemorySegment task = arena.allocate(dc_task.layout());
        dc_task.operation(task, operation);
        dc_task.features(task, dc_features());
        dc_task.n(task, n);
        dc_task.a_limbs(task, aLimbs);
        dc_task.b_limbs(task, bLimbs < 0 ? aLimbs : bLimbs);
        dc_task.a_bits(task, aBits);
        return task;
    }

    private static long lines(long limbs) {
        return (limbs + LIMBS_PER_LINE - 1) / LIMBS_PER_LINE;
    }

    MemorySegment a() {
        return a;
    }

    MemorySegment b() {
        return b;
    }

    MemorySegment result() {
        return result;
    }

    /**
     * Fills {@link #result}.
     *
     * @throws CancellationException if the calling thread is interrupted; it stays so
     */
    void run() {
        if (inOneCall) {
            require(dc_task_run(task, -1, 0, 0));
            return;
        }
        long stages = require(dc_task_stages(task));
        for (long stage = 0; stage < stages; stage++) {
            long lanes = require(dc_task_strands(task, stage));
            long parts = require(dc_task_steps(task, stage));
            long at = stage;
            Lanes.run(lanes, executor, (lane, stopped) -> {
                for (long part = 0; part < parts && !stopped.getAsBoolean(); part++) {
                    require(dc_task_run(task, at, lane, part));
                }
            });
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        what + " was given up, because its thread was interrupted.");
            }
        }
    }

    /** Arguments have been checked, and buffers are as long as C wanted them. */
    private static long require(long status) {
        if (status < 0) {
            throw new AssertionError("libdowncall refuses a task with " + status);
        }
        return status;
    }

    /**
     * If a thread were still in a call, the arena would not be closed, and the memory not be freed
     * under it.
     */
    @Override
    public void close() {
        arena.close();
        memory.free(address, bytes);
    }
}
