package org.downcall.internal.vectors;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CancellationException;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.Preparation;

/**
 * The Java kernel of vectors. The order of its additions is that of the C code, which
 * downcall_vectors.h defines: 32 sums, which are added as a balanced tree.
 */
public final class JavaVectors implements VectorKernel {

    private static final int SUMS = 32;

    /** Not volatile: a thread that does not see the change prepares again. */
    private boolean prepared;

    private static final class Comparisons implements Runnable {
        @Override
        public void run() {
            VectorKernel kernel = new JavaVectors();
            kernel.compare(DOT, new float[1], new float[1]);
            kernel.compare(DOT, new short[1], new short[1]);
            kernel.compare(HAMMING, BITS, new byte[1], new byte[1]);
            kernel.compare(HAMMING, new long[1], new long[1]);
            kernel.summarize(new double[1]);
        }
    }

    /**
     * Initializes the classes that access vectors; see {@link Preparation}. Not a rehearsal, whose
     * class would be loaded even where no program compares vectors.
     */
    public void prepare() {
        if (!prepared) {
            Preparation.run(new Comparisons());
            prepared = true;
        }
    }

    @Override
    public MemorySegment allocate(long bytes, Arena arena) {
        return arena.allocate(bytes, ALIGNMENT);
    }

    @Override
    public double compare(int metric, float[] a, float[] b) {
        return compare(
                metric, FLOAT32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), a.length);
    }

    @Override
    public double compare(int metric, short[] a, short[] b) {
        return compare(
                metric, FLOAT16, MemorySegment.ofArray(a), MemorySegment.ofArray(b), a.length);
    }

    @Override
    public double compare(int metric, int type, byte[] a, byte[] b) {
        return compare(metric, type, MemorySegment.ofArray(a), MemorySegment.ofArray(b), a.length);
    }

    @Override
    public double compare(int metric, long[] a, long[] b) {
        long bytes = (long) a.length * Long.BYTES;
        return compare(metric, BITS, MemorySegment.ofArray(a), MemorySegment.ofArray(b), bytes);
    }

    @Override
    public double compare(int metric, int type, MemorySegment a, MemorySegment b, long n) {
        return compare(metric, type, a, 0, type, b, 0, n);
    }

    private static double compare(
            int metric,
            int aType,
            MemorySegment a,
            long aOffset,
            int type,
            MemorySegment b,
            long bOffset,
            long n) {
        return switch (metric) {
            case HAMMING -> bits(true, a, aOffset, b, bOffset, n);
            case JACCARD ->
                jaccard(
                        bits(true, a, aOffset, b, bOffset, n),
                        bits(false, a, aOffset, b, bOffset, n));
            case COSINE ->
                cosine(
                        type,
                        sum(DOT, aType, a, aOffset, type, b, bOffset, n),
                        sum(DOT, aType, a, aOffset, aType, a, aOffset, n),
                        sum(DOT, type, b, bOffset, type, b, bOffset, n));
            default -> sum(metric, aType, a, aOffset, type, b, bOffset, n);
        };
    }

    /** {@return the cosine, rounded to the precision of the type} */
    static double cosine(int type, double ab, double aa, double bb) {
        double value = ab / Math.sqrt(aa * bb);
        return VectorKernel.isFloating(type) ? (float) value + 0.0 : value; // no -0
    }

    static double jaccard(long different, long common) {
        return different + common == 0 ? 1 : (double) common / (double) (different + common);
    }

    // ---- Sums

    private static double sum(
            int metric,
            int aType,
            MemorySegment a,
            long aOffset,
            int type,
            MemorySegment b,
            long bOffset,
            long n) {
        if (type == INT8) {
            long total = 0;
            for (long i = 0; i < n; i++) {
                int x = a.get(JAVA_BYTE, aOffset + i);
                int y = b.get(JAVA_BYTE, bOffset + i);
                total += metric == DOT ? x * y : (x - y) * (x - y);
            }
            return total;
        }
        double total = 0;
        for (long i = 0; i < n; i += BLOCK) {
            total += block(
                    metric,
                    aType,
                    a,
                    aOffset + i * VectorKernel.bytes(aType),
                    type,
                    b,
                    bOffset + i * VectorKernel.bytes(type),
                    (int) Math.min(n - i, BLOCK));
        }
        return (float) total;
    }

    private static float block(
            int metric,
            int aType,
            MemorySegment a,
            long aOffset,
            int type,
            MemorySegment b,
            long bOffset,
            int n) {
        float sum0 = strided(0, metric, aType, a, aOffset, type, b, bOffset, n);
        float sum1 = strided(1, metric, aType, a, aOffset, type, b, bOffset, n);
        float sum2 = strided(2, metric, aType, a, aOffset, type, b, bOffset, n);
        float sum3 = strided(3, metric, aType, a, aOffset, type, b, bOffset, n);
        return (sum0 + sum2) + (sum1 + sum3);
    }

    /** Adds the elements i for which i mod 4 = j, in eight of the sums, which are independent. */
    private static float strided(
            int j,
            int metric,
            int aType,
            MemorySegment a,
            long aOffset,
            int type,
            MemorySegment b,
            long bOffset,
            int n) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = j;
        for (; i + 28 < n; i += SUMS) {
            s0 += term(metric, aType, a, aOffset, type, b, bOffset, i);
            s1 += term(metric, aType, a, aOffset, type, b, bOffset, i + 4);
            s2 += term(metric, aType, a, aOffset, type, b, bOffset, i + 8);
            s3 += term(metric, aType, a, aOffset, type, b, bOffset, i + 12);
            s4 += term(metric, aType, a, aOffset, type, b, bOffset, i + 16);
            s5 += term(metric, aType, a, aOffset, type, b, bOffset, i + 20);
            s6 += term(metric, aType, a, aOffset, type, b, bOffset, i + 24);
            s7 += term(metric, aType, a, aOffset, type, b, bOffset, i + 28);
        }
        s0 += i < n ? term(metric, aType, a, aOffset, type, b, bOffset, i) : 0;
        s1 += i + 4 < n ? term(metric, aType, a, aOffset, type, b, bOffset, i + 4) : 0;
        s2 += i + 8 < n ? term(metric, aType, a, aOffset, type, b, bOffset, i + 8) : 0;
        s3 += i + 12 < n ? term(metric, aType, a, aOffset, type, b, bOffset, i + 12) : 0;
        s4 += i + 16 < n ? term(metric, aType, a, aOffset, type, b, bOffset, i + 16) : 0;
        s5 += i + 20 < n ? term(metric, aType, a, aOffset, type, b, bOffset, i + 20) : 0;
        s6 += i + 24 < n ? term(metric, aType, a, aOffset, type, b, bOffset, i + 24) : 0;
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static float term(
            int metric,
            int aType,
            MemorySegment a,
            long aOffset,
            int type,
            MemorySegment b,
            long bOffset,
            int i) {
        float x = element(aType, a, aOffset, i);
        float y = element(type, b, bOffset, i);
        if (metric == DOT) {
            return x * y;
        }
        float difference = x - y;
        return difference * difference;
    }

    /** {@return an element of a floating-point type} */
    static float element(int type, MemorySegment vector, long offset, int i) {
        return switch (type) {
            case FLOAT32 -> vector.get(JAVA_FLOAT_UNALIGNED, offset + 4L * i);
            case FLOAT16 -> Float.float16ToFloat(vector.get(JAVA_SHORT_UNALIGNED, offset + 2L * i));
            default ->
                Float.intBitsToFloat(vector.get(JAVA_SHORT_UNALIGNED, offset + 2L * i) << 16);
        };
    }

    /** {@return how many bits differ, or are common, in n bytes} */
    static long bits(
            boolean different,
            MemorySegment a,
            long aOffset,
            MemorySegment b,
            long bOffset,
            long n) {
        long total = 0;
        long i = 0;
        for (; i + Long.BYTES <= n; i += Long.BYTES) {
            long x = a.get(JAVA_LONG_UNALIGNED, aOffset + i);
            long y = b.get(JAVA_LONG_UNALIGNED, bOffset + i);
            total += Long.bitCount(different ? x ^ y : x & y);
        }
        for (; i < n; i++) {
            int x = a.get(JAVA_BYTE, aOffset + i);
            int y = b.get(JAVA_BYTE, bOffset + i);
            total += Integer.bitCount((different ? x ^ y : x & y) & 0xFF);
        }
        return total;
    }

    // ---- Summaries

    @Override
    public Moments summarize(double[] numbers) {
        Moments moments = Moments.NONE;
        for (int from = 0; from < numbers.length; from += SUMMARY_BLOCK) {
            int to = Math.min(numbers.length - from, SUMMARY_BLOCK) + from;
            moments = moments.and(summarize(numbers, from, to));
        }
        return moments;
    }

    private static Moments summarize(double[] x, int from, int to) {
        double[] sums = new double[8];
        double[] squares = new double[8];
        double min = x[from];
        double max = x[from];
        boolean hasNaN = false;
        for (int i = from; i < to; i++) {
            sums[(i - from) % 8] += x[i];
            min = x[i] < min ? x[i] : min;
            max = x[i] > max ? x[i] : max;
            hasNaN |= Double.isNaN(x[i]);
        }
        if (hasNaN) {
            return new Moments(to - from, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double mean = tree(sums) / (to - from);
        for (int i = from; i < to; i++) {
            double deviation = x[i] - mean;
            squares[(i - from) % 8] += deviation * deviation;
        }
        return new Moments(to - from, mean, tree(squares), min + 0.0, max + 0.0); // not -0
    }

    private static double tree(double[] s) {
        return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }

    // ---- Search

    private static double value(SearchRequest r, int query, long row) {
        int queryType = VectorKernel.isFloating(r.type()) ? FLOAT32 : r.type();
        long queryOffset = query * r.queryStride();
        long rowOffset = row * r.rowStride();
        boolean scaled = r.rowScales() != null || r.queryScales() != null;
        if (!scaled || r.metric() == COSINE) {
            return compare(
                    r.metric(),
                    queryType,
                    r.queries(),
                    queryOffset,
                    r.type(),
                    r.rows(),
                    rowOffset,
                    r.n());
        }
        double queryScale = scale(r.queryScales(), query);
        double rowScale = scale(r.rowScales(), row);
        double ab =
                sum(DOT, queryType, r.queries(), queryOffset, r.type(), r.rows(), rowOffset, r.n());
        if (r.metric() == DOT) {
            return ab * (queryScale * rowScale);
        }
        double aa = sum(
                DOT,
                queryType,
                r.queries(),
                queryOffset,
                queryType,
                r.queries(),
                queryOffset,
                r.n());
        double bb = sum(DOT, r.type(), r.rows(), rowOffset, r.type(), r.rows(), rowOffset, r.n());
        double distance = queryScale * queryScale * aa
                - 2 * (queryScale * rowScale) * ab
                + rowScale * rowScale * bb;
        return distance < 0 ? 0 : distance;
    }

    private static double scale(MemorySegment scales, long index) {
        return scales == null ? 1 : scales.get(JAVA_FLOAT_UNALIGNED, index * Float.BYTES);
    }

    @Override
    public void values(SearchRequest request, long from, long to, double[] values) {
        for (long position = from; position < to; position++) {
            requireNotInterrupted();
            values[(int) (position - from)] = value(request, 0, request.row(position));
        }
    }

    @Override
    public BestRows search(SearchRequest r, Execution execution) {
        int[] found = new int[r.queryCount()];
        double[] values = new double[r.queryCount() * r.k()];
        long[] positions = new long[values.length];
        for (long position = 0; position < r.positions() && r.k() > 0; position++) {
            if (r.counts(position)) {
                requireNotInterrupted();
                for (int query = 0; query < r.queryCount(); query++) {
                    double value = value(r, query, r.row(position)) + 0.0; // not -0
                    found[query] =
                            insert(r, query, found[query], value, position, values, positions);
                }
            }
        }
        return new BestRows(r.k(), found, values, positions);
    }

    /** Inserts an entry into a sorted array. {@return how many entries there are afterwards} */
    private static int insert(
            SearchRequest r,
            int query,
            int found,
            double value,
            long position,
            double[] values,
            long[] positions) {
        int first = query * r.k();
        int at = first + found;
        if (found == r.k()) {
            at--;
            if (!r.isBetter(value, position, values[at], positions[at])) {
                return found;
            }
        }
        while (at > first && r.isBetter(value, position, values[at - 1], positions[at - 1])) {
            values[at] = values[at - 1];
            positions[at] = positions[at - 1];
            at--;
        }
        values[at] = value;
        positions[at] = position;
        return Math.min(found + 1, r.k());
    }

    static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "The search was cancelled. The calling thread was interrupted.");
        }
    }
}
