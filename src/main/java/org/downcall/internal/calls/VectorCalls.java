package org.downcall.internal.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.internal.bindings.downcall_vectors_h.*;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import org.downcall.internal.bindings.dc_summary;

/** Calls the functions of downcall_vectors.h; see {@link Downcalls}. */
public final class VectorCalls {

    static final class Comparison {
        private static final FunctionDescriptor DESCRIPTOR =
                FunctionDescriptor.of(JAVA_DOUBLE, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);

        static final MethodHandle COMPARE = Downcalls.critical("dc_vectors_compare", DESCRIPTOR);

        /**
         * For native segments, which {@link #COMPARE} must never receive. The JVM shares the code
         * of a linked call among all calls with the same signature and options. Once native
         * segments have passed through it, the JIT compiler no longer avoids allocating the
         * segments of arrays.
         */
        static final MethodHandle COMPARE_NATIVE =
                Downcalls.criticalWithoutHeap("dc_vectors_compare", DESCRIPTOR);
    }

    static final class Float32 {
        private static final FunctionDescriptor DESCRIPTOR =
                FunctionDescriptor.of(JAVA_FLOAT, ADDRESS, ADDRESS, JAVA_LONG);

        static final MethodHandle DOT = Downcalls.critical("dc_dot_float32", DESCRIPTOR);
        static final MethodHandle SQUARED_DISTANCE =
                Downcalls.critical("dc_squared_distance_float32", DESCRIPTOR);
    }

    static final class Summary {
        static final MethodHandle SUMMARIZE = Downcalls.critical(
                "dc_summarize", FunctionDescriptor.of(dc_summary.layout(), ADDRESS, JAVA_LONG));
    }

    /** Calls {@code dc_dot_float32}. Critical. Both arrays have the same length. */
    public static float dot(float[] a, float[] b) {
        try {
            return (float) Float32.DOT.invokeExact(
                    MemorySegment.ofArray(a), MemorySegment.ofArray(b), (long) a.length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_squared_distance_float32}. Critical. Both arrays have the same length. */
    public static float squaredDistance(float[] a, float[] b) {
        try {
            return (float) Float32.SQUARED_DISTANCE.invokeExact(
                    MemorySegment.ofArray(a), MemorySegment.ofArray(b), (long) a.length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    // An overload for each type of array: the type of the segment is then known at the call, and
    // the JIT compiler does not allocate it.

    /** Calls {@code dc_vectors_compare}. Critical. Both arrays have the same length. */
    public static double compare(int metric, int type, float[] a, float[] b) {
        try {
            return (double) Comparison.COMPARE.invokeExact(
                    metric, type, MemorySegment.ofArray(a), MemorySegment.ofArray(b), (long)
                            a.length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_vectors_compare}. Critical. Both arrays have the same length. */
    public static double compare(int metric, int type, short[] a, short[] b) {
        try {
            return (double) Comparison.COMPARE.invokeExact(
                    metric, type, MemorySegment.ofArray(a), MemorySegment.ofArray(b), (long)
                            a.length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_vectors_compare}. Critical. Both arrays have the same length. */
    public static double compare(int metric, int type, byte[] a, byte[] b) {
        try {
            return (double) Comparison.COMPARE.invokeExact(
                    metric, type, MemorySegment.ofArray(a), MemorySegment.ofArray(b), (long)
                            a.length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_vectors_compare} for bits. Critical. Both arrays have the same length. */
    public static double compare(int metric, int type, long[] a, long[] b) {
        try {
            return (double) Comparison.COMPARE.invokeExact(
                    metric,
                    type,
                    MemorySegment.ofArray(a),
                    MemorySegment.ofArray(b),
                    (long) a.length * Long.BYTES);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /**
     * Calls {@code dc_vectors_compare}. Critical, with and without heap access. Both segments are
     * native, or neither is, and both have at least n elements.
     */
    public static double compareCritically(
            int metric, int type, MemorySegment a, MemorySegment b, long n) {
        try {
            return a.isNative()
                    ? (double) Comparison.COMPARE_NATIVE.invokeExact(metric, type, a, b, n)
                    : (double) Comparison.COMPARE.invokeExact(metric, type, a, b, n);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_vectors_compare}. Both segments are native and have at least n elements. */
    public static double compare(int metric, int type, MemorySegment a, MemorySegment b, long n) {
        try {
            return (double) dc_vectors_compare$handle().invokeExact(metric, type, a, b, n);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /**
     * Calls {@code dc_summarize}. Critical.
     *
     * @param numbers as many as are summarized
     * @return a dc_summary
     */
    public static MemorySegment summarize(SegmentAllocator allocator, MemorySegment numbers) {
        try {
            return (MemorySegment) Summary.SUMMARIZE.invokeExact(
                    allocator, numbers, numbers.byteSize() / Double.BYTES);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_search_run}. The rows cannot be freed during the call. */
    public static void searchRun(MemorySegment search, MemorySegment rows, long from, long to) {
        try {
            Downcalls.requireSuccess("dc_search_run", (long)
                    dc_search_run$handle().invokeExact(search, rows, from, to));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_search_sort}. */
    public static void searchSort(MemorySegment search, MemorySegment values) {
        try {
            Downcalls.requireSuccess(
                    "dc_search_sort", (long) dc_search_sort$handle().invokeExact(search, values));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Calls {@code dc_search_values}. The rows cannot be freed during the call. */
    public static void searchValues(
            MemorySegment search, MemorySegment rows, long from, long to, MemorySegment values) {
        try {
            Downcalls.requireSuccess("dc_search_values", (long)
                    dc_search_values$handle().invokeExact(search, rows, from, to, values));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private VectorCalls() {}
}
