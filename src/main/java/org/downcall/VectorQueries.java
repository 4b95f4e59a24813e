package org.downcall;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Queries, converted to the type with which the rows of a matrix are compared.
 *
 * @param scales a float for each query, or null
 */
record VectorQueries(MemorySegment data, long stride, int count, MemorySegment scales) {

    static VectorQueries of(VectorMatrix matrix, float[] query) {
        Objects.requireNonNull(matrix, "matrix");
        Objects.requireNonNull(query, "query");
        requireLength(matrix, matrix.dimensions(), query.length, "elements");
        if (matrix.type() == VectorType.BITS) {
            throw new IllegalArgumentException(
                    "The matrix has the type BITS. Pass the query as bytes.");
        }
        if (matrix.type() == VectorType.INT8) {
            byte[] quantized = new byte[query.length];
            float[] scale = {VectorElements.quantize(query, quantized)};
            return new VectorQueries(
                    MemorySegment.ofArray(quantized),
                    query.length,
                    1,
                    MemorySegment.ofArray(scale));
        }
        return new VectorQueries(MemorySegment.ofArray(query), 4L * query.length, 1, null);
    }

    static VectorQueries of(VectorMatrix matrix, byte[] query) {
        Objects.requireNonNull(matrix, "matrix");
        Objects.requireNonNull(query, "query");
        requireLength(matrix, matrix.type().bytes(matrix.dimensions()), query.length, "bytes");
        if (matrix.type().isFloating()) {
            throw new IllegalArgumentException("The matrix has the type " + matrix.type()
                    + ". Pass the query as an array of float.");
        }
        return new VectorQueries(MemorySegment.ofArray(query), query.length, 1, null);
    }

    static VectorQueries of(VectorMatrix matrix, VectorMatrix queries) {
        Objects.requireNonNull(matrix, "matrix");
        Objects.requireNonNull(queries, "queries");
        requireLength(matrix, matrix.dimensions(), queries.dimensions(), "dimensions");
        VectorType type = matrix.type().isFloating() ? VectorType.FLOAT32 : matrix.type();
        if ((type == VectorType.BITS) != (queries.type() == VectorType.BITS)) {
            throw new IllegalArgumentException("The queries have the type " + queries.type()
                    + ", and the matrix has the type " + matrix.type()
                    + ". Pass bits for bits, and numbers for numbers.");
        }
        int count = (int) Math.min(queries.rows(), Integer.MAX_VALUE);
        long bytes = type.bytes(queries.dimensions());
        if (count * Math.max(bytes, 1) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The queries have " + queries.rows() + " rows of "
                    + bytes + " bytes. The limit is 2 GiB in total. Search for fewer at once.");
        }
        MemorySegment data = MemorySegment.ofArray(new byte[(int) (count * bytes)]);
        float[] scales = type == VectorType.INT8 && (queries.type() != type || queries.hasScales())
                ? new float[count]
                : null;
        for (int q = 0; q < count; q++) {
            MemorySegment to = data.asSlice(q * bytes, bytes);
            if (queries.type() == type) {
                to.copyFrom(queries.segment(q));
                if (scales != null) {
                    scales[q] = queries.scale(q);
                }
            } else if (type == VectorType.INT8) {
                byte[] quantized = new byte[queries.dimensions()];
                scales[q] = VectorElements.quantize(queries.row(q), quantized);
                to.copyFrom(MemorySegment.ofArray(quantized));
            } else {
                to.copyFrom(MemorySegment.ofArray(queries.row(q)));
            }
        }
        return new VectorQueries(
                data, bytes, count, scales == null ? null : MemorySegment.ofArray(scales));
    }

    private static void requireLength(
            VectorMatrix matrix, long expected, long actual, String unit) {
        if (expected != actual) {
            throw new IllegalArgumentException("The query has " + actual + " " + unit
                    + ", and a row of the matrix has " + expected + ". They must be the same.");
        }
    }
}
