package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.downcall.internal.calls.Strands;

/** Writes the two operands of a task to its memory. */
final class Operands {

    /**
     * The limbs of the shorter operand from which two threads read the operands. To read so many
     * takes about 0.2 ms (BigInteger.toByteArray, JDK 25), and to wake a thread up to 0.1 ms.
     */
    static final long LEAST_PARALLEL_LIMBS = 1 << 15;

    /** The bytes of the operands. A class, because linking a lambda may fail permanently. */
    private static final class Bytes implements Strands.Work {
        private final BigInteger[] operands;
        private final byte[][] bytes = new byte[2][];

        Bytes(BigInteger a, BigInteger b) {
            operands = new BigInteger[] {a, b};
        }

        @Override
        public void run(long strand, BooleanSupplier stopped) {
            bytes[(int) strand] = Magnitude.bytes(operands[(int) strand]);
        }

        /** Strands do not run if the calling thread has been interrupted. */
        byte[] of(int operand) {
            return bytes[operand] != null ? bytes[operand] : Magnitude.bytes(operands[operand]);
        }
    }

    /**
     * Writes the magnitudes of the operands, and 0 to the limbs above them.
     *
     * @param executor provides a thread that reads one of two long operands; may be null
     * @throws RuntimeException | Error what the executor throws, except for a
     *     RejectedExecutionException
     */
    static void toLimbs(
            BigInteger a,
            MemorySegment aLimbs,
            BigInteger b,
            MemorySegment bLimbs,
            Executor executor) {
        long shorter = Math.min(aLimbs.byteSize(), bLimbs.byteSize()) / Long.BYTES;
        Bytes bytes = new Bytes(a, b);
        if (executor != null && shorter >= LEAST_PARALLEL_LIMBS) {
            Strands.run(2, executor, bytes);
        }
        Magnitude.toLimbs(bytes.of(0), aLimbs);
        Magnitude.toLimbs(bytes.of(1), bLimbs);
    }

    private Operands() {}
}
