package org.downcall.benchmarks.vectors;

import java.util.Optional;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.downcall.benchmarks.run.DowncallKernels;

/**
 * The C functions of Downcall, called by JNI and from C. The native methods are in jni_vectors.c.
 * They get the addresses of the functions, so they call the library that Downcall has loaded.
 */
final class JniVectors {

    /** A class of its own, because loading {@link JniVectors} fails without the library. */
    static final class Library {

        /** {@return why it is unavailable; empty if it is available} */
        static Optional<String> absence() {
            if (!DowncallKernels.present()) {
                return Optional.of("Downcall's native library is unavailable");
            }
            return BenchLibrary.absence();
        }

        private Library() {}
    }

    static {
        BenchLibrary.load();
    }

    /**
     * Accesses the arrays with GetPrimitiveArrayCritical.
     *
     * @param function the address of dc_dot_float32
     */
    static native float dot(long function, float[] a, float[] b);

    /**
     * Calls the function several times from C.
     *
     * @param function the address of dc_dot_float32
     * @param a the address of a vector
     * @param b the address of a vector
     * @return the dot product
     */
    static native float dotRepeatedly(long function, long a, long b, long length, long times);

    /**
     * Searches for the rows with the highest dot products.
     *
     * @param run the address of dc_search_run
     * @param sort the address of dc_search_sort
     * @param rows the address of rows of FLOAT32, one after the other
     * @param query the address of the query
     * @param keys the address of k longs, which are overwritten
     * @param positions the address of k longs: the rows, best first
     */
    static native void search(
            long run,
            long sort,
            long rows,
            long count,
            long query,
            long dimensions,
            long k,
            long keys,
            long positions);

    private JniVectors() {}
}
