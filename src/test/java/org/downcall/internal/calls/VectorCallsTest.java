package org.downcall.internal.calls;

import static org.downcall.internal.bindings.downcall_vectors_h.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.bindings.dc_search;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The handles that are linked by hand, and how a failure is reported. */
@RequiresLibrary
class VectorCallsTest {

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    /** Their descriptors are not generated. */
    @Test
    void everyCriticalHandleHasTheTypeOfItsBinding() {
        assertEquals(
                dc_vectors_compare$descriptor().toMethodType(),
                VectorCalls.Comparison.COMPARE.type());
        assertEquals(
                dc_vectors_compare$descriptor().toMethodType(),
                VectorCalls.Comparison.COMPARE_NATIVE.type());
        assertEquals(dc_dot_float32$descriptor().toMethodType(), VectorCalls.Float32.DOT.type());
        assertEquals(
                dc_squared_distance_float32$descriptor().toMethodType(),
                VectorCalls.Float32.SQUARED_DISTANCE.type());
        assertEquals(dc_summarize$handle().type(), VectorCalls.Summary.SUMMARIZE.type());
    }

    @Test
    void anErrorCodeOfCIsADefect() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment search = arena.allocate(dc_search.layout());
            dc_search.metric(search, -1);
            MemorySegment none = MemorySegment.NULL;
            assertEquals(
                    "dc_search_run returned the error code -1",
                    assertThrows(
                                    AssertionError.class,
                                    () -> VectorCalls.searchRun(search, none, 0, 1))
                            .getMessage());
            assertThrows(
                    AssertionError.class, () -> VectorCalls.searchValues(search, none, 0, 1, none));
        }
    }
}
