package org.downcall.checks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorSearch;
import org.downcall.Vectors;

/** Searches in a matrix, for one query and for several, and the test of their results. */
public final class Searches {

    private static final int DIMENSIONS = 40;
    private static final int K = 10;

    private final VectorMatrix matrix;
    private final VectorMatrix queries;
    private final List<List<VectorMatch>> expected = new ArrayList<>();

    /**
     * Creates a matrix and the queries, which remain until the process ends.
     *
     * @param rows with 30 000 and more, a search takes several calls of C
     */
    public Searches(int rows, int queryCount) {
        Random random = new Random(rows);
        matrix = VectorMatrix.of(vectors(random, rows));
        float[][] each = vectors(random, queryCount);
        queries = VectorMatrix.of(each);
        for (float[] query : each) {
            List<VectorMatch> all = new ArrayList<>();
            for (long row = 0; row < rows; row++) {
                all.add(new VectorMatch(row, Vectors.dot(query, matrix.row(row))));
            }
            all.sort(Comparator.comparingDouble(VectorMatch::value).reversed());
            expected.add(List.copyOf(all.subList(0, K)));
        }
    }

    private static float[][] vectors(Random random, int count) {
        float[][] vectors = new float[count][DIMENSIONS];
        for (float[] vector : vectors) {
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }
        return vectors;
    }

    private static VectorSearch search(Executor executor) {
        VectorSearch search = VectorSearch.of(VectorMetric.DOT, K);
        return executor == null ? search : search.withExecutor(executor);
    }

    /**
     * Searches for the first query.
     *
     * @param executor may be null
     * @throws AssertionError if the result is wrong
     */
    public void single(Executor executor) {
        assertSame(expected.getFirst(), search(executor).run(matrix, queries.row(0)));
    }

    /**
     * Searches for all queries at once.
     *
     * @param executor may be null
     * @throws AssertionError if a result is wrong
     */
    public void batch(Executor executor) {
        assertSame(expected, search(executor).run(matrix, queries));
    }

    private static void assertSame(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("The search found " + actual + ", not " + expected);
        }
    }
}
