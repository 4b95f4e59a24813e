package org.downcall.benchmarks.vectors;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorType;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Task;
import org.downcall.benchmarks.run.RunMode;

/**
 * The same as {@link RowSearch} for 32 queries. The result of all contenders is the numbers of the
 * best rows for each query.
 *
 * <p>For INT8, the contender {@code native-float32} searches the same rows as FLOAT32. The dot
 * products of both types are exact, because they are integers below 2<sup>24</sup>.
 */
public final class BatchSearch implements Kernel {

    private static final int QUERIES = 32;

    /** From this size on, the loop in Java takes tenths of a second. */
    private static final long SLOW_IN_JAVA = 50_000;

    /** The rows of a product of matrices: its result then fits in the L2 cache, as does its copy. */
    private static final int ROWS_OF_PRODUCT = 512;

    private final VectorType type;
    private final int dimensions;

    /**
     * @param type FLOAT32 or INT8
     * @param dimensions of the queries and the rows
     */
    public BatchSearch(VectorType type, int dimensions) {
        this.type = type;
        this.dimensions = dimensions;
    }

    @Override
    public String name() {
        return "search-batch"
                + (type == VectorType.FLOAT32 ? "" : "-" + Samples.name(type))
                + RowSearch.suffix(dimensions);
    }

    @Override
    public String title() {
        return "Search for 32 queries in rows of " + dimensions + " dimensions, "
                + Samples.name(type);
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
                List.of(1000L, dimensions == RowSearch.USUAL_DIMENSIONS ? 1_000_000L : 80_000L);
        };
    }

    @Override
    public boolean settlesSlowly() {
        return true;
    }

    @Override
    public boolean isLarge(long size) {
        return RowSearch.isLarge(size, dimensions);
    }

    @Override
    public List<Contender> contenders() {
        return type == VectorType.FLOAT32 ? forFloats() : forBytes();
    }

    private List<Contender> forFloats() {
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

    private List<Contender> forBytes() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java loop", this::bytesInJava)
                        .slowFrom(SLOW_IN_JAVA),
                Contender.of(Kind.NATIVE, "native", "VectorMatrix.search", this::bytesInC)
                        .slowFrom(SLOW_IN_JAVA),
                Contender.of(
                                Kind.NATIVE,
                                "native-float32",
                                "the same rows as float32",
                                this::bytesAsFloatsInC)
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
                    best[q].add(row, RowSearch.dot(queries[q], vector));
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
        return inBatch(
                VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions)),
                VectorMatrix.of(Samples.queries(QUERIES, dimensions)));
    }

    private static Task inBatch(VectorMatrix matrix, VectorMatrix queries) {
        return Task.of(
                () -> matrix.search(queries, VectorMetric.DOT, BestRows.COUNT).stream()
                        .map(RowSearch::numbers)
                        .toArray(long[][]::new),
                () -> {
                    matrix.close();
                    queries.close();
                });
    }

    private Task inCOneByOne(long size) {
        VectorMatrix matrix = VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions));
        float[][] queries = Samples.queries(QUERIES, dimensions);
        return Task.of(
                () -> Stream.of(queries)
                        .map(query -> RowSearch.numbers(
                                matrix.search(query, VectorMetric.DOT, BestRows.COUNT)))
                        .toArray(long[][]::new),
                matrix::close);
    }

    private Task bytesInJava(long size) {
        byte[][] rows = Samples.rowsOfBytes(Math.toIntExact(size), dimensions);
        byte[][] queries = Samples.queriesOfBytes(QUERIES, dimensions);
        return Task.of(() -> {
            BestRows[] best = none();
            for (int row = 0; row < rows.length; row++) {
                byte[] vector = rows[row];
                for (int q = 0; q < QUERIES; q++) {
                    best[q].add(row, RowSearch.dot(queries[q], vector));
                }
            }
            return numbers(best);
        });
    }

    private Task bytesInC(long size) {
        return inBatch(
                RowSearch.matrix(Samples.rowsOfBytes(Math.toIntExact(size), dimensions)),
                RowSearch.matrix(Samples.queriesOfBytes(QUERIES, dimensions)));
    }

    private Task bytesAsFloatsInC(long size) {
        byte[][] rows = Samples.rowsOfBytes(Math.toIntExact(size), dimensions);
        byte[][] queries = Samples.queriesOfBytes(QUERIES, dimensions);
        return inBatch(
                VectorMatrix.of(Samples.toFloats(rows)),
                VectorMatrix.of(Samples.toFloats(queries)));
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
