package org.downcall.internal.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.downcall.internal.InstructionSet;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C at every level of CPU features returns the results of Java, bit for bit. */
@RequiresLibrary
class VectorKernelTest {

    private static final int[] LENGTHS = {0, 1, 7, 31, 32, 33, 64, 100, 130, 768, 16_383, 40_000};

    /** The combinations of the options of {@link #request}. */
    private static final int OPTIONS = 8;

    private static final boolean IS_LONG_RUN = "true".equals(System.getenv("DOWNCALL_LONG_TESTS"));

    private final VectorKernel inJava = new JavaVectors();
    private final VectorKernel inC = new NativeVectors();
    private final Random random = new Random(1);

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    /** Those that this machine reaches. No vector code requires adx. */
    static Stream<String> levels() {
        try {
            return InstructionSet.names().stream()
                    .filter(name ->
                            !name.equals("adx") && InstructionSet.select(name).equals(name))
                    .toList()
                    .stream();
        } finally {
            InstructionSet.select(InstructionSet.names().getLast());
        }
    }

    /** The highest level permits all that was detected. */
    @AfterEach
    void permitEveryFeature() {
        InstructionSet.select(InstructionSet.names().getLast());
    }

    private static int[] metrics(int type) {
        return type == VectorKernel.BITS
                ? new int[] {VectorKernel.HAMMING, VectorKernel.JACCARD}
                : new int[] {VectorKernel.DOT, VectorKernel.SQUARED_DISTANCE, VectorKernel.COSINE};
    }

    /** Random bytes: among the floating-point numbers are NaNs, infinities and subnormal ones. */
    private byte[] bytes(long count) {
        byte[] bytes = new byte[(int) count];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("levels")
    void twoVectorsOfAnyBytes(String level) {
        assertEquals(level, InstructionSet.select(level));
        for (int type = VectorKernel.FLOAT32; type <= VectorKernel.BITS; type++) {
            for (int n : LENGTHS) {
                MemorySegment a = MemorySegment.ofArray(bytes((long) n * VectorKernel.bytes(type)));
                MemorySegment b = MemorySegment.ofArray(bytes(a.byteSize()));
                for (int metric : metrics(type)) {
                    assertEquals(
                            inJava.compare(metric, type, a, b, n),
                            inC.compare(metric, type, a, b, n),
                            "level " + level + ", type " + type + ", metric " + metric + ", n = "
                                    + n);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void arraysOfOrdinaryNumbers(String level) {
        assertEquals(level, InstructionSet.select(level));
        for (int n : LENGTHS) {
            float[] a = new float[n];
            float[] b = new float[n];
            short[] c = new short[n];
            short[] d = new short[n];
            long[] e = random.longs(n).toArray();
            long[] f = random.longs(n).toArray();
            for (int i = 0; i < n; i++) {
                a[i] = (float) random.nextGaussian();
                b[i] = (float) random.nextGaussian();
                c[i] = Float.floatToFloat16(a[i]);
                d[i] = Float.floatToFloat16(b[i]);
            }
            for (int metric : metrics(VectorKernel.FLOAT32)) {
                assertEquals(inJava.compare(metric, a, b), inC.compare(metric, a, b), "n = " + n);
                assertEquals(inJava.compare(metric, c, d), inC.compare(metric, c, d), "n = " + n);
            }
            for (int metric : metrics(VectorKernel.BITS)) {
                assertEquals(inJava.compare(metric, e, f), inC.compare(metric, e, f), "n = " + n);
            }
        }
    }

    @Test
    void vectorsInEveryKindOfMemory(@TempDir Path directory) throws IOException {
        for (int type = VectorKernel.FLOAT32; type <= VectorKernel.BITS; type++) {
            for (int n : new int[] {5, 100, 20_000}) {
                long size = (long) n * VectorKernel.bytes(type);
                byte[] numbers = bytes(2 * size + 16);
                Path file = Files.write(directory.resolve("numbers" + type + "-" + n), numbers);
                try (Arena arena = Arena.ofConfined();
                        FileChannel channel = FileChannel.open(file)) {
                    MemorySegment heap = MemorySegment.ofArray(numbers);
                    MemorySegment[] memory = {
                        heap,
                        arena.allocate(numbers.length, 64).copyFrom(heap),
                        channel.map(FileChannel.MapMode.READ_ONLY, 0, numbers.length, arena)
                    };
                    for (int offset = 1; offset <= 8; offset++) {
                        assertSameInAnyMemory(memory, type, n, offset, size + 16 - offset);
                    }
                }
            }
        }
    }

    /** Each memory contains the same bytes. */
    private void assertSameInAnyMemory(
            MemorySegment[] memory, int type, int n, long aOffset, long bOffset) {
        long size = (long) n * VectorKernel.bytes(type);
        for (int metric : metrics(type)) {
            double expected = inJava.compare(
                    metric,
                    type,
                    memory[0].asSlice(aOffset, size),
                    memory[0].asSlice(bOffset, size),
                    n);
            for (int a = 0; a < memory.length; a++) {
                for (int b = 0; b < memory.length; b++) {
                    assertEquals(
                            expected,
                            inC.compare(
                                    metric,
                                    type,
                                    memory[a].asSlice(aOffset, size),
                                    memory[b].asSlice(bOffset, size),
                                    n),
                            "type " + type + ", metric " + metric + ", n = " + n + ", memory " + a
                                    + " at " + aOffset + " and " + b + " at " + bOffset);
                }
            }
        }
    }

    @Test
    void summaries() {
        for (int n : new int[] {0, 1, 5, 8, 4095, 4096, 4097, 50_000}) {
            double[] numbers = random.doubles(n, -1e9, 1e9).toArray();
            assertEquals(inJava.summarize(numbers), inC.summarize(numbers), "n = " + n);
            if (n > 0) {
                numbers[n / 2] = Double.POSITIVE_INFINITY;
                assertEquals(inJava.summarize(numbers), inC.summarize(numbers), "infinity");
                numbers[n / 3] = Double.NaN;
                assertEquals(inJava.summarize(numbers), inC.summarize(numbers), "NaN");
            }
        }
    }

    /**
     * Numbers whose mean is large compared with their standard deviation, and others. The expected
     * values are exact.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000, 4_096, 4_097, 8_192, 50_000})
    void errorsOfSummaries(int n) {
        double[][] cases = new double[8][n];
        for (int i = 0; i < n; i++) {
            cases[0][i] = 1e9 + random.nextGaussian();
            cases[1][i] = 1e16 + 8 * random.nextGaussian();
            cases[2][i] = 1e16 + (i % 1_000 == 0 ? 2 : 0);
            cases[3][i] = (i / 4_096 % 2 == 0 ? 1e9 : 1e9 + 1) + random.nextGaussian() / 1e6;
            cases[4][i] = -1e9 + i / 1_024.0;
            cases[5][i] = 0.1; // the exact variance is 0
            cases[6][i] = random.nextGaussian();
            cases[7][i] = (i % 2 == 0 ? 1e9 : -1e9) + random.nextGaussian();
        }
        for (int i = 0; i < cases.length; i++) {
            assertWithinTheBounds(inJava.summarize(cases[i]), cases[i], "case " + i + " in Java");
            assertWithinTheBounds(inC.summarize(cases[i]), cases[i], "case " + i + " in C");
        }
    }

    /** The bounds that {@code Vectors.summary} and downcall_vectors.h state. */
    private static void assertWithinTheBounds(Moments actual, double[] numbers, String message) {
        BigDecimal n = BigDecimal.valueOf(numbers.length);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        double greatest = 0;
        for (double number : numbers) {
            BigDecimal exact = new BigDecimal(number);
            sum = sum.add(exact);
            squares = squares.add(exact.multiply(exact));
            greatest = Math.max(greatest, Math.abs(number));
        }
        MathContext digits = new MathContext(60);
        BigDecimal mean = sum.divide(n, digits);
        BigDecimal variance =
                n.multiply(squares).subtract(sum.multiply(sum)).divide(n.multiply(n), digits);
        int blocks = (numbers.length + VectorKernel.SUMMARY_BLOCK - 1) / VectorKernel.SUMMARY_BLOCK;
        double ofMean = (520 + 3 * blocks) * 0x1p-53 * greatest;
        double v = variance.doubleValue();
        double ofVariance = blocks == 1
                ? 520 * 0x1p-53 * v + ofMean * ofMean
                : (520 + 2 * blocks) * 0x1p-53 * v + 5 * (ofMean * Math.sqrt(v) + ofMean * ofMean);
        assertNear(mean, new BigDecimal(actual.mean()), ofMean, "the mean of " + message);
        assertNear(
                variance,
                new BigDecimal(actual.squares()).divide(n, digits),
                ofVariance,
                "the variance of " + message);
    }

    private static void assertNear(
            BigDecimal expected, BigDecimal actual, double bound, String message) {
        BigDecimal error = actual.subtract(expected).abs();
        assertTrue(
                error.compareTo(new BigDecimal(bound)) <= 0,
                () -> message + " has the error " + error.doubleValue() + ", and the bound is "
                        + bound);
    }

    // ---- Search

    /** A request, with its native memory. */
    private SearchRequest request(
            Arena arena, int metric, int type, int n, int rows, int queries, int k, int options) {
        int queryType = VectorKernel.isFloating(type) ? VectorKernel.FLOAT32 : type;
        long stride = (long) n * VectorKernel.bytes(type) + options % 3;
        long queryStride = (long) n * VectorKernel.bytes(queryType);
        MemorySegment data = arena.allocate(rows * stride + 1);
        data.copyFrom(MemorySegment.ofArray(bytes(data.byteSize())));
        if (rows > 20) { // Equal rows, whose values are equal.
            MemorySegment.copy(data, 3 * stride, data, 17 * stride, stride);
        }
        float[] scales = new float[Math.max(rows, queries)];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = 0.25f * (1 + i % 9);
        }
        boolean scaled = type == VectorKernel.INT8 && (options & 1) != 0;
        long[] ids = random.longs(rows / 2, 0, rows).sorted().toArray();
        boolean chosen = (options & 2) != 0;
        long positions = chosen ? ids.length : rows;
        return new SearchRequest(
                metric,
                type,
                n,
                data,
                stride,
                scaled
                        ? arena.allocate(4L * rows)
                                .copyFrom(MemorySegment.ofArray(scales).asSlice(0, 4L * rows))
                        : null,
                positions,
                chosen ? ids : null,
                (options & 4) != 0 ? random.longs(1 + rows / 128).toArray() : null,
                MemorySegment.ofArray(bytes(queries * queryStride)),
                queryStride,
                queries,
                scaled ? MemorySegment.ofArray(scales).asSlice(0, 4L * queries) : null,
                (int) Math.min(k, positions));
    }

    private static void assertSame(BestRows expected, BestRows actual, String message) {
        assertArrayEquals(expected.found(), actual.found(), message);
        for (int q = 0; q < expected.found().length; q++) {
            for (int i = q * expected.k(); i < q * expected.k() + expected.found()[q]; i++) {
                assertEquals(expected.positions()[i], actual.positions()[i], message);
                assertEquals(expected.values()[i], actual.values()[i], message);
            }
        }
    }

    private void assertSearchesAgree(SearchRequest request, String message) {
        BestRows expected = inJava.search(request, Execution.DEFAULT);
        assertSame(expected, inC.search(request, Execution.DEFAULT), message);
        Executor direct = Runnable::run;
        assertSame(expected, inC.search(request, Execution.DEFAULT.withExecutor(direct)), message);
        double[] values = new double[(int) request.positions()];
        double[] inJavaToo = values.clone();
        inC.values(request, 0, values.length, values);
        inJava.values(request, 0, values.length, inJavaToo);
        assertArrayEquals(inJavaToo, values, message);
    }

    /**
     * Compares searches of every type with every metric that accepts it.
     *
     * @param step compares one in so many of these, others for the next n
     */
    private void searches(
            String level, int n, int rows, int queries, int k, int options, int step) {
        int combination = n;
        for (int type = VectorKernel.FLOAT32; type <= VectorKernel.BITS; type++) {
            for (int metric : metrics(type)) {
                if (combination++ % step == 0) {
                    try (Arena arena = Arena.ofShared()) {
                        assertSearchesAgree(
                                request(arena, metric, type, n, rows, queries, k, options),
                                "level " + level + ", type " + type + ", metric " + metric
                                        + ", n = " + n + ", options " + options);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void searches(String level) {
        assertEquals(level, InstructionSet.select(level));
        for (int options = 0; options < OPTIONS; options++) {
            searches(level, 40 + options, 130, 3, 25, options, 1);
        }
    }

    /**
     * Five queries are two pairs and one more; 22 rows are five groups of four and two more. One in
     * three combinations for each length still compares every remainder of 32.
     */
    @ParameterizedTest
    @MethodSource("levels")
    void searchesOfRowsOfEveryLength(String level) {
        assertEquals(level, InstructionSet.select(level));
        for (int n = 0; n <= 130; n++) {
            for (int options = 0; options < OPTIONS; options++) {
                if (IS_LONG_RUN || options == n % OPTIONS) {
                    searches(level, n, 22, 5, 7, options, IS_LONG_RUN ? 1 : 3);
                }
            }
        }
    }

    /** Rows of two blocks, whose sums are added in double. */
    @ParameterizedTest
    @MethodSource("levels")
    void searchesOfLongRows(String level) {
        assertEquals(level, InstructionSet.select(level));
        int rows = IS_LONG_RUN ? 22 : 6;
        for (int options = 0; options < OPTIONS; options++) {
            searches(level, 20_000 + options, rows, 5, 7, options, IS_LONG_RUN ? 1 : 3);
        }
    }

    @Test
    void aSearchOnSeveralThreadsFindsTheSame() {
        try (Arena arena = Arena.ofShared()) {
            SearchRequest request =
                    request(arena, VectorKernel.DOT, VectorKernel.INT8, 64, 300_000, 2, 100, 4);
            assertSame(
                    inC.search(request, Execution.DEFAULT),
                    inC.search(request, Execution.DEFAULT.withExecutor(ForkJoinPool.commonPool())),
                    "300 000 rows");
        }
    }

    @Test
    void anInterruptCancelsASearch() {
        try (Arena arena = Arena.ofShared()) {
            SearchRequest request =
                    request(arena, VectorKernel.DOT, VectorKernel.INT8, 64, 300_000, 2, 10, 0);
            for (VectorKernel kernel : new VectorKernel[] {inC, inJava}) {
                try {
                    Thread.currentThread().interrupt();
                    assertThrows(
                            CancellationException.class,
                            () -> kernel.search(request, Execution.DEFAULT));
                    assertThrows(
                            CancellationException.class,
                            () -> kernel.values(request, 0, 100, new double[100]));
                    assertTrue(Thread.currentThread().isInterrupted());
                } finally {
                    Thread.interrupted();
                }
            }
        }
    }
}
