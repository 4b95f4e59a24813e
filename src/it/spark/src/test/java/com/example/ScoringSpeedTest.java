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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
 * DistributedSearch}. They take turns. The times are printed, and written to target/speed.txt.
 */
class ScoringSpeedTest {

    private static final int ROWS = 200_000;
    private static final int DIMENSIONS = 128;

    /** Rounds that are not counted, in which the JVM compiles the code. */
    private static final int WARM_UPS = 3;

    private static final int ROUNDS = 12;

    /**
     * The median of {@link #ROUNDS} values is between the second least and the second greatest of
     * them with a probability of 1 - 2 * 13 / 2^12 = 99.4 %, whatever their distribution.
     */
    private static final int INNERMOST = 1;

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
        Supplier<float[]> downcall = () ->
                best(DistributedSearch.search(spark, embeddings, queries, VectorMetric.DOT, 1));
        Supplier<float[]> builtIn = () -> bySql(session, "vector_inner_product");
        Supplier<float[]> udf = () -> bySql(session, "java_inner_product");
        double[] downcallTimes = new double[ROUNDS];
        double[] builtInRatios = new double[ROUNDS];
        double[] udfRatios = new double[ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            double time = nanosecondsPerPair(count, downcall);
            double builtInTime = nanosecondsPerPair(count, builtIn);
            double udfTime = nanosecondsPerPair(count, udf);
            if (round >= 0) {
                downcallTimes[round] = time;
                builtInRatios[round] = builtInTime / time;
                udfRatios[round] = udfTime / time;
            }
        }
        print(String.format(
                Locale.ROOT,
                "%d queries, Downcall: %s ns for each pair; vector_inner_product: %s times as long;"
                        + " UDF with a Java loop: %s times as long",
                count,
                median(downcallTimes),
                median(builtInRatios),
                median(udfRatios)));
        float[] expected = builtIn.get();
        float[] actual = downcall.get();
        for (int q = 0; q < count; q++) {
            assertEquals(expected[q], actual[q], 1e-4, "query " + q);
        }
    }

    /**
     * {@return the processor time for each pair of a query and a vector} Other processes have
     * little effect on processor time.
     */
    private static double nanosecondsPerPair(int queries, Supplier<float[]> work) {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = system.getProcessCpuTime();
        work.get();
        return (system.getProcessCpuTime() - start) / (double) ROWS / queries;
    }

    /** {@return the median of a value of each round, with its confidence interval at 99 %} */
    private static String median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                (sorted[ROUNDS / 2 - 1] + sorted[ROUNDS / 2]) / 2,
                sorted[INNERMOST],
                sorted[ROUNDS - 1 - INNERMOST]);
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
