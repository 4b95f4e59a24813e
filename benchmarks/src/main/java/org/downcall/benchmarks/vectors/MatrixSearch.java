package org.downcall.benchmarks.vectors;

import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An exact search for the ten best of the rows of a matrix, by their dot products: for one query, and
 * for 32 queries at once. With 1 000 rows the matrix fits in the L2 cache, with 500 000 rows in memory
 * only.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar MatrixSearch}
 *
 * <p><b>Expect:</b> one query in memory is limited by the memory, so a type that is half as long takes
 * half of the time. The batch uses each row 32 times for each time it is loaded.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class MatrixSearch {

    private static final int DIMENSIONS = 128;
    private static final int QUERIES = 32;
    private static final int K = 10;

    @Param({"1000", "500000"})
    public int rows;

    @Param({"FLOAT32", "FLOAT16", "INT8"})
    public VectorType type;

    private float[][] vectors;
    private VectorMatrix matrix;
    private VectorMatrix queries;
    private float[] query;

    @Setup
    public void create() {
        Random random = new Random(2);
        query = vector(random);
        vectors = new float[rows][];
        for (int i = 0; i < rows; i++) {
            vectors[i] = vector(random);
        }
        float[][] more = new float[QUERIES][];
        for (int i = 0; i < QUERIES; i++) {
            more[i] = vector(random);
        }
        queries = VectorMatrix.of(more);
        try (VectorMatrix floats = VectorMatrix.of(vectors)) {
            matrix = floats.to(type);
        }
        if (type == VectorType.FLOAT32
                && java().peek().row() != downcall().getLast().row()) {
            throw new AssertionError("The contenders disagree.");
        }
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    @TearDown
    public void close() {
        matrix.close();
        queries.close();
    }

    /** A loop over float[][], whatever the type, and a heap whose head is the worst row. */
    @Benchmark
    public PriorityQueue<VectorMatch> java() {
        PriorityQueue<VectorMatch> best =
                new PriorityQueue<>((a, b) -> Double.compare(a.value(), b.value()));
        for (int row = 0; row < rows; row++) {
            float sum = 0;
            float[] vector = vectors[row];
            for (int i = 0; i < DIMENSIONS; i++) {
                sum += query[i] * vector[i];
            }
            if (best.size() < K) {
                best.add(new VectorMatch(row, sum));
            } else if (sum > best.peek().value()) {
                best.poll();
                best.add(new VectorMatch(row, sum));
            }
        }
        return best;
    }

    @Benchmark
    public List<VectorMatch> downcall() {
        return matrix.search(query, VectorMetric.DOT, K);
    }

    /** The time is that of 32 queries. */
    @Benchmark
    public List<List<VectorMatch>> downcallBatch() {
        return matrix.search(queries, VectorMetric.DOT, K);
    }
}
