package org.downcall.benchmarks.vectors;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Task;
import org.downcall.benchmarks.run.RunMode;

/**
 * The same as {@link RowSearch} for 32 queries. The result of all contenders is the numbers of the
 * best rows for each query.
 */
public final class BatchSearch implements Kernel {

    private static final int QUERIES = 32;

    /** From this size on, the loop in Java takes tenths of a second. */
    private static final long SLOW_IN_JAVA = 50_000;

    /** The rows of a product of matrices: its result then fits in the L2 cache, as does its copy. */
    private static final int ROWS_OF_PRODUCT = 512;

    private final int dimensions;

    /** @param dimensions of the queries and the rows */
    public BatchSearch(int dimensions) {
        this.dimensions = dimensions;
    }

    @Override
    public String name() {
        return "search-batch" + RowSearch.suffix(dimensions);
    }

    @Override
    public String title() {
        return "Search for 32 queries in rows of " + dimensions + " dimensions, float32";
    }

    @Override
    public String unit() {
        return "rows";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(1000L);
            case DEFAULT -> List.of();
            case FULL ->
                List.of(1000L, dimensions == RowSearch.USUAL_DIMENSIONS ? 500_000L : 80_000L);
        };
    }

    @Override
    public boolean settlesSlowly() {
        return true;
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java loop", this::inJava).slowFrom(SLOW_IN_JAVA),
                Contender.of(Kind.NATIVE, "native", "VectorMatrix.search", this::inC)
                        .slowFrom(SLOW_IN_JAVA),
                Contender.of(
                                Kind.NATIVE,
                                "native-one-by-one",
                                "VectorMatrix.search, one query at a time",
                                this::inCOneByOne)
                        .slowFrom(SLOW_IN_JAVA),
                Contender.of(Kind.SYSTEM, "openblas", "OpenBLAS", this::byOpenBlas)
                        .unless(OpenBlas::absence)
                        .slowFrom(SLOW_IN_JAVA));
    }

    private Task inJava(long size) {
        float[][] rows = Samples.rows(Math.toIntExact(size), dimensions);
        float[][] queries = Samples.queries(QUERIES, dimensions);
        return Task.of(() -> {
            BestRows[] best = none();
            for (int row = 0; row < rows.length; row++) {
                float[] vector = rows[row];
                for (int q = 0; q < QUERIES; q++) {
                    float[] query = queries[q];
                    float sum = 0;
                    for (int i = 0; i < dimensions; i++) {
                        sum += query[i] * vector[i];
                    }
                    best[q].add(row, sum);
                }
            }
            return numbers(best);
        });
    }

    private static BestRows[] none() {
        return Stream.generate(BestRows::new).limit(QUERIES).toArray(BestRows[]::new);
    }

    private static long[][] numbers(BestRows[] best) {
        return Stream.of(best).map(BestRows::rows).toArray(long[][]::new);
    }

    private Task inC(long size) {
        VectorMatrix matrix = VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions));
        VectorMatrix queries = VectorMatrix.of(Samples.queries(QUERIES, dimensions));
        return Task.of(() -> matrix.search(queries, VectorMetric.DOT, BestRows.COUNT).stream()
                .map(RowSearch::numbers)
                .toArray(long[][]::new));
    }

    private Task inCOneByOne(long size) {
        VectorMatrix matrix = VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions));
        float[][] queries = Samples.queries(QUERIES, dimensions);
        return Task.of(() -> Stream.of(queries)
                .map(query ->
                        RowSearch.numbers(matrix.search(query, VectorMetric.DOT, BestRows.COUNT)))
                .toArray(long[][]::new));
    }

    /**
     * The products of some rows with all queries, then the best of these, and so on. The product has a
     * row for each row of the matrix, because OpenBLAS computes the transposed product more slowly.
     * The selection is faster from a Java array, even with the copy to it.
     */
    private Task byOpenBlas(long size) {
        MemorySegment rows = RowSearch.inNative(Samples.rows(Math.toIntExact(size), dimensions));
        MemorySegment queries = RowSearch.inNative(Samples.queries(QUERIES, dimensions));
        MemorySegment products =
                Arena.ofAuto().allocate(JAVA_FLOAT, (long) ROWS_OF_PRODUCT * QUERIES);
        float[] copy = new float[ROWS_OF_PRODUCT * QUERIES];
        OpenBlas.useOneThread();
        return Task.of(() -> {
            BestRows[] best = none();
            float[] least = new float[QUERIES];
            Arrays.fill(least, Float.NEGATIVE_INFINITY);
            for (long from = 0; from < size; from += ROWS_OF_PRODUCT) {
                int count = (int) Math.min(ROWS_OF_PRODUCT, size - from);
                OpenBlas.multiply(
                        rows.asSlice(from * dimensions * Float.BYTES),
                        count,
                        queries,
                        QUERIES,
                        dimensions,
                        products);
                MemorySegment.copy(products, JAVA_FLOAT, 0, copy, 0, count * QUERIES);
                select(copy, count, from, best, least);
            }
            return numbers(best);
        });
    }

    /** @param least for each query, the product that a row must exceed to be one of the best */
    private static void select(
            float[] products, int rows, long firstRow, BestRows[] best, float[] least) {
        for (int row = 0; row < rows; row++) {
            for (int q = 0; q < QUERIES; q++) {
                float product = products[row * QUERIES + q];
                if (product > least[q]) {
                    best[q].add(firstRow + row, product);
                    least[q] = best[q].least();
                }
            }
        }
    }
}
