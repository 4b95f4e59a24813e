package org.downcall.internal.vectors;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.downcall.internal.calls.Execution;

/**
 * Comparisons of vectors. The public classes have checked all arguments: the metric accepts the
 * type, and both vectors have the same length. All kernels return the same results, bit for bit.
 */
public interface VectorKernel {

    // Types and metrics, as in downcall_vectors.h.

    int FLOAT32 = 0;
    int FLOAT16 = 1;
    int BFLOAT16 = 2;
    int INT8 = 3;
    int BITS = 4;

    int DOT = 0;
    int SQUARED_DISTANCE = 1;
    int COSINE = 2;
    int HAMMING = 3;
    int JACCARD = 4;

    /** The elements whose sum is computed in binary32, or, for BITS, the bytes counted at once. */
    int BLOCK = 16_384;

    /** The numbers that are summarized at once. */
    int SUMMARY_BLOCK = 4_096;

    /**
     * The alignment of the memory of matrices. Rows of 256 bytes that begin between multiples of
     * 256 took twice as long to read.
     */
    long ALIGNMENT = 256;

    /** {@return the bytes of an element; for BITS, of eight of them} */
    static int bytes(int type) {
        return switch (type) {
            case FLOAT32 -> 4;
            case FLOAT16, BFLOAT16 -> 2;
            default -> 1;
        };
    }

    /** {@return whether the type is a floating-point type} */
    static boolean isFloating(int type) {
        return type <= BFLOAT16;
    }

    /**
     * Allocates memory for a matrix, which contains zeros and has the alignment {@link
     * #ALIGNMENT}.
     *
     * @param arena frees the memory when it is closed
     * @throws OutOfMemoryError if there is not enough memory
     */
    MemorySegment allocate(long bytes, Arena arena);

    /** {@return the value of the metric for FLOAT32} */
    double compare(int metric, float[] a, float[] b);

    /** {@return the value of the metric for FLOAT16} */
    double compare(int metric, short[] a, short[] b);

    /** {@return the value of the metric} */
    double compare(int metric, int type, byte[] a, byte[] b);

    /** {@return the value of the metric for BITS} */
    double compare(int metric, long[] a, long[] b);

    /**
     * {@return the value of the metric}
     *
     * @param n the elements of both vectors, or their bytes for BITS
     */
    double compare(int metric, int type, MemorySegment a, MemorySegment b, long n);

    /** {@return the summary of all numbers} */
    Moments summarize(double[] numbers);

    /**
     * Finds the best rows.
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    BestRows search(SearchRequest request, Execution execution);

    /**
     * Writes the value of each position from {@code from} to below {@code to} to {@code values},
     * for the only query of the request.
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    void values(SearchRequest request, long from, long to, double[] values);
}
