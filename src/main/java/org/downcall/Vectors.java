package org.downcall;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.downcall.internal.Kernels;
import org.downcall.internal.vectors.Moments;
import org.downcall.internal.vectors.VectorKernel;

/**
 * Compares two vectors, and summarizes numbers. To compare a vector with many others, use {@link
 * VectorMatrix}, which takes far less time for each of them.
 *
 * <p>A {@code short[]} contains 16-bit floating-point numbers ({@link VectorType#FLOAT16}), and a
 * {@code byte[]} contains integers from -128 to 127, or bits.
 *
 * <p><b>Results.</b> All kernels return the same results, bit for bit, on every CPU. Integers are
 * added exactly. Floating-point numbers are added in binary32: a vector is divided into blocks of
 * 16384 elements; within a block, element i is added to sum i mod 32; the 32 sums are added as a
 * balanced tree; and the sums of blocks are added in binary64. Each product and each sum is
 * rounded. As long as nothing overflows or becomes subnormal, the error is at most
 *
 * <ul>
 *   <li>c 2<sup>-24</sup> times the sum of |a<sub>i</sub> b<sub>i</sub>| for a dot product,
 *   <li>(c + 2) 2<sup>-24</sup> times the squared distance for a squared distance, and
 *   <li>2 c 2<sup>-24</sup> for a cosine,
 * </ul>
 *
 * <p>where c is ceil(n / 32) + 6 for n elements up to 16384, and 519 for longer vectors.
 *
 * <p><b>Rounding mode.</b> The JVM requires that native code leaves the rounding mode of a thread
 * unchanged. C does not rely on it: the results of comparisons of up to 16384 elements, of summaries
 * of up to 4096 numbers, and of searches are the same in every mode. Java relies on it when it adds
 * the sums of blocks and combines longer summaries, when it converts numbers to another type or
 * normalizes them, and in the Java kernels.
 *
 * <p><b>Special values.</b> A NaN in a vector makes the result NaN. An infinity, or a sum that
 * exceeds the range of {@code float}, makes it infinite or NaN, by the rules of IEEE 754. Subnormal
 * numbers are kept. The dot product and the squared distance of empty vectors are 0. The cosine of
 * a zero vector, with any vector, is NaN.
 *
 * <p><b>Speed.</b> HotSpot does not vectorize sums of floating-point numbers, so C is several times
 * as fast for vectors of a hundred or more elements. For 16 elements, a loop in Java takes about as
 * long as the call, and for fewer, it is faster. For the Hamming distance, such a loop is faster for
 * short vectors and about as fast for long ones, because HotSpot vectorizes {@link Long#bitCount}.
 *
 * <p><b>Threads.</b> Every method is thread-safe, keeps no state between calls, and uses the
 * calling thread only.
 *
 * <p><b>Errors.</b> Every method throws {@link IllegalArgumentException} if the vectors differ in
 * length, {@link NullPointerException} if one is null, and the errors that {@link Fibonacci}
 * describes if a setting is invalid or the native library is required but unavailable.
 */
public final class Vectors {

    /**
     * Returns the dot product of two vectors.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the sum of a<sub>i</sub> b<sub>i</sub>
     */
    public static float dot(float[] a, float[] b) {
        requireSameLength(a.length, b.length);
        return (float) kernel().compare(VectorKernel.DOT, a, b);
    }

    /**
     * Returns the dot product of two vectors of 16-bit floating-point numbers.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the sum of a<sub>i</sub> b<sub>i</sub>
     */
    public static float dot(short[] a, short[] b) {
        requireSameLength(a.length, b.length);
        return (float) kernel().compare(VectorKernel.DOT, a, b);
    }

    /**
     * Returns the dot product of two vectors of integers from -128 to 127.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the sum of a<sub>i</sub> b<sub>i</sub>, which is exact
     */
    public static long dot(byte[] a, byte[] b) {
        requireSameLength(a.length, b.length);
        return (long) kernel().compare(VectorKernel.DOT, VectorKernel.INT8, a, b);
    }

    /**
     * Returns the square of the Euclidean distance of two vectors.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the sum of (a<sub>i</sub> - b<sub>i</sub>)<sup>2</sup>
     */
    public static float squaredDistance(float[] a, float[] b) {
        requireSameLength(a.length, b.length);
        return (float) kernel().compare(VectorKernel.SQUARED_DISTANCE, a, b);
    }

    /**
     * Returns the square of the Euclidean distance of two vectors of 16-bit floating-point numbers.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the sum of (a<sub>i</sub> - b<sub>i</sub>)<sup>2</sup>
     */
    public static float squaredDistance(short[] a, short[] b) {
        requireSameLength(a.length, b.length);
        return (float) kernel().compare(VectorKernel.SQUARED_DISTANCE, a, b);
    }

    /**
     * Returns the square of the Euclidean distance of two vectors of integers from -128 to 127.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the sum of (a<sub>i</sub> - b<sub>i</sub>)<sup>2</sup>, which is exact
     */
    public static long squaredDistance(byte[] a, byte[] b) {
        requireSameLength(a.length, b.length);
        return (long) kernel().compare(VectorKernel.SQUARED_DISTANCE, VectorKernel.INT8, a, b);
    }

    /**
     * Returns the cosine of the angle between two vectors.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return dot(a, b) / sqrt(dot(a, a) dot(b, b)); NaN if one of the vectors is zero
     */
    public static float cosine(float[] a, float[] b) {
        requireSameLength(a.length, b.length);
        return (float) kernel().compare(VectorKernel.COSINE, a, b);
    }

    /**
     * Returns the cosine of the angle between two vectors of 16-bit floating-point numbers.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return dot(a, b) / sqrt(dot(a, a) dot(b, b)); NaN if one of the vectors is zero
     */
    public static float cosine(short[] a, short[] b) {
        requireSameLength(a.length, b.length);
        return (float) kernel().compare(VectorKernel.COSINE, a, b);
    }

    /**
     * Returns the cosine of the angle between two vectors of integers from -128 to 127.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return dot(a, b) / sqrt(dot(a, a) dot(b, b)); NaN if one of the vectors is zero
     */
    public static double cosine(byte[] a, byte[] b) {
        requireSameLength(a.length, b.length);
        return kernel().compare(VectorKernel.COSINE, VectorKernel.INT8, a, b);
    }

    /**
     * Returns the Hamming distance of two vectors of bits, eight in each byte.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the number of bits that differ
     */
    public static long hamming(byte[] a, byte[] b) {
        requireSameLength(a.length, b.length);
        return (long) kernel().compare(VectorKernel.HAMMING, VectorKernel.BITS, a, b);
    }

    /**
     * Returns the Hamming distance of two vectors of bits, 64 in each {@code long}.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the number of bits that differ
     */
    public static long hamming(long[] a, long[] b) {
        requireSameLength(a.length, b.length);
        return (long) kernel().compare(VectorKernel.HAMMING, a, b);
    }

    /**
     * Returns the Jaccard similarity of two vectors of bits, eight in each byte.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the number of bits that are set in both vectors, divided by the number of bits that
     *     are set in at least one of them; 1 if no bit is set
     */
    public static double jaccard(byte[] a, byte[] b) {
        requireSameLength(a.length, b.length);
        return kernel().compare(VectorKernel.JACCARD, VectorKernel.BITS, a, b);
    }

    /**
     * Returns the Jaccard similarity of two vectors of bits, 64 in each {@code long}.
     *
     * @param a a vector
     * @param b a vector of the same length
     * @return the number of bits that are set in both vectors, divided by the number of bits that
     *     are set in at least one of them; 1 if no bit is set
     */
    public static double jaccard(long[] a, long[] b) {
        requireSameLength(a.length, b.length);
        return kernel().compare(VectorKernel.JACCARD, a, b);
    }

    /**
     * Compares two vectors in memory. Each segment may be on the heap, native, or a memory-mapped
     * file, at any alignment.
     *
     * @param metric how to compare them
     * @param type the type of the elements
     * @param a a vector, which is the whole segment
     * @param b a vector of the same length
     * @return the value of the metric: an integer for {@link VectorType#INT8} with {@link
     *     VectorMetric#DOT} or {@link VectorMetric#SQUARED_DISTANCE}, and for {@link
     *     VectorMetric#HAMMING}; a {@code float} for the floating-point types
     * @throws IllegalArgumentException if the metric does not accept the type, if the segments
     *     differ in size, or if the size is not a multiple of the size of an element
     * @throws IllegalStateException if a segment has been closed
     * @throws WrongThreadException if a segment belongs to another thread
     */
    public static double compare(
            VectorMetric metric, VectorType type, MemorySegment a, MemorySegment b) {
        Objects.requireNonNull(metric, "metric");
        metric.requireTakes(Objects.requireNonNull(type, "type"));
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        long bytes = a.byteSize();
        long size = VectorKernel.bytes(type.code());
        if (bytes != b.byteSize() || bytes % size != 0) {
            throw new IllegalArgumentException("The segments have " + bytes + " and "
                    + b.byteSize() + " bytes. They must have the same size, which is a multiple of "
                    + size + " for " + type + ".");
        }
        return kernel().compare(metric.code(), type.code(), a, b, bytes / size);
    }

    /**
     * Summarizes numbers. The mean and the deviations from it are computed in two passes over each
     * block of 4096 numbers. The blocks are combined by the formulas of Chan, Golub and LeVeque
     * ("Algorithms for Computing the Sample Variance", The American Statistician 37, 1983).
     *
     * <p>For b blocks, the error of the mean is at most E = (520 + 3 b) 2<sup>-53</sup> times the
     * largest absolute value. The error of the variance v is at most
     *
     * <ul>
     *   <li>520 &middot; 2<sup>-53</sup> v + E<sup>2</sup> for one block, that is, for up to 4096
     *       numbers, and
     *   <li>(520 + 2 b) 2<sup>-53</sup> v + 5 (E sqrt(v) + E<sup>2</sup>) for more blocks,
     * </ul>
     *
     * <p>where v is the exact variance. That of the sum of the squared deviations is at most as many
     * times as large as there are numbers. Both bounds hold as long as nothing overflows or becomes
     * subnormal. The variance of nearly equal numbers is therefore accurate if E is small compared
     * with their standard deviation.
     *
     * @param numbers the numbers
     * @return the summary. If a number is NaN, so are the mean, the variance, the minimum and the
     *     maximum
     */
    public static Summary summary(double[] numbers) {
        Objects.requireNonNull(numbers, "numbers");
        Moments moments = kernel().summarize(numbers);
        return new Summary(
                moments.count(), moments.mean(), moments.squares(), moments.min(), moments.max());
    }

    /**
     * A summary of numbers.
     *
     * @param count how many numbers there are
     * @param mean their mean; NaN if there are none; infinite if one of them is, or NaN if there
     *     are infinities of both signs
     * @param squaredDeviations the sum of the squares of the deviations from the mean; NaN if a
     *     number is infinite
     * @param min the smallest number; positive infinity if there are none; never -0
     * @param max the largest number; negative infinity if there are none; never -0
     */
    public record Summary(
            long count, double mean, double squaredDeviations, double min, double max) {

        /**
         * {@return the variance of the numbers as a whole population; NaN if there are none}
         */
        public double variance() {
            return squaredDeviations / count;
        }

        /** {@return the unbiased variance of a sample; NaN for fewer than two numbers} */
        public double sampleVariance() {
            return count < 2 ? Double.NaN : squaredDeviations / (count - 1);
        }
    }

    private static VectorKernel kernel() {
        return Kernels.chosen().vectors();
    }

    private static void requireSameLength(int a, int b) {
        if (a != b) {
            throw new IllegalArgumentException("The vectors have " + a + " and " + b
                    + " elements. Pass two vectors of the same length.");
        }
    }

    private Vectors() {}
}
