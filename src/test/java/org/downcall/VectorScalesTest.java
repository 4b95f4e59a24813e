package org.downcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Integers with a scale for each row, and matrices and rows that are special cases. */
class VectorScalesTest {

    private static final float[][] ROWS = {{1, 2, 3}, {-40, 5, 60}, {0.25f, 0, -0.5f}, {7, 7, 7}};

    /** A batch of queries finds what its queries find one by one, whichever type they have. */
    @Test
    void batchesOfQueries() {
        try (VectorMatrix floats = VectorMatrix.of(ROWS);
                VectorMatrix scaled = floats.to(VectorType.INT8);
                VectorMatrix plain = VectorMatrix.allocate(VectorType.INT8, ROWS.length, 3)) {
            for (int i = 0; i < ROWS.length; i++) {
                plain.set(i, scaled.bytes(i));
            }
            for (VectorMatrix matrix : List.of(floats, scaled, plain)) {
                for (VectorMatrix queries : List.of(floats, scaled, plain)) {
                    for (VectorMetric metric :
                            List.of(VectorMetric.DOT, VectorMetric.SQUARED_DISTANCE)) {
                        List<List<VectorMatch>> batch = matrix.search(queries, metric, 2);
                        assertEquals(ROWS.length, batch.size());
                        for (int i = 0; i < ROWS.length; i++) {
                            boolean hasScale = queries == plain;
                            assertEquals(
                                    hasScale && matrix != floats
                                            ? matrix.search(plain.bytes(i), metric, 2)
                                            : matrix.search(queries.row(i), metric, 2),
                                    batch.get(i),
                                    metric + " of " + matrix.type() + " and " + queries.type());
                        }
                    }
                }
            }
        }
    }

    @Test
    void viewsAndCopiesKeepTheScales() {
        try (VectorMatrix floats = VectorMatrix.of(ROWS);
                VectorMatrix scaled = floats.to(VectorType.INT8);
                VectorMatrix copy = scaled.to(VectorType.INT8)) {
            VectorMatrix view = scaled.rows(1, 3);
            assertArrayEquals(scaled.row(2), view.row(1));
            assertArrayEquals(scaled.row(2), copy.row(2));
            assertArrayEquals(scaled.bytes(2), copy.bytes(2));
        }
    }

    @Test
    void numbersNextToZeroHaveTheSmallestScale() {
        float[][] rows = {{Float.MIN_VALUE, -2 * Float.MIN_VALUE, 0}, {0, 0, 0}};
        try (VectorMatrix floats = VectorMatrix.of(rows);
                VectorMatrix scaled = floats.to(VectorType.INT8)) {
            assertArrayEquals(new byte[] {1, -2, 0}, scaled.bytes(0));
            assertArrayEquals(rows[0], scaled.row(0));
            assertArrayEquals(new byte[] {0, 0, 0}, scaled.bytes(1));
        }
    }

    @Test
    void rowsWithoutAFiniteLengthStayAsTheyAre() {
        float[] infinite = {Float.POSITIVE_INFINITY, 1};
        float[] zero = {0, 0};
        try (VectorMatrix matrix = VectorMatrix.of(infinite, zero, new float[] {3, 4})) {
            matrix.normalize();
            assertArrayEquals(infinite, matrix.row(0));
            assertArrayEquals(zero, matrix.row(1));
            assertArrayEquals(new float[] {0.6f, 0.8f}, matrix.row(2));
        }
    }

    @Test
    void onlyFloatingPointNumbersAreNormalized() {
        try (VectorMatrix matrix = VectorMatrix.allocate(VectorType.INT8, 1, 1)) {
            IllegalStateException e = assertThrows(IllegalStateException.class, matrix::normalize);
            assertTrue(e.getMessage().contains("INT8"), e.getMessage());
        }
    }

    @Test
    void bitsAreConvertedToBitsOnly() {
        try (VectorMatrix bits = VectorMatrix.allocate(VectorType.BITS, 1, 8);
                VectorMatrix floats = VectorMatrix.allocate(VectorType.FLOAT32, 1, 8)) {
            bits.set(0, new byte[] {0x5A});
            try (VectorMatrix copy = bits.to(VectorType.BITS)) {
                assertArrayEquals(bits.bytes(0), copy.bytes(0));
            }
            assertThrows(IllegalArgumentException.class, () -> bits.to(VectorType.FLOAT32));
            assertThrows(IllegalArgumentException.class, () -> floats.to(VectorType.BITS));
        }
    }

    @Test
    void viewsOfNoRows() {
        VectorMatrix wrapped =
                VectorMatrix.wrap(MemorySegment.ofAddress(8), VectorType.FLOAT32, 0, 5, 20);
        assertEquals(0, wrapped.rows());
        assertEquals(3, wrapped.prefix(3).dimensions());
        assertEquals(List.of(), wrapped.search(new float[5], VectorMetric.DOT, 3));
    }
}
