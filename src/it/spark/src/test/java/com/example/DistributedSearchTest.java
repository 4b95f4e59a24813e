package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.DistributedSearch.Best;
import com.example.DistributedSearch.Embedding;
import com.example.DistributedSearch.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.downcall.Backend;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors, each in a JVM of its own. */
class DistributedSearchTest {

    private static final int ROWS = 30_000;
    private static final int DIMENSIONS = 48;
    private static final int PARTITIONS = 6;
    private static final int K = 20;

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(Path.of(System.getProperty("spark.home.directory"), "jars"));
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local-cluster[2,1,1024]")
                .setAppName("search")
                .set("spark.executor.memory", "512m")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path")));
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.stop();
        }
    }

    private static JavaRDD<Embedding> embeddings() {
        return spark.parallelize(LongStream.range(0, ROWS).boxed().toList(), PARTITIONS)
                .map(id -> new Embedding(id, RandomVectors.vector(id, DIMENSIONS)));
    }

    private static float[][] queries() {
        return LongStream.of(-1, -2, -3)
                .mapToObj(id -> RandomVectors.vector(id, DIMENSIONS))
                .toArray(float[][]::new);
    }

    private static Best onThisMachine(VectorMetric metric) {
        float[][] rows = LongStream.range(0, ROWS)
                .mapToObj(id -> RandomVectors.vector(id, DIMENSIONS))
                .toArray(float[][]::new);
        List<List<Match>> best = new ArrayList<>();
        try (VectorMatrix matrix = VectorMatrix.of(rows)) {
            for (float[] query : queries()) {
                List<Match> matches = new ArrayList<>();
                for (VectorMatch match : matrix.search(query, metric, K)) {
                    matches.add(new Match(match.row(), match.value()));
                }
                best.add(matches);
            }
        }
        return new Best(best);
    }

    @Test
    void theResultIsThatOfOneMachine() {
        for (VectorMetric metric : new VectorMetric[] {
            VectorMetric.DOT, VectorMetric.SQUARED_DISTANCE, VectorMetric.COSINE
        }) {
            assertEquals(
                    onThisMachine(metric),
                    DistributedSearch.search(spark, embeddings(), queries(), metric, K));
        }
    }

    @Test
    void theExecutorsUseC() {
        long driver = ProcessHandle.current().pid();
        List<String> kernels = spark.parallelize(List.of(1, 2, 3, 4), 4)
                .map(i -> ProcessHandle.current().pid() == driver
                        ? "the driver"
                        : Backend.current().toString())
                .collect();
        for (String description : kernels) {
            assertTrue(description.contains("native kernels"), description);
        }
    }

    /** Its tasks run again on another executor. */
    @Test
    void anExecutorThatIsKilledLosesNothing(@TempDir Path directory) {
        String killed = directory.resolve("killed").toString();
        JavaRDD<Embedding> embeddings = embeddings().map(embedding -> {
            if (embedding.id() == ROWS / 2 && TaskContext.get().attemptNumber() == 0) {
                Files.createFile(Path.of(killed));
                Runtime.getRuntime().halt(1);
            }
            return embedding;
        });
        assertFalse(Files.exists(Path.of(killed)));
        assertEquals(
                onThisMachine(VectorMetric.DOT),
                DistributedSearch.search(spark, embeddings, queries(), VectorMetric.DOT, K));
        assertTrue(Files.exists(Path.of(killed)), "an executor was killed");
    }
}
