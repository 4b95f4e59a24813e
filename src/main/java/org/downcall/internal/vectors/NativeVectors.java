package org.downcall.internal.vectors;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import org.downcall.internal.bindings.dc_summary;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.HugePages;
import org.downcall.internal.calls.NativeMemory;
import org.downcall.internal.calls.Progress;
import org.downcall.internal.calls.Rehearsal;
import org.downcall.internal.calls.StackReserve;
import org.downcall.internal.calls.Strands;
import org.downcall.internal.calls.VectorCalls;

/**
 * The native kernel of vectors. A comparison makes one critical call for each block, so that each
 * call is short. A critical call never accesses memory-mapped files, because the system may have to
 * read a page first.
 */
public final class NativeVectors implements VectorKernel {

    /**
     * The elements that one call of a search compares. A call takes 4 ms for FLOAT16 at the
     * baseline, and less than 1 ms with AVX-512.
     */
    private static final long ELEMENTS_PER_CALL = 1 << 20;

    /**
     * The rows that one call of a batch compares with all queries, even if these are more elements:
     * with fewer rows, C reads the queries too often, and computes their squares too often.
     */
    private static final long ROWS_OF_BATCH = 64;

    /** The most elements for that, unless four rows have more; 64 ms for FLOAT16 at the baseline. */
    private static final long MOST_ELEMENTS_PER_CALL = 1 << 24;

    /** The values that one call computes. */
    private static final long VALUES_PER_CALL = 4_096;

    private final NativeMemory memory;

    /** Creates a kernel that does not limit its memory. */
    public NativeVectors() {
        this(NativeMemory.unlimited());
    }

    /** @param memory counts the buffers of searches */
    public NativeVectors(NativeMemory memory) {
        this.memory = memory;
    }

    private final Rehearsal comparison = new Calls("comparison");
    private final Rehearsal summary = new Calls("summary");
    private final Rehearsal search = new Calls("search");
    private final Rehearsal strands = new Calls("search with an executor");

    /**
     * The calls of one kind of operation. One class serves all kinds, because each class delays the
     * start.
     */
    private static final class Calls extends Rehearsal {
        private final String operation;

        Calls(String operation) {
            this.operation = operation;
        }

        @Override
        public void run() {
            switch (operation) {
                case "comparison" -> rehearseComparison();
                case "summary" -> summarizeInBlocks(new double[1]);
                case "search" -> rehearseSearch();
                case "search with an executor" -> Strands.rehearse();
                default -> throw new AssertionError(operation);
            }
        }
    }

    private static void rehearseComparison() {
        VectorCalls.dot(new float[1], new float[1]);
        VectorCalls.squaredDistance(new float[1], new float[1]);
        VectorCalls.compare(COSINE, FLOAT32, new float[1], new float[1]);
        VectorCalls.compare(DOT, FLOAT16, new short[1], new short[1]);
        VectorCalls.compare(DOT, INT8, new byte[1], new byte[1]);
        VectorCalls.compare(HAMMING, BITS, new long[1], new long[1]);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(ValueLayout.JAVA_FLOAT);
            VectorCalls.compareCritically(DOT, FLOAT32, vector, vector, 1);
            VectorCalls.compare(DOT, FLOAT32, vector, vector, 1);
        }
    }

    private static void rehearseSearch() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(ValueLayout.JAVA_FLOAT);
            SearchRequest request = new SearchRequest(
                    DOT, FLOAT32, 1, vector, 4, null, 1, null, null, vector, 4, 1, null, 1);
            new NativeVectors().searchRehearsed(request, Execution.DEFAULT);
            new NativeVectors().valuesRehearsed(request, 0, 1, new double[1]);
        }
    }

    @Override
    public MemorySegment allocate(long bytes, Arena arena) {
        return HugePages.allocate(bytes, arena);
    }

    // ---- Two vectors

    @Override
    public double compare(int metric, float[] a, float[] b) {
        comparison.require();
        if (a.length > BLOCK) {
            return compareInBlocks(
                    metric, FLOAT32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), a.length);
        }
        return switch (metric) {
            case DOT -> VectorCalls.dot(a, b);
            case SQUARED_DISTANCE -> VectorCalls.squaredDistance(a, b);
            default -> VectorCalls.compare(metric, FLOAT32, a, b);
        };
    }

    @Override
    public double compare(int metric, short[] a, short[] b) {
        comparison.require();
        return a.length <= BLOCK
                ? VectorCalls.compare(metric, FLOAT16, a, b)
                : compareInBlocks(
                        metric,
                        FLOAT16,
                        MemorySegment.ofArray(a),
                        MemorySegment.ofArray(b),
                        a.length);
    }

    @Override
    public double compare(int metric, int type, byte[] a, byte[] b) {
        comparison.require();
        return a.length <= BLOCK
                ? VectorCalls.compare(metric, type, a, b)
                : compareInBlocks(
                        metric, type, MemorySegment.ofArray(a), MemorySegment.ofArray(b), a.length);
    }

    @Override
    public double compare(int metric, long[] a, long[] b) {
        comparison.require();
        return a.length <= BLOCK / Long.BYTES
                ? VectorCalls.compare(metric, BITS, a, b)
                : compareInBlocks(
                        metric,
                        BITS,
                        MemorySegment.ofArray(a),
                        MemorySegment.ofArray(b),
                        (long) a.length * Long.BYTES);
    }

    @Override
    public double compare(int metric, int type, MemorySegment a, MemorySegment b, long n) {
        comparison.require();
        if (a.isMapped() || b.isMapped() || a.isNative() != b.isNative()) {
            StackReserve.require();
            try (Arena arena = Arena.ofConfined()) {
                return VectorCalls.compare(metric, type, inNative(a, arena), inNative(b, arena), n);
            }
        }
        return n <= BLOCK
                ? VectorCalls.compareCritically(metric, type, a, b, n)
                : compareInBlocks(metric, type, a, b, n);
    }

    private static MemorySegment inNative(MemorySegment vector, Arena arena) {
        return vector.isNative()
                ? vector
                : arena.allocate(vector.byteSize(), Long.BYTES).copyFrom(vector);
    }

    /** Adds the sums of blocks by the same operations as vectors.c. */
    private static double compareInBlocks(
            int metric, int type, MemorySegment a, MemorySegment b, long n) {
        return switch (metric) {
            case JACCARD ->
                JavaVectors.jaccard(
                        (long) sumOfBlocks(HAMMING, type, a, b, n),
                        JavaVectors.bits(false, a, 0, b, 0, n));
            case COSINE ->
                JavaVectors.cosine(
                        type,
                        sumOfBlocks(DOT, type, a, b, n),
                        sumOfBlocks(DOT, type, a, a, n),
                        sumOfBlocks(DOT, type, b, b, n));
            default -> sumOfBlocks(metric, type, a, b, n);
        };
    }

    private static double sumOfBlocks(
            int metric, int type, MemorySegment a, MemorySegment b, long n) {
        double total = 0;
        for (long i = 0; i < n; i += BLOCK) {
            long length = Math.min(n - i, BLOCK);
            long bytes = VectorKernel.bytes(type);
            total += VectorCalls.compareCritically(
                    metric,
                    type,
                    a.asSlice(i * bytes, length * bytes),
                    b.asSlice(i * bytes, length * bytes),
                    length);
        }
        return VectorKernel.isFloating(type) ? (float) total : total;
    }

    // ---- Summaries

    @Override
    public Moments summarize(double[] numbers) {
        summary.require();
        return summarizeInBlocks(numbers);
    }

    private static Moments summarizeInBlocks(double[] numbers) {
        Moments moments = Moments.NONE;
        MemorySegment all = MemorySegment.ofArray(numbers);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(dc_summary.layout());
            for (long from = 0; from < numbers.length; from += SUMMARY_BLOCK) {
                long length = Math.min(numbers.length - from, SUMMARY_BLOCK);
                MemorySegment s = VectorCalls.summarize(
                        (size, alignment) -> result,
                        all.asSlice(from * Double.BYTES, length * Double.BYTES));
                moments = moments.and(new Moments(
                        dc_summary.count(s),
                        dc_summary.mean(s),
                        dc_summary.squares(s),
                        dc_summary.min(s),
                        dc_summary.max(s)));
            }
        }
        return moments;
    }

    // ---- Search

    @Override
    public void values(SearchRequest request, long from, long to, double[] values) {
        search.require();
        StackReserve.require();
        long bytes = request.nativeBytes(1) + VALUES_PER_CALL * Double.BYTES;
        memory.reserve(bytes, "values of a search", null);
        try {
            valuesRehearsed(request, from, to, values);
        } finally {
            memory.release(bytes);
        }
    }

    private void valuesRehearsed(SearchRequest request, long from, long to, double[] values) {
        try (Arena arena = Arena.ofConfined()) {
            SearchBuffers buffers =
                    new SearchBuffers(request, SearchInput.of(request, arena), 0, arena);
            MemorySegment some = arena.allocate(ValueLayout.JAVA_DOUBLE, VALUES_PER_CALL);
            long step = Math.min(VALUES_PER_CALL, positionsPerCall(request));
            for (long at = from; at < to; at += step) {
                JavaVectors.requireNotInterrupted();
                long end = Math.min(at + step, to);
                buffers.values(at, end, some);
                MemorySegment.copy(
                        some, ValueLayout.JAVA_DOUBLE, 0, values, (int) (at - from), (int)
                                (end - at));
            }
        }
    }

    /** A multiple of eight rows if possible, because C compares several at a time. */
    private static long positionsPerCall(SearchRequest request) {
        long work = (request.n() + 16) * request.queryCount();
        long most = Math.max(
                ELEMENTS_PER_CALL / work, Math.min(ROWS_OF_BATCH, MOST_ELEMENTS_PER_CALL / work));
        return most < 8 ? Math.max(most, 4) : most & -8;
    }

    @Override
    public BestRows search(SearchRequest request, Execution execution) {
        search.require();
        if (execution.executor() != null) {
            strands.require();
        }
        StackReserve.require();
        long bytes = request.nativeBytes(strands(request, execution));
        memory.reserve(
                bytes,
                "the " + request.k() + " best rows for " + request.queryCount() + " queries",
                execution.memoryWait());
        try {
            return searchRehearsed(request, execution);
        } finally {
            memory.release(bytes);
        }
    }

    private static long ranges(SearchRequest request) {
        long step = positionsPerCall(request);
        return (request.positions() + step - 1) / step;
    }

    private static int strands(SearchRequest request, Execution execution) {
        return request.queryCount() == 0 || execution.executor() == null
                ? 1
                : Math.clamp(ranges(request), 1, Runtime.getRuntime().availableProcessors());
    }

    /** Each strand repeatedly takes the next range of positions that no strand has taken. */
    private BestRows searchRehearsed(SearchRequest request, Execution execution) {
        if (request.queryCount() == 0 || request.k() == 0) {
            return new BestRows(
                    request.k(), new int[request.queryCount()], new double[0], new long[0]);
        }
        long step = positionsPerCall(request);
        long ranges = ranges(request);
        int strands = strands(request, execution);
        BestRows[] results = new BestRows[strands];
        AtomicLong taken = new AtomicLong();
        Progress progress = new Progress(execution.progress(), ranges);
        try (Arena arena = strands == 1 ? Arena.ofConfined() : Arena.ofShared()) {
            SearchInput input = SearchInput.of(request, arena);
            Strands.run(strands, strands == 1 ? null : execution.executor(), (strand, stopped) -> {
                try (Arena own = Arena.ofConfined()) {
                    SearchBuffers buffers = new SearchBuffers(request, input, request.k(), own);
                    long range;
                    while ((range = taken.getAndIncrement()) < ranges && !stopped.getAsBoolean()) {
                        long from = range * step;
                        buffers.run(from, Math.min(from + step, request.positions()));
                        progress.stepIsDone();
                    }
                    results[(int) strand] = buffers.sorted();
                }
            });
        }
        JavaVectors.requireNotInterrupted();
        progress.stageIsDone();
        return BestRows.merged(request, results);
    }
}
