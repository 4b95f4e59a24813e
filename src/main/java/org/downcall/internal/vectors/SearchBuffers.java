package org.downcall.internal.vectors;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.downcall.internal.bindings.dc_search;
import org.downcall.internal.calls.VectorCalls;

/** A dc_search, with the results of one strand. */
final class SearchBuffers {

    private final SearchRequest request;
    private final MemorySegment search;
    private final MemorySegment keys;
    private final MemorySegment positions;
    private final MemorySegment found;

    /** @param k how many results to keep for each query */
    SearchBuffers(SearchRequest request, SearchInput input, int k, Arena arena) {
        this.request = request;
        long results = (long) request.queryCount() * k;
        // Each allocation of an arena is a call of malloc, so all parts share one.
        SegmentAllocator parts = SegmentAllocator.slicingAllocator(arena.allocate(
                dc_search.sizeof() + 2 * (results + request.queryCount()) * Long.BYTES,
                Long.BYTES));
        search = parts.allocate(dc_search.layout());
        keys = parts.allocate(JAVA_LONG, results);
        positions = parts.allocate(JAVA_LONG, results);
        found = parts.allocate(JAVA_LONG, request.queryCount());
        dc_search.metric(search, request.metric());
        dc_search.type(search, request.type());
        dc_search.n(search, request.n());
        dc_search.row_stride(search, request.rowStride());
        dc_search.row_scales(
                search, request.rowScales() == null ? MemorySegment.NULL : request.rowScales());
        dc_search.ids(search, input.ids());
        dc_search.filter(search, input.filter());
        dc_search.queries(search, input.queries());
        dc_search.query_stride(search, request.queryStride());
        dc_search.query_count(search, request.queryCount());
        dc_search.query_scales(search, input.queryScales());
        dc_search.query_squares(search, parts.allocate(JAVA_DOUBLE, request.queryCount()));
        dc_search.k(search, k);
        dc_search.keys(search, keys);
        dc_search.positions(search, positions);
        dc_search.found(search, found);
    }

    void run(long from, long to) {
        VectorCalls.searchRun(search, request.rows(), from, to);
    }

    void values(long from, long to, MemorySegment values) {
        VectorCalls.searchValues(search, request.rows(), from, to, values);
    }

    BestRows sorted() {
        VectorCalls.searchSort(search, keys);
        int[] counts = new int[request.queryCount()];
        for (int q = 0; q < counts.length; q++) {
            counts[q] = (int) found.getAtIndex(JAVA_LONG, q);
        }
        return new BestRows(
                request.k(), counts, keys.toArray(JAVA_DOUBLE), positions.toArray(JAVA_LONG));
    }
}
