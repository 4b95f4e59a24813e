package org.downcall.internal.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The memory of one {@code dc_task}: the struct, its operands, its result and its scratch space.
 *
 * <p>All of them are slices of a single allocation, so that a task that needs too much memory fails
 * before any work is done.
 *
 * <p>Only the thread that creates the buffers can access and close them. The threads of an executor
 * access only the struct, which then belongs to no arena. {@link NativeTask} ensures that none of
 * them does so after the buffers are closed.
 */
final class TaskBuffers implements AutoCloseable {

    /** A cache line; a vector of any CPU then lies within one line. */
    private static final long ALIGNMENT = 64;

    private static final long LIMBS_PER_LINE = ALIGNMENT / Long.BYTES;

    // The fields of the struct, as indices of an array of longs. The first one contains two. The
    // setters that jextract generates, and the layout that their class contains, would take 15 ms
    // to initialize. A test compares the two.
    private static final int OPERATION_AND_THREADS = 0;
    private static final int FEATURES = 1;
    private static final int N = 2;
    private static final int A = 3;
    private static final int A_LIMBS = 4;
    private static final int B = 5;
    private static final int B_LIMBS = 6;
    private static final int C = 7;
    private static final int C_LIMBS = 8;
    private static final int A_BITS = 9;
    private static final int RESULT = 10;
    private static final int RESULT_LIMBS = 11;
    private static final int SCRATCH = 12;
    private static final int SCRATCH_LIMBS = 13;
    private static final int FIELDS = 14;

    static final long STRUCT_BYTES = (long) FIELDS * Long.BYTES;

    private static final long STRUCT_LINES = lines(FIELDS);

    /**
     * The input of a task as C needs it to compute the lengths of result and scratch space.
     *
     * @param operation one of the constants in downcall.h
     * @param n the exponent, the index or the radix; 0 if the operation has none
     * @param aLimbs the length of the first operand; 0 if the operation has none
     * @param aBits the bit length of the first operand, for DC_POWER
     * @param bLimbs the length of the second operand; 0 if there is none or if it equals the first
     * @param square whether the second operand equals the first
     * @param cLimbs the length of the third operand; 0 if the operation has none
     */
    record Input(
            int operation,
            long n,
            long aLimbs,
            long aBits,
            long bLimbs,
            boolean square,
            long cLimbs) {

        static Input ofProduct(long aLimbs, long bLimbs) {
            return new Input(TaskOperation.MULTIPLY, 0, aLimbs, 0, bLimbs, false, 0);
        }

        static Input ofSquare(long limbs) {
            return new Input(TaskOperation.MULTIPLY, 0, limbs, 0, 0, true, 0);
        }

        static Input ofPower(long limbs, long bits, long exponent) {
            return new Input(TaskOperation.POWER, exponent, limbs, bits, 0, false, 0);
        }

        static Input ofIndex(int operation, long n) {
            return new Input(operation, n, 0, 0, 0, false, 0);
        }

        static Input ofNumber(int operation, long limbs) {
            return new Input(operation, 0, limbs, 0, 0, false, 0);
        }

        static Input ofRadix(int operation, long limbs, int radix) {
            return new Input(operation, radix, limbs, 0, 0, false, 0);
        }

        static Input ofNumbers(int operation, long aLimbs, long bLimbs) {
            return new Input(operation, 0, aLimbs, 0, bLimbs, false, 0);
        }

        static Input ofNumbers(int operation, long aLimbs, long bLimbs, long cLimbs) {
            return new Input(operation, 0, aLimbs, 0, bLimbs, false, cLimbs);
        }
    }

    /**
     * The lengths of all buffers, in limbs.
     *
     * @param features the CPU features that the task may use from beginning to end
     */
    record Sizes(Input input, long features, long resultLimbs, long scratchLimbs) {

        /** Asks C for the lengths that the task requires. */
        static Sizes of(Input input) {
            long features = Downcalls.features();
            // C compares the addresses of the operands to recognize a square. It does not access
            // them, and neither exists yet.
            long[] fields = fields(input, features, 1);
            fields[A] = ALIGNMENT;
            fields[B] = input.square() ? ALIGNMENT : 0;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment task = arena.allocate(STRUCT_BYTES, Long.BYTES);
                write(fields, task);
                return new Sizes(
                        input,
                        features,
                        Downcalls.taskResultLimbs(task),
                        Downcalls.taskScratchLimbs(task));
            }
        }

        private long lines() {
            return STRUCT_LINES
                    + TaskBuffers.lines(input.aLimbs())
                    + TaskBuffers.lines(input.bLimbs())
                    + TaskBuffers.lines(input.cLimbs())
                    + TaskBuffers.lines(resultLimbs)
                    + TaskBuffers.lines(scratchLimbs);
        }

        /** {@return the limbs of the longest operand, or of the result if that is longer} */
        long longest() {
            return Math.max(
                    Math.max(input.aLimbs(), input.bLimbs()),
                    Math.max(input.cLimbs(), resultLimbs));
        }

        /** {@return the limbs of the struct and of all buffers, including what aligns them} */
        long limbs() {
            return lines() * LIMBS_PER_LINE;
        }
    }

    private final NativeMemory memory;
    private final long address;
    private final long bytes;
    private final Arena arena;
    private final MemorySegment task;
    private final MemorySegment a;
    private final MemorySegment b;
    private final MemorySegment c;
    private final MemorySegment result;

    /**
     * Allocates the buffers. Their content is unspecified.
     *
     * @param description what the task computes, for messages
     * @param inOneCall whether the calling thread alone accesses the buffers
     * @throws OutOfMemoryError if there is not enough memory; the message states how much the task
     *     requires
     */
    TaskBuffers(
            NativeMemory memory,
            Sizes sizes,
            String description,
            boolean inOneCall,
            Execution execution) {
        this.memory = memory;
        bytes = (sizes.lines() + 1) * ALIGNMENT;
        address = memory.allocate(bytes, description, execution.memoryWait());
        Arena opened = null;
        try {
            boolean shared = execution.executor() != null && !inOneCall;
            arena = opened = Arena.ofConfined();
            Input input = sizes.input();
            long aligned = (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            MemorySegment all = MemorySegment.ofAddress(aligned)
                    .reinterpret(sizes.lines() * ALIGNMENT, arena, null);
            // A shared arena would take tens of microseconds or more to close.
            task = shared
                    ? MemorySegment.ofAddress(aligned).reinterpret(STRUCT_BYTES)
                    : all.asSlice(0, STRUCT_BYTES);
            long offset = STRUCT_LINES * ALIGNMENT;
            a = all.asSlice(offset, input.aLimbs() * Long.BYTES);
            offset += lines(input.aLimbs()) * ALIGNMENT;
            b = input.square() ? a : all.asSlice(offset, input.bLimbs() * Long.BYTES);
            offset += lines(input.bLimbs()) * ALIGNMENT;
            c = all.asSlice(offset, input.cLimbs() * Long.BYTES);
            offset += lines(input.cLimbs()) * ALIGNMENT;
            result = all.asSlice(offset, sizes.resultLimbs() * Long.BYTES);
            offset += lines(sizes.resultLimbs()) * ALIGNMENT;
            MemorySegment scratch = all.asSlice(offset, sizes.scratchLimbs() * Long.BYTES);

            long[] fields = fields(
                    input,
                    sizes.features(),
                    shared ? Runtime.getRuntime().availableProcessors() : 1);
            fields[A] = a.address();
            fields[B] = b.address();
            fields[C] = c.address();
            fields[RESULT] = result.address();
            fields[RESULT_LIMBS] = sizes.resultLimbs();
            fields[SCRATCH] = scratch.address();
            fields[SCRATCH_LIMBS] = sizes.scratchLimbs();
            write(fields, task);
        } catch (Throwable e) {
            if (opened != null) {
                opened.close();
            }
            memory.free(address, bytes);
            throw e;
        }
    }

    /** {@return every field except for those of the buffers} */
    private static long[] fields(Input input, long features, int threads) {
        long[] fields = new long[FIELDS];
        fields[OPERATION_AND_THREADS] = twoInts(input.operation(), threads);
        fields[FEATURES] = features;
        fields[N] = input.n();
        fields[A_LIMBS] = input.aLimbs();
        fields[A_BITS] = input.aBits();
        fields[B_LIMBS] = input.square() ? input.aLimbs() : input.bLimbs();
        fields[C_LIMBS] = input.cLimbs();
        return fields;
    }

    /** {@return the eight bytes of two positive ints, one after the other} */
    private static long twoInts(int first, int second) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? (long) second << Integer.SIZE | first
                : (long) first << Integer.SIZE | second;
    }

    /** Unlike other ways to write a segment, this one initializes no class of java.lang.invoke. */
    private static void write(long[] fields, MemorySegment task) {
        MemorySegment.copy(MemorySegment.ofArray(fields), 0, task, 0, STRUCT_BYTES);
    }

    private static long lines(long limbs) {
        return (limbs + LIMBS_PER_LINE - 1) / LIMBS_PER_LINE;
    }

    /**
     * {@return the struct}
     *
     * @throws IllegalStateException if the buffers are closed
     * @throws WrongThreadException if another thread created them
     */
    MemorySegment task() {
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException("The buffers are closed.");
        }
        if (!result.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("Another thread created the buffers.");
        }
        return task;
    }

    MemorySegment a() {
        return a;
    }

    /** {@return the second operand; for a square, the same segment as the first} */
    MemorySegment b() {
        return b;
    }

    MemorySegment c() {
        return c;
    }

    MemorySegment result() {
        return result;
    }

    /**
     * Frees the memory. No thread may be in a call that uses it.
     *
     * @throws IllegalStateException if the buffers are closed
     * @throws WrongThreadException if another thread created them; nothing is freed
     */
    @Override
    public void close() {
        arena.close();
        memory.free(address, bytes);
    }
}
