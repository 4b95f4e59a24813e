package org.downcall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.DoubleConsumer;
import org.downcall.internal.Kernels;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.vectors.BestRows;
import org.downcall.internal.vectors.SearchRequest;
import org.downcall.internal.vectors.VectorKernel;

/**
 * An exact search for the k best rows of a {@link VectorMatrix}, with options. Each {@code with}
 * method returns a new search.
 *
 * <pre>{@code
 * List<VectorMatch> best = VectorSearch.of(VectorMetric.COSINE, 10)
 *         .withExecutor(executor)
 *         .run(matrix, query);
 * }</pre>
 *
 * <p>The best row comes first. Rows with equal values are ordered by their number, lowest first. A
 * row whose value is NaN comes after all others. The best k rows are therefore always the first of
 * the best 2k.
 *
 * <p><b>Batches.</b> {@link #run(VectorMatrix, VectorMatrix)} searches for many queries at once.
 * Each row is loaded once for all queries, so a search in a large matrix takes a fraction of the
 * time of separate searches. The results are the same.
 *
 * <p><b>Interruption.</b> If the calling thread is interrupted, the search is cancelled, usually
 * within a few milliseconds, and throws {@link CancellationException}. The thread's interrupt
 * status remains set.
 *
 * <p><b>Threads.</b> Instances are immutable. They are thread-safe if the executor and the
 * listener are.
 *
 * <p><b>Errors.</b> Every method throws {@link NullPointerException}, which names the argument, if
 * an argument is null. A search also throws the errors that {@link Fibonacci} describes if a
 * setting is invalid or the native library is required but unavailable.
 */
public final class VectorSearch {

    /** The most entries of the result of a batch, which is an array. */
    private static final long MOST_RESULTS = 1 << 30;

    private final VectorMetric metric;
    private final int k;
    private final BitSet filter;
    private final long[] rows;
    private final Options options;

    /** How a search runs. Execution is created later, because of when its class is initialized. */
    private record Options(Executor executor, long maxWaitNanos, DoubleConsumer progress) {}

    private VectorSearch(VectorMetric metric, int k, BitSet filter, long[] rows, Options options) {
        this.metric = metric;
        this.k = k;
        this.filter = filter;
        this.rows = rows;
        this.options = options;
    }

    /**
     * Returns a search of all rows on the calling thread.
     *
     * @param metric how a query and a row are compared
     * @param k how many rows to find, 0 or greater. If the matrix has fewer rows, all of them are
     *     found. If k is 0, or the matrix has no rows, the list of a query is empty
     * @return the search
     * @throws IllegalArgumentException if k is negative
     */
    public static VectorSearch of(VectorMetric metric, int k) {
        Objects.requireNonNull(metric, "metric");
        if (k < 0) {
            throw new IllegalArgumentException(
                    "k is " + k + ". It is the number of rows to find and must not be negative.");
        }
        return new VectorSearch(metric, k, null, null, new Options(null, 0, null));
    }

    /**
     * Returns a search of the rows whose bits are set. This replaces an earlier choice of rows.
     *
     * @param filter bit i is set if row i is searched. Bits beyond the last row are ignored. The
     *     set is copied
     * @return the search
     */
    public VectorSearch withFilter(BitSet filter) {
        Objects.requireNonNull(filter, "filter");
        return new VectorSearch(metric, k, (BitSet) filter.clone(), null, options);
    }

    /**
     * Returns a search of some rows. This replaces an earlier choice of rows.
     *
     * @param rows the numbers of the rows, in any order; a row that occurs twice counts once. The
     *     array is copied
     * @return the search, which throws {@link IndexOutOfBoundsException} if the matrix does not
     *     have one of the rows
     */
    public VectorSearch withRows(long... rows) {
        Objects.requireNonNull(rows, "rows");
        long[] sorted = rows.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (long row : sorted) {
            if (count == 0 || row != sorted[count - 1]) {
                sorted[count++] = row;
            }
        }
        return new VectorSearch(metric, k, null, Arrays.copyOf(sorted, count), options);
    }

    /**
     * Returns a search that uses threads of an executor in addition to the calling thread. The Java
     * kernel uses the calling thread only. The rows must not be in memory that is confined to one
     * thread: the search would throw a {@link WrongThreadException} if another thread took part.
     *
     * @param executor the executor. If it rejects or delays the work, the calling thread does it.
     *     If it throws any other exception, the search fails with it
     * @return the search
     */
    public VectorSearch withExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return with(new Options(executor, options.maxWaitNanos, options.progress));
    }

    /**
     * Returns a search that waits for native memory while other computations use it, as {@link
     * Arithmetic#withMaxWait} describes. By default, a search throws an {@link OutOfMemoryError}
     * immediately if its results and the copies of the queries, of the filter and of the numbers of
     * rows do not fit into the free part of the limit on native memory.
     *
     * @param maxWait how long to wait at most; zero, the default, means not at all
     * @return the search
     * @throws IllegalArgumentException if {@code maxWait} is negative
     */
    public VectorSearch withMaxWait(Duration maxWait) {
        return with(new Options(options.executor, Arithmetic.nanos(maxWait), options.progress));
    }

    /**
     * Returns a search that reports how much of it is done. The calling thread passes the listener
     * the fraction of the rows that have been compared: greater than 0, greater each time, and 1 at
     * the end. A report follows every few milliseconds. A search in Java is not reported.
     *
     * <p>If the listener throws an exception or an error, the search ends, its memory is freed, and
     * the search throws the same. A search can thus have a time limit.
     *
     * @param listener receives the fraction
     * @return the search
     */
    public VectorSearch withProgress(DoubleConsumer listener) {
        Objects.requireNonNull(listener, "listener");
        return with(new Options(options.executor, options.maxWaitNanos, listener));
    }

    private VectorSearch with(Options newOptions) {
        return new VectorSearch(metric, k, filter, rows, newOptions);
    }

    /**
     * Searches for one query.
     *
     * @param matrix the matrix, of any type except BITS
     * @param query as many elements as a row. If the matrix has the type INT8, they are converted
     *     as by {@link VectorMatrix#to}
     * @return the best rows, best first
     * @throws IllegalArgumentException if the query has another number of elements, if the metric
     *     does not accept the type of the matrix, or if an element cannot be converted
     * @throws IllegalStateException if the matrix is closed
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted
     */
    public List<VectorMatch> run(VectorMatrix matrix, float[] query) {
        return run(matrix, VectorQueries.of(matrix, query)).getFirst();
    }

    /**
     * Searches for one query of bits, or of integers from -128 to 127.
     *
     * @param matrix the matrix, of the type BITS or INT8
     * @param query as many bytes as a row
     * @return the best rows, best first
     * @throws IllegalArgumentException if the query has another number of bytes, or if the metric
     *     or the query does not suit the type of the matrix
     * @throws IllegalStateException if the matrix is closed
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted
     */
    public List<VectorMatch> run(VectorMatrix matrix, byte[] query) {
        return run(matrix, VectorQueries.of(matrix, query)).getFirst();
    }

    /**
     * Searches for several queries at once.
     *
     * @param matrix the matrix
     * @param queries a query in each row, with as many dimensions as the matrix. Numbers of another
     *     type are converted: to FLOAT32 for a matrix of a floating-point type, and as by {@link
     *     VectorMatrix#to} for a matrix of the type INT8
     * @return the best rows, best first, for each query
     * @throws IllegalArgumentException if the dimensions differ, if the metric or the queries do
     *     not suit the type of the matrix, if an element cannot be converted, if the converted
     *     queries exceed 2 GiB, or if k times the number of queries exceeds 2<sup>30</sup>
     * @throws IllegalStateException if a matrix is closed
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted
     */
    public List<List<VectorMatch>> run(VectorMatrix matrix, VectorMatrix queries) {
        return run(matrix, VectorQueries.of(matrix, queries));
    }

    private List<List<VectorMatch>> run(VectorMatrix matrix, VectorQueries queries) {
        metric.requireTakes(matrix.type());
        long positions = matrix.rows();
        if (rows != null) {
            positions = rows.length;
            for (long row : rows) {
                Objects.checkIndex(row, matrix.rows());
            }
        }
        if (filter != null) {
            positions = Math.min(positions, filter.length());
        } else if (rows == null && matrix.dimensions() == 0) {
            positions = Math.min(positions, k); // the values of all rows are equal
        }
        int most = (int) Math.min(k, positions);
        if ((long) most * queries.count() > MOST_RESULTS) {
            throw new IllegalArgumentException("The result would have " + queries.count()
                    + " times " + most + " entries. The limit is " + MOST_RESULTS
                    + ". Search for fewer queries at once, or for fewer rows.");
        }
        SearchRequest request = matrix.request(
                metric,
                queries,
                positions,
                rows,
                filter == null ? null : filter.toLongArray(),
                most);
        VectorKernel kernel = Kernels.chosen().vectors(); // initializes the class Execution
        Execution execution = new Execution(options.executor, options.progress)
                .withMaxWaitNanos(options.maxWaitNanos);
        BestRows best = kernel.search(request, execution.begin());
        List<List<VectorMatch>> results = new ArrayList<>(queries.count());
        for (int q = 0; q < queries.count(); q++) {
            VectorMatch[] matches = new VectorMatch[best.found()[q]];
            for (int i = 0; i < matches.length; i++) {
                long position = best.positions()[q * most + i];
                matches[i] = new VectorMatch(
                        rows == null ? position : rows[(int) position],
                        best.values()[q * most + i]);
            }
            results.add(List.of(matches));
        }
        return results;
    }
}
