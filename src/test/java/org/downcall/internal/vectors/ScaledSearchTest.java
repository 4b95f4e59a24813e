package org.downcall.internal.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.downcall.internal.RequiresLibrary;
import org.junit.jupiter.api.Test;

/** Values of integers with scales. Both kernels compute the same bits. */
class ScaledSearchTest {

    private static final int ROWS = 70;

    private final List<VectorKernel> kernels =
            new ArrayList<>(List.of(new JavaVectors(), new NativeVectors()));

    private double[] values(
            int metric, MemorySegment query, Float queryScale, MemorySegment rows, Float rowScale) {
        MemorySegment scales = rowScale == null ? null : Arena.ofAuto().allocate(4L * ROWS);
        for (int i = 0; scales != null && i < ROWS; i++) {
            scales.setAtIndex(ValueLayout.JAVA_FLOAT, i, rowScale);
        }
        SearchRequest request = new SearchRequest(
                metric,
                VectorKernel.INT8,
                1,
                rows,
                1,
                scales,
                ROWS,
                null,
                null,
                query,
                1,
                1,
                queryScale == null ? null : MemorySegment.ofArray(new float[] {queryScale}),
                1);
        double[] first = null;
        for (VectorKernel kernel : kernels) {
            double[] values = new double[ROWS];
            kernel.values(request, 0, ROWS, values);
            for (int i = 0; first != null && i < ROWS; i++) {
                assertEquals(first[i], values[i], "row " + i);
            }
            first = values;
        }
        return first;
    }

    @Test
    @RequiresLibrary
    void scalesOfOneSideOnly() {
        MemorySegment query = MemorySegment.ofArray(new byte[] {3});
        MemorySegment rows = Arena.ofAuto().allocate(ROWS);
        for (int i = 0; i < ROWS; i++) {
            rows.set(ValueLayout.JAVA_BYTE, i, (byte) (i - 35));
        }
        double[] byRows = values(VectorKernel.DOT, query, null, rows, 0.5f);
        double[] byQuery = values(VectorKernel.DOT, query, 0.5f, rows, null);
        double[] distances = values(VectorKernel.SQUARED_DISTANCE, query, 0.5f, rows, null);
        for (int i = 0; i < ROWS; i++) {
            assertEquals(1.5 * (i - 35), byRows[i]);
            assertEquals(1.5 * (i - 35), byQuery[i]);
            assertEquals((1.5 - (i - 35)) * (1.5 - (i - 35)), distances[i]);
        }
    }

    /** The difference of the three sums rounds below 0, for distances of at most 2^-24. */
    @Test
    @RequiresLibrary
    void distancesAreNotNegative() {
        MemorySegment query = MemorySegment.ofArray(new byte[] {127});
        MemorySegment rows = Arena.ofAuto().allocate(ROWS).fill((byte) 126);
        for (int t = 60_000; t < 130_000; t += 997) {
            float queryScale = (126 * t + 1) / 0x1p24f;
            float rowScale = (127 * t + 1) / 0x1p24f;
            double value =
                    values(VectorKernel.SQUARED_DISTANCE, query, queryScale, rows, rowScale)[0];
            assertTrue(value >= 0 && value < 1e-10, "t=" + t + ": " + value);
        }
    }
}
