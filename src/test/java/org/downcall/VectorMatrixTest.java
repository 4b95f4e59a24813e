package org.downcall;

import static org.downcall.InvalidArguments.assertInvalid;
import static org.downcall.InvalidArguments.assertNullIsRejected;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices of vectors, and searches in them. */
class VectorMatrixTest {

    private final Random random = new Random(3);

    private float[] vector(int n) {
        float[] vector = new float[n];
        for (int i = 0; i < n; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private float[][] vectors(int rows, int dimensions) {
        float[][] vectors = new float[rows][];
        for (int i = 0; i < rows; i++) {
            vectors[i] = vector(dimensions);
        }
        return vectors;
    }

    // ---- Memory

    /** The memory of a large matrix is not allocated by its arena. */
    @Test
    void aLargeMatrixBehavesAsASmallOne() {
        int dimensions = 3 << 20;
        VectorMatrix matrix = VectorMatrix.allocate(VectorType.INT8, 3, dimensions);
        byte[] row = new byte[dimensions];
        assertArrayEquals(row, matrix.bytes(2));
        Arrays.fill(row, (byte) 7);
        matrix.set(1, row);
        assertArrayEquals(row, matrix.bytes(1));
        assertEquals(
                List.of(new VectorMatch(1, 49.0 * dimensions), new VectorMatch(0, 0)),
                matrix.search(row, VectorMetric.DOT, 2));
        matrix.close();
        assertThrows(IllegalStateException.class, () -> matrix.bytes(1));
    }

    // ---- Search

    @Test
    void theNearestRowsComeFirst() {
        try (VectorMatrix matrix = VectorMatrix.of(
                new float[] {0, 0}, new float[] {3, 4}, new float[] {1, 0}, new float[] {0, 1})) {
            assertEquals(
                    List.of(new VectorMatch(0, 0), new VectorMatch(2, 1), new VectorMatch(3, 1)),
                    matrix.search(new float[] {0, 0}, VectorMetric.SQUARED_DISTANCE, 3));
            assertEquals(
                    List.of(new VectorMatch(1, 7), new VectorMatch(2, 1)),
                    matrix.search(new float[] {1, 1}, VectorMetric.DOT, 2));
            List<VectorMatch> all = matrix.search(new float[] {1, 0}, VectorMetric.COSINE, 100);
            assertEquals(List.of(2L, 1L, 3L, 0L), rows(all));
            assertEquals(Double.NaN, all.getLast().value());
            assertEquals(List.of(), matrix.search(new float[] {1, 0}, VectorMetric.DOT, 0));
        }
    }

    private static List<Long> rows(List<VectorMatch> matches) {
        return matches.stream().map(VectorMatch::row).toList();
    }

    private void fill(VectorMatrix matrix) {
        for (long row = 0; row < matrix.rows(); row++) {
            if (matrix.type().isFloating()) {
                matrix.set(row, vector(matrix.dimensions()));
            } else {
                byte[] bytes = matrix.bytes(row);
                random.nextBytes(bytes);
                matrix.set(row, bytes);
            }
        }
    }

    private static List<VectorMetric> metrics(VectorType type) {
        return type == VectorType.BITS
                ? List.of(VectorMetric.HAMMING, VectorMetric.JACCARD)
                : List.of(VectorMetric.DOT, VectorMetric.SQUARED_DISTANCE, VectorMetric.COSINE);
    }

    @ParameterizedTest
    @EnumSource(VectorType.class)
    void theValuesAreThoseOfVectors(VectorType type) {
        int n = 72;
        try (VectorMatrix matrix = VectorMatrix.allocate(type, 50, n);
                VectorMatrix queries = VectorMatrix.allocate(type, 6, n)) {
            fill(matrix);
            fill(queries);
            for (VectorMetric metric : VectorMetric.values()) {
                boolean takesBits =
                        metric == VectorMetric.HAMMING || metric == VectorMetric.JACCARD;
                if (takesBits != (type == VectorType.BITS)) {
                    assertInvalid(
                            "The metric " + metric + " does not take the type " + type,
                            () -> matrix.search(queries, metric, 1));
                    continue;
                }
                List<List<VectorMatch>> found = matrix.search(queries, metric, 50);
                for (int q = 0; q < 6; q++) {
                    byte[] query = queries.bytes(q);
                    List<VectorMatch> alone = type.isFloating()
                            ? matrix.search(queries.row(q), metric, 50)
                            : matrix.search(query, metric, 50);
                    assertEquals(alone, found.get(q), "a batch equals single queries");
                    for (VectorMatch match : alone) {
                        double expected = Vectors.compare(
                                metric,
                                type,
                                MemorySegment.ofArray(query),
                                MemorySegment.ofArray(matrix.bytes(match.row())));
                        assertEquals(expected, match.value(), type + " " + metric);
                    }
                    List<VectorMatch> few = type.isFloating()
                            ? matrix.search(queries.row(q), metric, 7)
                            : matrix.search(query, metric, 7);
                    assertEquals(alone.subList(0, 7), few, "the top k begins the top 2k");
                }
            }
        }
    }

    /** The query is in an array, and those of a batch are at another address than the rows. */
    @ParameterizedTest
    @EnumSource(VectorType.class)
    void rowsAtAnyAddress(VectorType type, @TempDir Path directory) throws IOException {
        int n = 136;
        Path file = directory.resolve("rows");
        try (VectorMatrix matrix = VectorMatrix.allocate(type, 23, n);
                VectorMatrix queries = VectorMatrix.allocate(type, 5, n)) {
            fill(matrix);
            fill(queries);
            for (int offset = 1; offset <= 8; offset++) {
                long stride = matrix.bytes(0).length + offset % 3;
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment rows = copyAt(offset, stride, matrix, arena);
                    MemorySegment others = copyAt(9 - offset, stride, queries, arena);
                    Files.write(file, rows.toArray(ValueLayout.JAVA_BYTE));
                    MemorySegment mapped;
                    try (FileChannel channel = FileChannel.open(file)) {
                        mapped = channel.map(
                                FileChannel.MapMode.READ_ONLY, 0, rows.byteSize(), arena);
                    }
                    VectorMatrix batch =
                            VectorMatrix.wrap(others.asSlice(9 - offset), type, 5, n, stride);
                    for (MemorySegment memory : List.of(rows, mapped)) {
                        VectorMatrix same =
                                VectorMatrix.wrap(memory.asSlice(offset), type, 23, n, stride);
                        assertSameSearches(matrix, queries, same, batch);
                    }
                }
                Files.delete(file);
            }
        }
    }

    private static MemorySegment copyAt(
            long offset, long stride, VectorMatrix matrix, Arena arena) {
        MemorySegment copy = arena.allocate(offset + matrix.rows() * stride, 64);
        for (long row = 0; row < matrix.rows(); row++) {
            byte[] bytes = matrix.bytes(row);
            MemorySegment.copy(
                    bytes, 0, copy, ValueLayout.JAVA_BYTE, offset + row * stride, bytes.length);
        }
        return copy;
    }

    /** Searches of the second matrix, for the second queries, find what those of the first find. */
    private static void assertSameSearches(
            VectorMatrix matrix, VectorMatrix queries, VectorMatrix same, VectorMatrix others) {
        for (VectorMetric metric : metrics(matrix.type())) {
            List<List<VectorMatch>> expected = matrix.search(queries, metric, 23);
            assertEquals(expected, same.search(others, metric, 23), metric + "");
            for (int q = 0; q < queries.rows(); q++) {
                assertEquals(
                        expected.get(q),
                        matrix.type().isFloating()
                                ? same.search(others.row(q), metric, 23)
                                : same.search(others.bytes(q), metric, 23),
                        metric + " of query " + q);
            }
        }
    }

    /** Zeros at the end of all vectors take part in further steps, and in a second block. */
    @ParameterizedTest
    @EnumSource(VectorType.class)
    void zerosChangeNoValue(VectorType type) {
        int n = 72;
        try (VectorMatrix matrix = VectorMatrix.allocate(type, 23, n);
                VectorMatrix queries = VectorMatrix.allocate(type, 5, n)) {
            fill(matrix);
            fill(queries);
            for (int dimensions : new int[] {80, 96, 104, 768, 20_000}) {
                try (VectorMatrix longer = VectorMatrix.allocate(type, 23, dimensions);
                        VectorMatrix others = VectorMatrix.allocate(type, 5, dimensions)) {
                    copyRows(matrix, longer);
                    copyRows(queries, others);
                    assertSameSearches(matrix, queries, longer, others);
                }
            }
        }
    }

    private static void copyRows(VectorMatrix from, VectorMatrix to) {
        for (long row = 0; row < from.rows(); row++) {
            to.set(row, Arrays.copyOf(from.bytes(row), to.bytes(row).length));
        }
    }

    @ParameterizedTest
    @EnumSource(VectorType.class)
    void theOrderOfTheRowsChangesNoValue(VectorType type) {
        int n = 104;
        int rows = 301;
        try (VectorMatrix matrix = VectorMatrix.allocate(type, rows, n);
                VectorMatrix shuffled = VectorMatrix.allocate(type, rows, n);
                VectorMatrix queries = VectorMatrix.allocate(type, 5, n)) {
            fill(matrix);
            fill(queries);
            List<Long> order = new ArrayList<>();
            for (long row = 0; row < rows; row++) {
                order.add(row);
            }
            Collections.shuffle(order, random);
            for (int row = 0; row < rows; row++) {
                shuffled.set(row, matrix.bytes(order.get(row)));
            }
            for (VectorMetric metric : metrics(type)) {
                List<List<VectorMatch>> expected = matrix.search(queries, metric, rows);
                List<List<VectorMatch>> found = shuffled.search(queries, metric, rows);
                for (int q = 0; q < queries.rows(); q++) {
                    // Rows with equal values may have changed their places.
                    assertEquals(
                            expected.get(q).stream().map(VectorMatch::value).toList(),
                            found.get(q).stream().map(VectorMatch::value).toList());
                    assertEquals(
                            Set.copyOf(expected.get(q)),
                            found.get(q).stream()
                                    .map(m -> new VectorMatch(order.get((int) m.row()), m.value()))
                                    .collect(Collectors.toSet()));
                }
            }
        }
    }

    @Test
    void onlySomeRows() {
        try (VectorMatrix matrix = VectorMatrix.of(vectors(200, 16))) {
            float[] query = vector(16);
            List<VectorMatch> all = matrix.search(query, VectorMetric.DOT, 200);
            BitSet even = new BitSet();
            for (int i = 0; i < 1000; i += 2) {
                even.set(i);
            }
            List<VectorMatch> expected =
                    all.stream().filter(m -> m.row() % 2 == 0).toList();
            VectorSearch search = VectorSearch.of(VectorMetric.DOT, 200);
            assertEquals(expected, search.withFilter(even).run(matrix, query));
            long[] rows = LongStream.range(0, 100).map(i -> 198 - 2 * i).toArray();
            assertEquals(expected, search.withRows(rows).run(matrix, query));
            assertEquals(
                    all.subList(0, 200),
                    search.withRows(rows).withFilter(all(200)).run(matrix, query));
            assertEquals(List.of(), search.withFilter(new BitSet()).run(matrix, query));
            assertEquals(List.of(), search.withRows().run(matrix, query));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> search.withRows(3, 200).run(matrix, query));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> search.withRows(-1).run(matrix, query));
        }
    }

    /** A set whose length contradicts its words, and whose copy is not one. */
    private static BitSet inconsistent(int length, long... words) {
        return new BitSet() {
            @Override
            public int length() {
                return length;
            }

            @Override
            public long[] toLongArray() {
                return words;
            }

            @Override
            public Object clone() {
                return this;
            }
        };
    }

    /** Rows without bits take no memory. */
    @Test
    void filtersWhoseLengthsContradictTheirWords() {
        try (VectorMatrix matrix = VectorMatrix.allocate(VectorType.BITS, 1_000_000, 0)) {
            VectorSearch search = VectorSearch.of(VectorMetric.HAMMING, 1_000);
            byte[] query = {};
            BitSet[] filters = {
                inconsistent(1_000_000),
                inconsistent(0, -1),
                inconsistent(10, -1, -1),
                inconsistent(1_000_000, -1)
            };
            int[] found = {0, 0, 10, 64};
            for (int i = 0; i < filters.length; i++) {
                assertEquals(
                        LongStream.range(0, found[i]).boxed().toList(),
                        rows(search.withFilter(filters[i]).run(matrix, query)));
            }
            for (int length : new int[] {-1, Integer.MIN_VALUE}) {
                VectorSearch negative = search.withFilter(inconsistent(length, -1));
                assertThrows(RuntimeException.class, () -> negative.run(matrix, query));
            }
        }
    }

    private static BitSet all(int rows) {
        BitSet bits = new BitSet();
        bits.set(0, rows);
        return bits;
    }

    @Test
    void anExecutorChangesNoResult() {
        try (VectorMatrix matrix = VectorMatrix.of(vectors(150_000, 32));
                VectorMatrix queries = VectorMatrix.of(vectors(3, 32))) {
            VectorSearch search = VectorSearch.of(VectorMetric.SQUARED_DISTANCE, 20);
            assertEquals(
                    search.run(matrix, queries),
                    search.withExecutor(ForkJoinPool.commonPool()).run(matrix, queries));
        }
    }

    @Test
    void anInterruptCancels() {
        try (VectorMatrix matrix = VectorMatrix.of(vectors(10, 4))) {
            Thread.currentThread().interrupt();
            assertThrows(
                    CancellationException.class,
                    () -> matrix.search(new float[4], VectorMetric.DOT, 1));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void emptyMatrices() {
        try (VectorMatrix none = VectorMatrix.of();
                VectorMatrix noRows = VectorMatrix.allocate(VectorType.INT8, 0, 5);
                VectorMatrix noDimensions = VectorMatrix.allocate(VectorType.FLOAT32, 3, 0)) {
            assertEquals(List.of(), none.search(new float[0], VectorMetric.DOT, 5));
            assertEquals(List.of(), noRows.search(new byte[5], VectorMetric.DOT, 5));
            assertEquals(
                    List.of(0L, 1L), rows(noDimensions.search(new float[0], VectorMetric.DOT, 2)));
            assertEquals(List.of(), noRows.search(noRows, VectorMetric.DOT, 5));
            try (VectorMatrix queries = VectorMatrix.allocate(VectorType.INT8, 2, 5)) {
                List<List<VectorMatch>> nothing = List.of(List.of(), List.of());
                assertEquals(nothing, noRows.search(queries, VectorMetric.DOT, 5));
                assertEquals(nothing, queries.search(queries, VectorMetric.DOT, 0));
                assertEquals(List.of(), queries.search(noRows, VectorMetric.DOT, 5));
            }
        }
    }

    @Test
    void score() {
        try (VectorMatrix matrix = VectorMatrix.of(vectors(5000, 3))) {
            float[] query = vector(3);
            double[] values = new double[5000];
            matrix.score(query, VectorMetric.SQUARED_DISTANCE, values);
            for (int i = 0; i < values.length; i++) {
                assertEquals(Vectors.squaredDistance(query, matrix.row(i)), values[i]);
            }
            double[] some = new double[3];
            matrix.score(query, VectorMetric.SQUARED_DISTANCE, new long[] {7, 7, 4999}, some);
            assertArrayEquals(new double[] {values[7], values[7], values[4999]}, some);
            double[] range = new double[10];
            matrix.rows(20, 30).score(query, VectorMetric.SQUARED_DISTANCE, range);
            assertEquals(values[20], range[0]);
            assertInvalid(
                    "has the length 3, and there are 5000 rows.",
                    () -> matrix.score(query, VectorMetric.DOT, some));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> matrix.score(query, VectorMetric.DOT, new long[] {5000}, new double[1]));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "BITS"})
    void scoreOfBytes(VectorType type) {
        VectorMetric metric =
                type == VectorType.BITS ? VectorMetric.HAMMING : VectorMetric.SQUARED_DISTANCE;
        try (VectorMatrix matrix = VectorMatrix.allocate(type, 5000, 40)) {
            byte[] query = matrix.bytes(0);
            random.nextBytes(query);
            for (long row = 0; row < matrix.rows(); row++) {
                byte[] bytes = matrix.bytes(row);
                random.nextBytes(bytes);
                matrix.set(row, bytes);
            }
            double[] values = new double[5000];
            matrix.score(query, metric, values);
            for (int i = 0; i < values.length; i++) {
                byte[] row = matrix.bytes(i);
                assertEquals(
                        type == VectorType.BITS
                                ? Vectors.hamming(query, row)
                                : Vectors.squaredDistance(query, row),
                        values[i]);
            }
            long[] rowNumbers = {4999, 7, 7, 0};
            double[] some = new double[4];
            matrix.score(query, metric, rowNumbers, some);
            assertArrayEquals(new double[] {values[4999], values[7], values[7], values[0]}, some);
            matrix.score(query, metric, new long[0], new double[0]);
            assertInvalid(
                    "has the length 5, and there are 4 rows.",
                    () -> matrix.score(query, metric, rowNumbers, new double[5]));
            for (long absent : new long[] {-1, 5000}) {
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> matrix.score(query, metric, new long[] {absent}, new double[1]));
            }
        }
    }

    /** The scales of the rows apply, and that of a query of bytes is 1. */
    @Test
    void scoreOfRowsWithScales() {
        try (VectorMatrix floats = VectorMatrix.of(vectors(20, 5));
                VectorMatrix matrix = floats.to(VectorType.INT8)) {
            byte[] query = {1, -2, 3, -4, 127};
            double[] values = new double[20];
            matrix.score(query, VectorMetric.DOT, values);
            double[] some = new double[2];
            matrix.score(query, VectorMetric.DOT, new long[] {19, 4}, some);
            assertArrayEquals(new double[] {values[19], values[4]}, some);
            assertEquals(matrix.scale(4) * Vectors.dot(query, matrix.bytes(4)), some[1], 1e-3);
        }
    }

    // ---- Rows and views

    @Test
    void views() {
        try (VectorMatrix matrix = VectorMatrix.of(vectors(20, 10))) {
            VectorMatrix some = matrix.rows(5, 15);
            assertEquals(10, some.rows());
            assertArrayEquals(matrix.row(5), some.row(0));
            VectorMatrix prefix = some.prefix(4);
            assertEquals(4, prefix.dimensions());
            assertArrayEquals(Arrays.copyOf(matrix.row(14), 4), prefix.row(9));
            assertEquals(
                    0,
                    prefix.search(prefix.row(3), VectorMetric.SQUARED_DISTANCE, 1)
                            .getFirst()
                            .value());
            some.close(); // has no effect
            assertArrayEquals(matrix.row(5), some.row(0));
            assertThrows(IndexOutOfBoundsException.class, () -> matrix.rows(5, 21));
            assertInvalid("The prefix has 11 dimensions", () -> matrix.prefix(11));
            assertEquals(0, matrix.rows(20, 20).rows());
        }
    }

    @Test
    void memoryOfOthers() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment column = arena.allocate(1 + 3 * 12);
            VectorMatrix matrix =
                    VectorMatrix.wrap(column.asSlice(1), VectorType.FLOAT32, 3, 2, 12);
            matrix.set(2, new float[] {1, 2});
            assertArrayEquals(new float[] {1, 2}, matrix.row(2));
            assertEquals(
                    new VectorMatch(2, 5),
                    matrix.search(new float[] {1, 2}, VectorMetric.DOT, 1).getFirst());
            assertInvalid(
                    "The segment has 37 bytes, and 4 rows take 44.",
                    () -> VectorMatrix.wrap(column, VectorType.FLOAT32, 4, 2, 12));
            assertInvalid(
                    "The stride is 7 bytes, and a row has 8.",
                    () -> VectorMatrix.wrap(column, VectorType.FLOAT32, 1, 2, 7));
            assertInvalid(
                    "The segment is on the heap",
                    () -> VectorMatrix.wrap(
                            MemorySegment.ofArray(new float[2]), VectorType.FLOAT32, 1, 2, 8));
            assertInvalid(
                    "must be a multiple of 8",
                    () -> VectorMatrix.wrap(column, VectorType.BITS, 1, 12, 2));
            assertInvalid(
                    "The number of rows is 9223372036854775807.",
                    () -> VectorMatrix.wrap(column, VectorType.INT8, Long.MAX_VALUE, 1, 1));
        }
    }

    @Test
    void invalidArguments() {
        assertInvalid(
                "Row 1 has 3 elements, and row 0 has 2.",
                () -> VectorMatrix.of(new float[2], new float[3]));
        assertInvalid(
                "The number of rows is -1.", () -> VectorMatrix.allocate(VectorType.INT8, -1, 2));
        assertInvalid(
                "The number of dimensions is -2.",
                () -> VectorMatrix.allocate(VectorType.INT8, 1, -2));
        assertInvalid("k is -1.", () -> VectorSearch.of(VectorMetric.DOT, -1));
        try (VectorMatrix matrix = VectorMatrix.of(new float[2]);
                VectorMatrix bits = VectorMatrix.allocate(VectorType.BITS, 1, 16);
                VectorMatrix wide = VectorMatrix.of(new float[16])) {
            assertInvalid(
                    "The query has 3 elements, and a row of the matrix has 2.",
                    () -> matrix.search(new float[3], VectorMetric.DOT, 1));
            assertInvalid(
                    "Pass the query as an array of float.",
                    () -> matrix.search(new byte[8], VectorMetric.DOT, 1));
            assertInvalid(
                    "Pass the query as bytes.",
                    () -> bits.search(new float[16], VectorMetric.HAMMING, 1));
            assertInvalid(
                    "Pass bits for bits, and numbers for numbers.",
                    () -> bits.search(wide, VectorMetric.HAMMING, 1));
            assertThrows(IllegalStateException.class, () -> bits.row(0));
            assertThrows(IllegalStateException.class, () -> bits.set(0, new float[16]));
            assertThrows(IndexOutOfBoundsException.class, () -> matrix.row(1));
            assertInvalid("The row to set has 1 elements", () -> matrix.set(0, new float[1]));
        }
    }

    /** Rows without elements take no memory. */
    @Test
    void moreQueriesOrResultsThanTheLimits() {
        try (VectorMatrix rows = VectorMatrix.allocate(VectorType.INT8, 1 << 20, 0);
                VectorMatrix queries = VectorMatrix.allocate(VectorType.INT8, 2_048, 0);
                VectorMatrix many = VectorMatrix.allocate(VectorType.INT8, 1L << 31, 0)) {
            assertInvalid(
                    "The result would have 2048 times 1048576 entries.",
                    () -> rows.search(queries, VectorMetric.DOT, 1 << 20));
            assertInvalid(
                    "The queries have 2147483648 rows of 0 bytes.",
                    () -> rows.search(many, VectorMetric.DOT, 1));
        }
    }

    @Test
    void aClosedMatrixIsNotRead() {
        VectorMatrix matrix = VectorMatrix.of(vectors(10, 4));
        VectorMatrix view = matrix.rows(2, 3);
        matrix.close();
        matrix.close();
        assertThrows(
                IllegalStateException.class,
                () -> matrix.search(new float[4], VectorMetric.DOT, 1));
        assertThrows(
                IllegalStateException.class,
                () -> matrix.score(new float[4], VectorMetric.DOT, new double[10]));
        assertThrows(IllegalStateException.class, () -> view.row(0));
        for (VectorMatrix part :
                List.of(matrix, view, matrix.rows(1, 1), matrix.prefix(0), view.prefix(0))) {
            for (Executable call : new Executable[] {
                () -> part.search(new float[part.dimensions()], VectorMetric.DOT, 0),
                () -> part.search(new float[part.dimensions()], VectorMetric.DOT, 1),
                () -> part.row(0),
                () -> part.bytes(0),
                () -> part.set(0, new float[part.dimensions()]),
                () -> part.to(VectorType.FLOAT16),
                part::normalize,
                () -> part.write(Path.of("unwritten.npy"))
            }) {
                String message = assertThrows(IllegalStateException.class, call).getMessage();
                assertTrue(message.startsWith("The matrix has been closed"), message);
            }
        }
    }

    @Test
    void severalThreadsCloseAMatrix() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 2_000; i++) {
                VectorMatrix matrix = VectorMatrix.allocate(VectorType.INT8, 1, 1);
                CyclicBarrier start = new CyclicBarrier(2);
                Callable<Void> close = () -> {
                    start.await();
                    matrix.close();
                    return null;
                };
                for (Future<Void> closed : threads.invokeAll(List.of(close, close))) {
                    closed.get();
                }
            }
        }
    }

    @Test
    void readOnlyMemory() {
        try (Arena arena = Arena.ofConfined()) {
            VectorMatrix matrix =
                    VectorMatrix.wrap(arena.allocate(8).asReadOnly(), VectorType.FLOAT32, 1, 2, 8);
            UnsupportedOperationException e = assertThrows(
                    UnsupportedOperationException.class, () -> matrix.set(0, new float[2]));
            assertTrue(
                    e.getMessage().startsWith("The memory of the matrix is read-only"),
                    e.getMessage());
        }
    }

    @Test
    void nullIsNamed() {
        VectorSearch search = VectorSearch.of(VectorMetric.DOT, 1);
        try (VectorMatrix matrix = VectorMatrix.of(new float[2])) {
            assertNullIsRejected("metric", () -> VectorSearch.of(null, 1));
            assertNullIsRejected("executor", () -> search.withExecutor(null));
            assertNullIsRejected("filter", () -> search.withFilter(null));
            assertNullIsRejected("rows", () -> search.withRows((long[]) null));
            assertNullIsRejected("matrix", () -> search.run(null, new float[2]));
            assertNullIsRejected("matrix", () -> search.run(null, new byte[2]));
            assertNullIsRejected("matrix", () -> search.run(null, matrix));
            assertNullIsRejected("query", () -> search.run(matrix, (float[]) null));
            assertNullIsRejected("query", () -> search.run(matrix, (byte[]) null));
            assertNullIsRejected("queries", () -> search.run(matrix, (VectorMatrix) null));
            assertNullIsRejected("type", () -> VectorMatrix.allocate(null, 1, 1));
            assertNullIsRejected(
                    "segment", () -> VectorMatrix.wrap(null, VectorType.INT8, 0, 0, 0));
            assertNullIsRejected(
                    "type", () -> VectorMatrix.wrap(MemorySegment.NULL, null, 0, 0, 0));
            assertNullIsRejected("newType", () -> matrix.to(null));
            assertNullIsRejected("vectors", () -> VectorMatrix.of((float[][]) null));
            assertNullIsRejected(
                    "Row 1 of the argument vectors is null.",
                    () -> VectorMatrix.of(new float[1], null));
            assertNullIsRejected("file", () -> VectorMatrix.map(null));
            assertNullIsRejected("file", () -> VectorMatrix.mapBfloat16(null));
            assertNullIsRejected("file", () -> VectorMatrix.load(null));
            assertNullIsRejected("file", () -> VectorMatrix.loadBfloat16(null));
            assertNullIsRejected("file", () -> matrix.write(null));
            assertNullIsRejected("elements", () -> matrix.set(0, (float[]) null));
            assertNullIsRejected("bytes", () -> matrix.set(0, (byte[]) null));
            assertNullIsRejected("metric", () -> matrix.score(new float[2], null, new double[1]));
            assertNullIsRejected("out", () -> matrix.score(new float[2], VectorMetric.DOT, null));
            assertNullIsRejected(
                    "rowNumbers",
                    () -> matrix.score(new float[2], VectorMetric.DOT, null, new double[0]));
            assertNullIsRejected(
                    "rowNumbers",
                    () -> matrix.score(new byte[2], VectorMetric.DOT, null, new double[0]));
        }
    }

    // ---- Conversion

    @Test
    void normalize() {
        try (VectorMatrix matrix =
                VectorMatrix.of(new float[] {3, 4}, new float[] {0, 0}, new float[] {-2, 0})) {
            matrix.normalize();
            assertArrayEquals(new float[] {0.6f, 0.8f}, matrix.row(0));
            assertArrayEquals(new float[] {0, 0}, matrix.row(1));
            assertArrayEquals(new float[] {-1, 0}, matrix.row(2));
        }
    }

    @Test
    void conversionsRoundToNearest() {
        float[] numbers = {1, 1 + 0x1p-9f, -0x1p-130f, 65504, Float.POSITIVE_INFINITY, Float.NaN};
        try (VectorMatrix matrix = VectorMatrix.of(numbers);
                VectorMatrix half = matrix.to(VectorType.FLOAT16);
                VectorMatrix brain = matrix.to(VectorType.BFLOAT16);
                VectorMatrix back = half.to(VectorType.FLOAT32)) {
            for (int i = 0; i < numbers.length; i++) {
                float expected = Float.float16ToFloat(Float.floatToFloat16(numbers[i]));
                assertEquals(expected, half.row(0)[i]);
                assertEquals(expected, back.row(0)[i]);
            }
            assertArrayEquals(
                    new float[] {1, 1, -0x1p-130f, 65536, Float.POSITIVE_INFINITY, Float.NaN},
                    brain.row(0));
            assertInvalid("cannot be converted to INT8", () -> matrix.to(VectorType.INT8));
            assertInvalid("cannot be converted to BITS", () -> matrix.to(VectorType.BITS));
        }
    }

    @Test
    void integersHaveAScaleForEachRow() {
        try (VectorMatrix matrix = VectorMatrix.of(
                        new float[] {1, -2, 127}, new float[] {0, 0, 0}, new float[] {1e-3f, 0, 0
                        });
                VectorMatrix integers = matrix.to(VectorType.INT8)) {
            assertArrayEquals(new byte[] {1, -2, 127}, integers.bytes(0));
            assertArrayEquals(new float[] {1, -2, 127}, integers.row(0));
            assertArrayEquals(new float[3], integers.row(1));
            assertEquals(1e-3f, integers.row(2)[0], 1e-9);
            float[] query = {2, 2, 2};
            List<VectorMatch> found = integers.search(query, VectorMetric.DOT, 3);
            assertEquals(List.of(0L, 2L, 1L), rows(found));
            assertEquals(252, found.getFirst().value(), 1e-4);
            VectorMatch nearest = integers.search(
                            new float[] {1, -2, 127}, VectorMetric.SQUARED_DISTANCE, 1)
                    .getFirst();
            assertEquals(0, nearest.row());
            assertEquals(0, nearest.value(), 1e-6);
            try (VectorMatrix copy = integers.to(VectorType.INT8)) {
                assertArrayEquals(integers.row(0), copy.row(0));
            }
            assertThrows(
                    IllegalStateException.class,
                    () -> integers.write(Path.of("never-written.npy")));
        }
    }

    /** What a smaller type costs: how many of the ten best rows are still among the ten best. */
    @ParameterizedTest
    @ValueSource(ints = {128, 768})
    void mostOfTheBestRowsAreFoundWithSmallerTypes(int dimensions) {
        int queryCount = 200;
        try (VectorMatrix matrix = VectorMatrix.of(vectors(5_000, dimensions)).normalize();
                VectorMatrix queries = VectorMatrix.of(vectors(queryCount, dimensions))) {
            List<List<VectorMatch>> exact = matrix.search(queries, VectorMetric.COSINE, 10);
            Map<VectorType, Double> least = Map.of(
                    VectorType.INT8, 0.98, VectorType.FLOAT16, 0.999, VectorType.BFLOAT16, 0.99);
            least.forEach((type, recall) -> {
                int found = 0;
                try (VectorMatrix smaller = matrix.to(type)) {
                    List<List<VectorMatch>> best = smaller.search(queries, VectorMetric.COSINE, 10);
                    for (int q = 0; q < queryCount; q++) {
                        List<Long> common = new ArrayList<>(rows(best.get(q)));
                        common.retainAll(rows(exact.get(q)));
                        found += common.size();
                    }
                }
                String message = type + ": " + found + " of " + 10 * queryCount;
                assertTrue(found >= recall * 10 * queryCount, message);
            });
        }
    }
}
