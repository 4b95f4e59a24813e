package org.downcall;

import static org.downcall.InvalidArguments.assertInvalid;
import static org.downcall.InvalidArguments.assertNullIsRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public comparisons, compared with sums of double. */
class VectorsTest {

    private final Random random = new Random(2);

    private float[] floats(int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
        }
        return numbers;
    }

    private static short[] halves(float[] numbers) {
        short[] halves = new short[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            halves[i] = Float.floatToFloat16(numbers[i]);
        }
        return halves;
    }

    private static float[] floats(short[] halves) {
        float[] numbers = new float[halves.length];
        for (int i = 0; i < halves.length; i++) {
            numbers[i] = Float.float16ToFloat(halves[i]);
        }
        return numbers;
    }

    /** The documented factor of the error of a dot product. */
    private static double factor(int n) {
        return (n <= 16_384 ? (n + 31) / 32 + 6 : 519) * 0x1p-24;
    }

    /** The sums in double are exact enough: their relative errors are below n 2^-53. */
    private static void assertWithinTheBounds(
            float[] a, float[] b, float dot, float distance, float cosine) {
        double expectedDot = 0;
        double expectedDistance = 0;
        double magnitude = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            double product = (double) a[i] * b[i];
            double difference = (double) a[i] - b[i];
            expectedDot += product;
            magnitude += Math.abs(product);
            expectedDistance += difference * difference;
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        double factor = factor(a.length);
        assertEquals(expectedDot, dot, factor * magnitude + Double.MIN_VALUE);
        assertEquals(
                expectedDistance,
                distance,
                (factor + 2 * 0x1p-24) * expectedDistance + Double.MIN_VALUE);
        double expectedCosine = expectedDot / Math.sqrt(squaresOfA * squaresOfB);
        assertEquals(expectedCosine, cosine, 2 * factor);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 16, 31, 32, 33, 127, 128, 768, 1536, 16_384, 16_385, 100_000})
    void floatingPointNumbers(int n) {
        float[] a = floats(n);
        float[] b = floats(n);
        assertWithinTheBounds(
                a, b, Vectors.dot(a, b), Vectors.squaredDistance(a, b), Vectors.cosine(a, b));
        short[] c = halves(a);
        short[] d = halves(b);
        assertWithinTheBounds(
                floats(c),
                floats(d),
                Vectors.dot(c, d),
                Vectors.squaredDistance(c, d),
                Vectors.cosine(c, d));
        if (n > 0) {
            double norms = Math.sqrt((double) Vectors.dot(a, a) * Vectors.dot(b, b));
            assertEquals((float) (Vectors.dot(a, b) / norms), Vectors.cosine(a, b));
            assertEquals(1, Vectors.cosine(c, c), 2 * factor(n));
        }
    }

    /**
     * Each sum begins with 1, and each further term is a little more than half of a unit in the last
     * place, so all additions round up. The error is almost the bound.
     */
    @ParameterizedTest
    @ValueSource(ints = {1_024, 16_000, 16_384, 16_385, 32_768, 10 * 16_384})
    void roundingErrorsThatAddUp(int n) {
        float[] a = new float[n];
        float[] ones = new float[n];
        float[] roots = new float[n];
        float[] opposites = new float[n];
        for (int i = 0; i < n; i++) {
            boolean first = i % 16_384 < 32;
            a[i] = first ? 1 : 0x1.000002p-24f;
            ones[i] = 1;
            roots[i] = first ? 1 : 0x1.000002p-12f;
            opposites[i] = first ? 1 : -0x1.000002p-12f;
        }
        assertWithinTheBounds(
                a,
                ones,
                Vectors.dot(a, ones),
                Vectors.squaredDistance(a, ones),
                Vectors.cosine(a, ones));
        assertWithinTheBounds(
                roots,
                opposites,
                Vectors.dot(roots, opposites),
                Vectors.squaredDistance(roots, opposites),
                Vectors.cosine(roots, opposites));
        float[] zero = new float[n];
        float distance = Vectors.squaredDistance(roots, zero);
        double dot = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            dot += a[i];
            squares += (double) roots[i] * roots[i];
        }
        double dotError = (Vectors.dot(a, ones) / dot - 1) / factor(n);
        double distanceError = (distance / squares - 1) / (factor(n) + 2 * 0x1p-24);
        assertTrue(dotError <= 1 && distanceError <= 1, dotError + ", " + distanceError);
        if (n % 16_384 == 0) {
            assertTrue(dotError > 0.98, "the error is only " + dotError + " of the bound");
            assertTrue(distanceError > 0.97, "only " + distanceError + " of the bound");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 768, 16_384, 16_385, 200_000})
    void integers(int n) {
        byte[] a = new byte[n];
        byte[] b = new byte[n];
        random.nextBytes(a);
        random.nextBytes(b);
        long dot = 0;
        long distance = 0;
        long differing = 0;
        long common = 0;
        for (int i = 0; i < n; i++) {
            dot += a[i] * b[i];
            distance += (a[i] - b[i]) * (a[i] - b[i]);
            differing += Integer.bitCount((a[i] ^ b[i]) & 0xFF);
            common += Integer.bitCount(a[i] & b[i] & 0xFF);
        }
        assertEquals(dot, Vectors.dot(a, b));
        assertEquals(distance, Vectors.squaredDistance(a, b));
        assertEquals(differing, Vectors.hamming(a, b));
        double jaccard = n == 0 ? 1 : (double) common / (common + differing);
        assertEquals(jaccard, Vectors.jaccard(a, b));
        double norms = Math.sqrt((double) Vectors.dot(a, a) * Vectors.dot(b, b));
        assertEquals(dot / norms, Vectors.cosine(a, b));

        long[] words = new long[n / 8];
        long[] others = new long[n / 8];
        MemorySegment.copy(
                MemorySegment.ofArray(a), 0, MemorySegment.ofArray(words), 0, n / 8 * 8L);
        MemorySegment.copy(
                MemorySegment.ofArray(b), 0, MemorySegment.ofArray(others), 0, n / 8 * 8L);
        byte[] c = Arrays.copyOf(a, n / 8 * 8);
        byte[] d = Arrays.copyOf(b, n / 8 * 8);
        assertEquals(Vectors.hamming(c, d), Vectors.hamming(words, others));
        assertEquals(Vectors.jaccard(c, d), Vectors.jaccard(words, others));
    }

    /** 100 000 squares of 255 exceed 32 bits. */
    @Test
    void theLargestIntegers() {
        byte[] least = new byte[100_000];
        byte[] greatest = new byte[100_000];
        Arrays.fill(least, Byte.MIN_VALUE);
        Arrays.fill(greatest, Byte.MAX_VALUE);
        assertEquals(100_000L * 128 * 128, Vectors.dot(least, least));
        assertEquals(100_000L * -128 * 127, Vectors.dot(least, greatest));
        assertEquals(100_000L * 255 * 255, Vectors.squaredDistance(least, greatest));
    }

    @Test
    void segments() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3);
            MemorySegment b = MemorySegment.ofArray(new float[] {4, 5, 6});
            assertEquals(32, Vectors.compare(VectorMetric.DOT, VectorType.FLOAT32, a, b));
            assertEquals(
                    27, Vectors.compare(VectorMetric.SQUARED_DISTANCE, VectorType.FLOAT32, a, b));
            MemorySegment one = MemorySegment.ofArray(new short[] {0x3F80, 0x4000});
            assertEquals(5, Vectors.compare(VectorMetric.DOT, VectorType.BFLOAT16, one, one));
            assertInvalid(
                    "They must have the same size, which is a multiple of 4 for FLOAT32.",
                    () -> Vectors.compare(VectorMetric.DOT, VectorType.FLOAT32, a, one));
            assertInvalid(
                    "The segments have 3 and 3 bytes.",
                    () -> Vectors.compare(
                            VectorMetric.DOT,
                            VectorType.FLOAT16,
                            a.asSlice(0, 3),
                            a.asSlice(0, 3)));
            assertInvalid(
                    "The metric HAMMING does not take the type INT8.",
                    () -> Vectors.compare(VectorMetric.HAMMING, VectorType.INT8, a, a));
            assertInvalid(
                    "The metric COSINE does not take the type BITS.",
                    () -> Vectors.compare(VectorMetric.COSINE, VectorType.BITS, a, a));
        }
    }

    private static double dot(MemorySegment a, MemorySegment b) {
        return Vectors.compare(VectorMetric.DOT, VectorType.FLOAT32, a, b);
    }

    /** Two vectors in native memory, and one beside an array, which is copied for C. */
    @Test
    void memoryThatCannotBeAccessed() throws InterruptedException {
        MemorySegment heap = MemorySegment.ofArray(new float[2]);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        MemorySegment memory;
        try (Arena arena = Arena.ofConfined()) {
            memory = arena.allocate(8, 4);
            for (MemorySegment b : List.of(memory, heap)) {
                Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, e) -> thrown.add(e))
                        .start(() -> dot(memory, b))
                        .join();
            }
        }
        assertEquals(2, thrown.size());
        thrown.forEach(e -> assertInstanceOf(WrongThreadException.class, e));
        for (MemorySegment b : List.of(memory, heap)) {
            assertThrows(IllegalStateException.class, () -> dot(memory, b));
        }
    }

    /** A call for each of two blocks holds the memory, which can be closed in between. */
    @Test
    void memoryThatIsClosedMeanwhile() throws InterruptedException {
        Arena arena = Arena.ofShared();
        MemorySegment memory = arena.allocate(16_385 * Float.BYTES, Float.BYTES);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch compared = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform()
                .daemon()
                .uncaughtExceptionHandler((ended, e) -> thrown.add(e))
                .start(() -> {
                    while (true) {
                        assertEquals(0, dot(memory, memory));
                        compared.countDown();
                    }
                });
        assertTrue(compared.await(60, TimeUnit.SECONDS), thrown::toString);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (arena.scope().isAlive()) {
            assertTrue(System.nanoTime() < end, "the memory cannot be closed");
            try {
                arena.close();
            } catch (IllegalStateException e) {
                Thread.onSpinWait(); // C uses it.
            }
        }
        thread.join();
        assertInstanceOf(IllegalStateException.class, thrown.getFirst());
    }

    @Test
    void vectorsOfDifferentLengths() {
        String message = "The vectors have 2 and 3 elements. Pass two vectors of the same length.";
        assertInvalid(message, () -> Vectors.dot(new float[2], new float[3]));
        assertInvalid(message, () -> Vectors.squaredDistance(new short[2], new short[3]));
        assertInvalid(message, () -> Vectors.cosine(new byte[2], new byte[3]));
        assertInvalid(message, () -> Vectors.hamming(new long[2], new long[3]));
    }

    @Test
    void nullIsNamed() {
        NullPointerException e = assertThrows(
                NullPointerException.class, () -> Vectors.dot((float[]) null, new float[1]));
        assertTrue(e.getMessage().contains("\"a\""), e.getMessage());
        assertNullIsRejected("numbers", () -> Vectors.summary(null));
        VectorMetric dot = VectorMetric.DOT;
        VectorType integers = VectorType.INT8;
        MemorySegment a = MemorySegment.NULL;
        assertNullIsRejected("metric", () -> Vectors.compare(null, integers, a, a));
        assertNullIsRejected("type", () -> Vectors.compare(dot, null, a, a));
        assertNullIsRejected("a", () -> Vectors.compare(dot, integers, null, a));
        assertNullIsRejected("b", () -> Vectors.compare(dot, integers, a, null));
    }

    @Test
    void specialValues() {
        float[] zero = {0, 0, 0};
        float[] infinite = {1, Float.POSITIVE_INFINITY, 1};
        float[] undefined = {1, Float.NaN, 1};
        float[] subnormal = {Float.MIN_VALUE, 0, 0};
        float[] one = {1, 1, 1};
        assertEquals(Float.NaN, Vectors.cosine(zero, one));
        // -9.8e-83 rounds to zero, which has no sign: VectorMatrix orders values by their bits.
        assertEquals(
                0f,
                Vectors.cosine(new float[] {1e19f, 0, 1e-22f}, new float[] {0, 1e19f, -1e-22f}));
        assertEquals(Double.NaN, Vectors.cosine(new byte[3], new byte[3]));
        assertEquals(Float.POSITIVE_INFINITY, Vectors.dot(infinite, one));
        assertEquals(Float.NaN, Vectors.dot(infinite, zero));
        assertEquals(Float.NaN, Vectors.squaredDistance(infinite, infinite));
        assertEquals(Float.NaN, Vectors.dot(undefined, one));
        assertEquals(Float.MIN_VALUE, Vectors.dot(subnormal, one));
        assertEquals(0, Vectors.dot(new float[0], new float[0]));
        assertEquals(1, Vectors.jaccard(new byte[5], new byte[5]));
    }

    @Test
    void summary() {
        Vectors.Summary summary = Vectors.summary(new double[] {1, 2, 3, 4});
        assertEquals(new Vectors.Summary(4, 2.5, 5, 1, 4), summary);
        assertEquals(1.25, summary.variance());
        assertEquals(5.0 / 3, summary.sampleVariance());
        Vectors.Summary none = Vectors.summary(new double[0]);
        assertEquals(0, none.count());
        assertEquals(Double.NaN, none.mean());
        assertEquals(Double.NaN, none.variance());
        assertEquals(Double.NaN, none.sampleVariance());
        assertEquals(Double.POSITIVE_INFINITY, none.min());
        Supplier<double[]> numbers =
                () -> random.doubles(1_000_000, 1e6, 1e6 + 1).toArray();
        assertEquals(1.0 / 12, Vectors.summary(numbers.get()).variance(), 1e-3);
    }

    /** The mean of blocks of 4096 numbers is combined. */
    @Test
    void summaryOfInfinities() {
        for (int count : new int[] {2, 5_000, 20_000}) {
            for (int at : new int[] {0, count - 1}) {
                double[] numbers = new double[count];
                Arrays.fill(numbers, 1);
                numbers[at] = Double.NEGATIVE_INFINITY;
                Vectors.Summary one = Vectors.summary(numbers);
                assertEquals(Double.NEGATIVE_INFINITY, one.mean());
                assertEquals(Double.NaN, one.variance());
                assertEquals(Double.NEGATIVE_INFINITY, one.min());
                assertEquals(1, one.max());
                numbers[count / 2] = numbers[(at + 1) % count] = Double.POSITIVE_INFINITY;
                if (count > 2) {
                    assertEquals(Double.NaN, Vectors.summary(numbers).mean());
                }
            }
        }
    }
}
