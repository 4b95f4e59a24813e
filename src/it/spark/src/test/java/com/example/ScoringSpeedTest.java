package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.DistributedSearch.Best;
import com.example.DistributedSearch.Embedding;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.downcall.VectorMetric;
import org.junit.jupiter.api.Test;
import scala.collection.Seq;

/**
 * How long one core takes to find the best value of each query, with vectors that are in memory: by
 * SQL with Spark's own vector_inner_product, by SQL with a function in Java, and by {@link
 * DistributedSearch}. The times are printed, and written to target/speed.txt.
 */
class ScoringSpeedTest {

    private static final int ROWS = 200_000;
    private static final int DIMENSIONS = 128;

    /** The first ones also compile the code. Those of Spark take seconds each. */
    private static final int ROUNDS = 4;

    private static final int SHORT_ROUNDS = 12;

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType, false)
            .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);

    private final List<String> lines = new ArrayList<>();

    @Test
    void downcallAgreesWithSpark() throws IOException {
        SparkSession session = SparkSession.builder()
                .master("local[1]")
                .appName("speed")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        try {
            session.udf().register("java_inner_product", javaInnerProduct(), DataTypes.FloatType);
            JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            JavaRDD<Embedding> embeddings = spark.parallelize(
                            LongStream.range(0, ROWS).boxed().toList(), 1)
                    .map(id -> new Embedding(id, RandomVectors.vector(id, DIMENSIONS)))
                    .persist(StorageLevel.MEMORY_ONLY());
            Dataset<Row> rows = session.createDataFrame(
                            embeddings.map(one -> RowFactory.create(one.id(), one.vector())),
                            SCHEMA)
                    .persist(StorageLevel.MEMORY_ONLY());
            rows.createOrReplaceTempView("row");
            assertEquals(ROWS, embeddings.count());
            assertEquals(ROWS, rows.count());
            for (int count : new int[] {1, 32}) {
                compare(session, spark, embeddings, count);
            }
        } finally {
            session.stop();
        }
        Files.write(Path.of("target", "speed.txt"), lines);
    }

    private void compare(
            SparkSession session,
            JavaSparkContext spark,
            JavaRDD<Embedding> embeddings,
            int count) {
        float[][] queries = LongStream.rangeClosed(1, count)
                .mapToObj(id -> RandomVectors.vector(-id, DIMENSIONS))
                .toArray(float[][]::new);
        List<Row> all = new ArrayList<>();
        for (int q = 0; q < count; q++) {
            all.add(RowFactory.create((long) q, queries[q]));
        }
        session.createDataFrame(all, SCHEMA).createOrReplaceTempView("query");
        double downcall = measure(
                count + " queries, Downcall",
                count,
                SHORT_ROUNDS,
                () -> best(
                        DistributedSearch.search(spark, embeddings, queries, VectorMetric.DOT, 1)));
        double builtIn = measure(
                count + " queries, vector_inner_product",
                count,
                ROUNDS,
                () -> bySql(session, "vector_inner_product"));
        double udf = measure(
                count + " queries, UDF with a Java loop",
                count,
                ROUNDS,
                () -> bySql(session, "java_inner_product"));
        print(String.format(
                "%d queries: Downcall is %.1f times as fast as vector_inner_product, and %.1f times"
                        + " as fast as the UDF",
                count, builtIn / downcall, udf / downcall));
        float[] expected = bySql(session, "vector_inner_product");
        float[] actual =
                best(DistributedSearch.search(spark, embeddings, queries, VectorMetric.DOT, 1));
        for (int q = 0; q < count; q++) {
            assertEquals(expected[q], actual[q], 1e-4, "query " + q);
        }
    }

    /**
     * {@return the nanoseconds of processor time for each pair of a query and a vector, in the
     * fastest of some rounds} Other processes have little effect on processor time.
     */
    private double measure(String name, int queries, int rounds, Supplier<float[]> work) {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rounds; i++) {
            long start = system.getProcessCpuTime();
            work.get();
            best = Math.min(best, (system.getProcessCpuTime() - start) / (double) ROWS / queries);
        }
        print(String.format("%s: %.1f ns for each pair", name, best));
        return best;
    }

    private void print(String line) {
        System.out.println(line);
        lines.add(line);
    }

    private static float[] best(Best best) {
        float[] values = new float[best.queries().size()];
        for (int q = 0; q < values.length; q++) {
            values[q] = (float) best.queries().get(q).getFirst().value();
        }
        return values;
    }

    private static float[] bySql(SparkSession session, String function) {
        List<Float> values = session.sql("SELECT /*+ BROADCAST(q) */ max(" + function
                        + "(r.vector, q.vector)) FROM row r CROSS JOIN query q"
                        + " GROUP BY q.id ORDER BY q.id")
                .map((MapFunction<Row, Float>) row -> row.getFloat(0), Encoders.FLOAT())
                .collectAsList();
        float[] best = new float[values.size()];
        for (int q = 0; q < best.length; q++) {
            best[q] = values.get(q);
        }
        return best;
    }

    private static UDF2<Seq<Float>, Seq<Float>, Float> javaInnerProduct() {
        return (a, b) -> {
            float sum = 0;
            for (int i = 0; i < a.length(); i++) {
                sum += a.apply(i) * b.apply(i);
            }
            return sum;
        };
    }
}
