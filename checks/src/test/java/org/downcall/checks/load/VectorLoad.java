package org.downcall.checks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorSearch;
import org.downcall.VectorType;
import org.downcall.Vectors;

/**
 * A computation with vectors: a matrix in native memory, the same one in a file that is mapped and
 * in one that is copied, and searches for one query and for several.
 */
final class VectorLoad {

    private static final int ROWS = 2_000;
    private static final int DIMENSIONS = 200;
    private static final int K = 20;

    private final Random random;
    private final Path file;

    /** @param file is written, mapped and read */
    VectorLoad(Random random, Path file) {
        this.random = random;
        this.file = file;
    }

    /**
     * Computes once.
     *
     * @throws CancellationException if the thread was interrupted, which it does itself at times
     */
    void compute() throws IOException {
        int dimensions = 1 + random.nextInt(DIMENSIONS);
        VectorType type = VectorType.values()[random.nextInt(VectorType.BITS.ordinal())];
        float[][] queries = vectors(1 + random.nextInt(9), dimensions);
        try (VectorMatrix floats = VectorMatrix.of(vectors(1 + random.nextInt(ROWS), dimensions));
                VectorMatrix matrix = floats.normalize().to(type)) {
            search(matrix, queries);
            if (type == VectorType.INT8) {
                return; // its scales cannot be written
            }
            matrix.write(file);
            boolean bfloat16 = type == VectorType.BFLOAT16;
            try (VectorMatrix mapped =
                            bfloat16 ? VectorMatrix.mapBfloat16(file) : VectorMatrix.map(file);
                    VectorMatrix copied =
                            bfloat16 ? VectorMatrix.loadBfloat16(file) : VectorMatrix.load(file)) {
                search(mapped, queries);
                search(copied, queries);
            }
        }
    }

    private float[][] vectors(int count, int dimensions) {
        float[][] vectors = new float[count][dimensions];
        for (float[] vector : vectors) {
            for (int i = 0; i < dimensions; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
        }
        return vectors;
    }

    private void search(VectorMatrix matrix, float[][] queries) {
        VectorSearch search = VectorSearch.of(VectorMetric.DOT, 1 + random.nextInt(K));
        if (random.nextBoolean()) {
            BitSet filter = new BitSet();
            for (int row = 0; row < matrix.rows(); row += 1 + random.nextInt(3)) {
                filter.set(row);
            }
            search = search.withFilter(filter);
        }
        if (random.nextInt(4) == 0) {
            search = search.withExecutor(ForkJoinPool.commonPool());
        }
        if (random.nextInt(16) == 0) {
            Thread.currentThread().interrupt();
        }
        try (VectorMatrix batch = VectorMatrix.of(queries)) {
            List<List<VectorMatch>> best = search.run(matrix, batch);
            for (int q = 0; q < queries.length; q++) {
                List<VectorMatch> alone = search.run(matrix, queries[q]);
                if (!alone.equals(best.get(q))) {
                    throw new AssertionError("Query " + q + " finds " + best.get(q)
                            + " in a batch, and " + alone + " alone.");
                }
                VectorMatch first = alone.getFirst();
                if (matrix.type() == VectorType.FLOAT32
                        && first.value() != Vectors.dot(queries[q], matrix.row(first.row()))) {
                    throw new AssertionError("The value of " + first + " is wrong.");
                }
            }
        }
    }
}
