package org.downcall.internal.vectors;

import java.lang.foreign.MemorySegment;

/**
 * What a search compares; see dc_search in downcall_vectors.h.
 *
 * @param n the elements of a row; bytes for BITS
 * @param rows native memory, which is not copied
 * @param rowScales native memory; or null, which means 1 for all rows
 * @param positions how many there are
 * @param ids the row of each position, in ascending order; or null, if positions are rows
 * @param filter bit p is set if position p counts; or null, if all do
 * @param queries on or off the heap; FLOAT32 if {@code type} is a floating-point type, otherwise
 *     {@code type}
 * @param queryScales a float for each query; or null, which means 1 for all queries
 * @param k how many rows to find for each query, at most {@code positions}
 */
public record SearchRequest(
        int metric,
        int type,
        long n,
        MemorySegment rows,
        long rowStride,
        MemorySegment rowScales,
        long positions,
        long[] ids,
        long[] filter,
        MemorySegment queries,
        long queryStride,
        int queryCount,
        MemorySegment queryScales,
        int k) {

    /** {@return whether lower values are better} */
    boolean prefersLower() {
        return metric == VectorKernel.SQUARED_DISTANCE || metric == VectorKernel.HAMMING;
    }

    /**
     * {@return whether a value and its position come before others, in the order of the results}
     */
    boolean isBetter(double value, long position, double other, long otherPosition) {
        if (value == other || (Double.isNaN(value) && Double.isNaN(other))) {
            return position < otherPosition;
        }
        if (Double.isNaN(value) || Double.isNaN(other)) {
            return Double.isNaN(other);
        }
        return prefersLower() ? value < other : value > other;
    }

    boolean counts(long position) {
        return filter == null
                || (position >>> 6 < filter.length
                        && (filter[(int) (position >>> 6)] >>> position & 1) != 0);
    }

    long row(long position) {
        return ids == null ? position : ids[(int) position];
    }

    /**
     * {@return the bytes of what a search copies to native memory, and of its buffers; or the
     * greatest long if they exceed it}
     */
    long nativeBytes(int strands) {
        long copied = queries.byteSize()
                + (queryScales == null ? 0 : queryScales.byteSize())
                + (ids == null ? 0 : (long) ids.length * Long.BYTES)
                + (filter == null ? 0 : positions / Byte.SIZE);
        // A key and a position for each result; a count and a square for each query
        return (long) (copied + (double) strands * queryCount * (2.0 * k + 2) * Long.BYTES);
    }
}
