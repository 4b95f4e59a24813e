package org.downcall.internal.vectors;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What all strands of a search read, in native memory. */
record SearchInput(
        MemorySegment ids, MemorySegment filter, MemorySegment queries, MemorySegment queryScales) {

    /** A SIMD register that is loaded from two cache lines takes longer. */
    private static final long CACHE_LINE_BYTES = 64;

    static SearchInput of(SearchRequest request, Arena arena) {
        return new SearchInput(
                request.ids() == null ? MemorySegment.NULL : copy(request.ids(), arena),
                request.filter() == null ? MemorySegment.NULL : filter(request, arena),
                copy(request.queries(), arena),
                request.queryScales() == null
                        ? MemorySegment.NULL
                        : copy(request.queryScales(), arena));
    }

    private static MemorySegment copy(long[] numbers, Arena arena) {
        return arena.allocateFrom(JAVA_LONG, numbers);
    }

    /** Copies memory of the caller, which could be freed while C reads it. */
    private static MemorySegment copy(MemorySegment segment, Arena arena) {
        return arena.allocate(segment.byteSize(), CACHE_LINE_BYTES).copyFrom(segment);
    }

    /** {@return a bit for each position; 0 for bits that the request does not contain} */
    private static MemorySegment filter(SearchRequest request, Arena arena) {
        long words = (request.positions() + Long.SIZE - 1) / Long.SIZE;
        MemorySegment all = arena.allocate(JAVA_LONG, words);
        int given = (int) Math.min(words, request.filter().length);
        MemorySegment.copy(request.filter(), 0, all, JAVA_LONG, 0, given);
        return all;
    }
}
