package com.example;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorType;

/**
 * Finds the vectors of a data set that are most similar to some queries. Each task searches in its
 * partition, and the best of all partitions are merged. The result is that of a single {@link
 * VectorMatrix} with all vectors, because a value depends on nothing but the query and the vector.
 */
public final class DistributedSearch {

    /** The vectors that a task holds in native memory at a time. */
    private static final int ROWS = 4096;

    /** A vector and its number. */
    public record Embedding(long id, float[] vector) implements Serializable {}

    /** The number of a vector, and how it compares with a query. */
    public record Match(long id, double value) implements Serializable {}

    /** The best matches of each query, best first. */
    public record Best(List<List<Match>> queries) implements Serializable {}

    /**
     * The order of the results of {@link VectorMatrix#search}: the best value, then the lowest id.
     */
    private static Comparator<Match> bestFirst(VectorMetric metric) {
        boolean lower = metric == VectorMetric.SQUARED_DISTANCE;
        Comparator<Double> byValue = lower ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return Comparator.comparing((Match match) -> Double.isNaN(match.value()))
                .thenComparing(Match::value, byValue)
                .thenComparing(Match::id);
    }

    /**
     * Searches on the executors.
     *
     * @param embeddings ascending ids in each partition
     * @param metric one that takes numbers
     * @return the best k for each query
     */
    public static Best search(
            JavaSparkContext spark,
            JavaRDD<Embedding> embeddings,
            float[][] queries,
            VectorMetric metric,
            int k) {
        Broadcast<float[][]> shared = spark.broadcast(queries);
        try {
            return embeddings
                    .mapPartitions(
                            rows -> Stream.of(searchPartition(rows, shared.value(), metric, k))
                                    .iterator())
                    .reduce((a, b) -> merged(a, b, metric, k));
        } finally {
            shared.destroy();
        }
    }

    /** Runs on an executor. The matrices are closed with the task, whether it succeeds or fails. */
    static Best searchPartition(
            Iterator<Embedding> rows, float[][] queries, VectorMetric metric, int k) {
        int dimensions = queries[0].length;
        List<List<Match>> none = new ArrayList<>();
        for (int q = 0; q < queries.length; q++) {
            none.add(new ArrayList<>());
        }
        Best best = new Best(none);
        try (VectorMatrix all = VectorMatrix.of(queries);
                VectorMatrix matrix = VectorMatrix.allocate(VectorType.FLOAT32, ROWS, dimensions)) {
            long[] ids = new long[ROWS];
            while (rows.hasNext()) {
                int count = 0;
                while (count < ROWS && rows.hasNext()) {
                    Embedding row = rows.next();
                    ids[count] = row.id();
                    matrix.set(count++, row.vector());
                }
                List<List<VectorMatch>> found = matrix.rows(0, count).search(all, metric, k);
                best = merged(best, withIds(found, ids), metric, k);
            }
        }
        return best;
    }

    private static Best withIds(List<List<VectorMatch>> found, long[] ids) {
        List<List<Match>> queries = new ArrayList<>();
        for (List<VectorMatch> matches : found) {
            List<Match> renamed = new ArrayList<>();
            for (VectorMatch match : matches) {
                renamed.add(new Match(ids[(int) match.row()], match.value()));
            }
            queries.add(renamed);
        }
        return new Best(queries);
    }

    private static Best merged(Best a, Best b, VectorMetric metric, int k) {
        List<List<Match>> queries = new ArrayList<>();
        for (int q = 0; q < a.queries().size(); q++) {
            List<Match> both = new ArrayList<>(a.queries().get(q));
            both.addAll(b.queries().get(q));
            both.sort(bestFirst(metric));
            queries.add(new ArrayList<>(both.subList(0, Math.min(k, both.size()))));
        }
        return new Best(queries);
    }

    private DistributedSearch() {}
}
