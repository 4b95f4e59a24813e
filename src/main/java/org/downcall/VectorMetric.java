package org.downcall;

import org.downcall.internal.vectors.VectorKernel;

/**
 * How two vectors are compared. {@link #HAMMING} and {@link #JACCARD} accept {@link
 * VectorType#BITS}; the other metrics accept all other types.
 */
public enum VectorMetric {
    /** The sum of a<sub>i</sub> b<sub>i</sub>. A search prefers higher values. */
    DOT(VectorKernel.DOT),

    /** The sum of (a<sub>i</sub> - b<sub>i</sub>)<sup>2</sup>. A search prefers lower values. */
    SQUARED_DISTANCE(VectorKernel.SQUARED_DISTANCE),

    /**
     * dot(a, b) / sqrt(dot(a, a) dot(b, b)); NaN if one of the vectors is zero. A search prefers
     * higher values.
     */
    COSINE(VectorKernel.COSINE),

    /** The number of bits that differ. A search prefers lower values. */
    HAMMING(VectorKernel.HAMMING),

    /**
     * The number of bits that are set in both vectors, divided by the number of bits that are set
     * in at least one of them; 1 if no bit is set. A search prefers higher values.
     */
    JACCARD(VectorKernel.JACCARD);

    private final int code;

    VectorMetric(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    void requireTakes(VectorType type) {
        boolean takesBits = this == HAMMING || this == JACCARD;
        if (takesBits != (type == VectorType.BITS)) {
            throw new IllegalArgumentException("The metric " + this + " does not take the type "
                    + type + ". Use HAMMING or JACCARD for BITS, and another metric for numbers.");
        }
    }
}
