package org.downcall.benchmarks.vectors;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorType;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Task;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The ten rows of a matrix whose dot products with a query are the largest. The result of all
 * contenders is the numbers of these rows. A thousand rows of 128 elements fit in the L2 cache of
 * common machines; of 768 elements, which have 1.5 MB as FLOAT16, in that of some. The largest
 * matrix fits in no cache.
 *
 * <p>Some contenders show limits, or where the difference to others comes from:
 *
 * <ul>
 *   <li>{@code c}, for FLOAT32: the same search in C, in a single call and without a list of
 *       results. This is the limit of every way to call C.
 *   <li>{@code native-mapped}, for FLOAT32: a file of the rows, mapped, as Lucene reads them.
 *   <li>{@code sum}, for FLOAT32: a loop in C that adds up all elements and returns rows that were
 *       found before. This is the limit of one thread that reads the rows from memory.
 *   <li>{@code native-float32}, for FLOAT16: the same library with the same rows as FLOAT32, which
 *       have twice the size.
 * </ul>
 */
public final class RowSearch implements Kernel {

    /** The dimensions of rows whose kernel does not name them. */
    static final int USUAL_DIMENSIONS = 128;

    /** From this number of elements on, rows occupy more than a hundred megabytes. */
    private static final long LARGE = 32_000_000;

    private final VectorType type;
    private final int dimensions;

    /**
     * @param type FLOAT32, FLOAT16 or INT8
     * @param dimensions of the query and the rows
     */
    public RowSearch(VectorType type, int dimensions) {
        this.type = type;
        this.dimensions = dimensions;
    }

    /** {@return what follows the name of a kernel whose rows have that many dimensions} */
    static String suffix(int dimensions) {
        return dimensions == USUAL_DIMENSIONS ? "" : "-" + dimensions;
    }

    /** {@return whether a JVM with that many rows needs a large heap} */
    static boolean isLarge(long rows, int dimensions) {
        return rows * dimensions >= LARGE;
    }

    @Override
    public String name() {
        return "search-" + Samples.name(type) + suffix(dimensions);
    }

    @Override
    public String title() {
        return "Search for 10 rows of " + dimensions + " dimensions, " + Samples.name(type);
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
                dimensions == USUAL_DIMENSIONS
                        ? List.of(
                                1000L, 20_000L, type == VectorType.FLOAT32 ? 1_000_000L : 500_000L)
                        : List.of(1000L, 80_000L);
        };
    }

    @Override
    public boolean settlesSlowly() {
        return true;
    }

    @Override
    public boolean isLarge(long size) {
        return isLarge(size, dimensions);
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        switch (type) {
            case FLOAT32 -> {
                contenders.add(java(this::inJava));
                contenders.add(inC(this::inC));
                contenders.add(
                        Contender.of(Kind.NATIVE, "c", "the same C, called from C", this::fromC)
                                .unless(JniVectors.Library::absence));
                contenders.add(
                        Contender.of(Kind.NATIVE, "sum", "a sum of all elements in C", this::sum)
                                .unless(BenchLibrary::absence));
                contenders.add(Contender.of(
                        Kind.NATIVE, "native-mapped", "VectorMatrix.map, a file", this::mapped));
                contenders.add(LuceneRows.contender(size -> byLucene(LuceneRows.of(
                        Samples.rows(Math.toIntExact(size), dimensions),
                        Samples.query(dimensions)))));
            }
            case FLOAT16 -> {
                contenders.add(java(this::halvesInJava));
                contenders.add(inC(this::halvesInC));
                contenders.add(Contender.of(
                        Kind.NATIVE,
                        "native-float32",
                        "the same rows as float32",
                        this::floatsInC));
            }
            default -> {
                contenders.add(java(this::bytesInJava));
                contenders.add(inC(this::bytesInC));
                contenders.add(LuceneRows.contender(size -> byLucene(LuceneRows.of(
                        Samples.rowsOfBytes(Math.toIntExact(size), dimensions),
                        Samples.queryOfBytes(dimensions)))));
            }
        }
        return contenders;
    }

    private static Contender java(LongFunction<Task> preparation) {
        return Contender.of(Kind.JAVA, "java", "Java loop", preparation);
    }

    private static Contender inC(LongFunction<Task> preparation) {
        return Contender.of(Kind.NATIVE, "native", "VectorMatrix.search", preparation);
    }

    /** {@return the numbers of rows} */
    static long[] numbers(List<VectorMatch> matches) {
        return matches.stream().mapToLong(VectorMatch::row).toArray();
    }

    static VectorMatrix matrix(byte[][] rows) {
        VectorMatrix matrix = VectorMatrix.allocate(VectorType.INT8, rows.length, rows[0].length);
        for (int row = 0; row < rows.length; row++) {
            matrix.set(row, rows[row]);
        }
        return matrix;
    }

    private Task inJava(long size) {
        float[][] rows = Samples.rows(Math.toIntExact(size), dimensions);
        float[] query = Samples.query(dimensions);
        BestRows best = new BestRows();
        return Task.of(() -> {
            findBest(rows, query, best);
            return best.rows();
        });
    }

    private static void findBest(float[][] rows, float[] query, BestRows best) {
        best.clear();
        for (int row = 0; row < rows.length; row++) {
            best.add(row, dot(query, rows[row]));
        }
    }

    /** {@return the dot product, by a loop in Java} */
    static float dot(float[] query, float[] vector) {
        float sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += query[i] * vector[i];
        }
        return sum;
    }

    /** {@return the dot product, by a loop in Java} */
    static int dot(byte[] query, byte[] vector) {
        int sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += query[i] * vector[i];
        }
        return sum;
    }

    private Task inC(long size) {
        VectorMatrix matrix = VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions));
        return ofQuery(matrix);
    }

    private Task mapped(long size) {
        try (VectorMatrix matrix =
                VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions))) {
            Path file = LuceneRows.written(matrix);
            VectorMatrix mapped = VectorMatrix.map(file);
            Files.delete(file); // its content remains as long as it is mapped
            return ofQuery(mapped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Task byLucene(LuceneRows rows) {
        return Task.of(rows::search, rows::close);
    }

    private Task fromC(long size) {
        MemorySegment rows = inNative(Samples.rows(Math.toIntExact(size), dimensions));
        MemorySegment query = inNative(new float[][] {Samples.query(dimensions)});
        MemorySegment keys = Arena.ofAuto().allocate(JAVA_LONG, BestRows.COUNT);
        MemorySegment positions = Arena.ofAuto().allocate(JAVA_LONG, BestRows.COUNT);
        long run = DowncallKernels.searchRunAddress().address();
        long sort = DowncallKernels.searchSortAddress().address();
        return Task.of(() -> {
            JniVectors.search(
                    run,
                    sort,
                    rows.address(),
                    size,
                    query.address(),
                    dimensions,
                    BestRows.COUNT,
                    keys.address(),
                    positions.address());
            return positions.toArray(JAVA_LONG);
        });
    }

    private Task sum(long size) {
        float[][] all = Samples.rows(Math.toIntExact(size), dimensions);
        MemorySegment rows = inNative(all);
        BestRows best = new BestRows();
        findBest(all, Samples.query(dimensions), best);
        long[] found = best.rows();
        return new Task() {
            @Override
            public void run(Blackhole blackhole) {
                blackhole.consume(StreamingSum.of(rows));
            }

            @Override
            public Object result() {
                return found;
            }
        };
    }

    /** {@return rows of the same length, one after the other} */
    static MemorySegment inNative(float[][] vectors) {
        int dimensions = vectors[0].length;
        MemorySegment all =
                Arena.ofAuto().allocate((long) vectors.length * dimensions * Float.BYTES, 64);
        for (int i = 0; i < vectors.length; i++) {
            MemorySegment.copy(
                    vectors[i],
                    0,
                    all,
                    JAVA_FLOAT,
                    (long) i * dimensions * Float.BYTES,
                    dimensions);
        }
        return all;
    }

    private Task ofQuery(VectorMatrix matrix) {
        float[] query = Samples.query(dimensions);
        return Task.of(
                () -> numbers(matrix.search(query, VectorMetric.DOT, BestRows.COUNT)),
                matrix::close);
    }

    private Task halvesInJava(long size) {
        short[][] rows = new short[Math.toIntExact(size)][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Samples.halves(row, dimensions);
        }
        float[] query = Samples.query(dimensions);
        BestRows best = new BestRows();
        return Task.of(() -> {
            best.clear();
            for (int row = 0; row < rows.length; row++) {
                short[] vector = rows[row];
                float sum = 0;
                for (int i = 0; i < query.length; i++) {
                    sum += query[i] * Float.float16ToFloat(vector[i]);
                }
                best.add(row, sum);
            }
            return best.rows();
        });
    }

    private Task halvesInC(long size) {
        try (VectorMatrix floats =
                VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions))) {
            return ofQuery(floats.to(VectorType.FLOAT16));
        }
    }

    private Task floatsInC(long size) {
        try (VectorMatrix floats =
                        VectorMatrix.of(Samples.rows(Math.toIntExact(size), dimensions));
                VectorMatrix halves = floats.to(VectorType.FLOAT16)) {
            return ofQuery(halves.to(VectorType.FLOAT32));
        }
    }

    private Task bytesInJava(long size) {
        byte[][] rows = Samples.rowsOfBytes(Math.toIntExact(size), dimensions);
        byte[] query = Samples.queryOfBytes(dimensions);
        BestRows best = new BestRows();
        return Task.of(() -> {
            best.clear();
            for (int row = 0; row < rows.length; row++) {
                best.add(row, dot(query, rows[row]));
            }
            return best.rows();
        });
    }

    private Task bytesInC(long size) {
        VectorMatrix matrix = matrix(Samples.rowsOfBytes(Math.toIntExact(size), dimensions));
        byte[] query = Samples.queryOfBytes(dimensions);
        return Task.of(
                () -> numbers(matrix.search(query, VectorMetric.DOT, BestRows.COUNT)),
                matrix::close);
    }
}
