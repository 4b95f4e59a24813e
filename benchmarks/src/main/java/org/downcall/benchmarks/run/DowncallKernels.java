package org.downcall.benchmarks.run;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import org.downcall.Backend;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.bindings.downcall_vectors_h;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.numbers.NativeFibonacci;

/**
 * The library's internal kernels. This is the only class of the benchmarks that refers to
 * {@code org.downcall.internal}.
 *
 * <p>The public API chooses one kernel for each argument, and a JVM keeps its choice. The
 * benchmarks compare the Java kernel with the C kernel in one run and at every size, so they must
 * name both. They run on the class path, where the module boundary of {@code org.downcall} does not
 * apply, and therefore need no {@code --add-exports}.
 */
public final class DowncallKernels {

    private static final JavaFibonacci JAVA = new JavaFibonacci();

    /** Initialized on first use: in a JVM without the native library, only the C kernels fail. */
    private static final class Native {

        static {
            requireLibrary();
        }

        private static final NativeFibonacci FIBONACCI = new NativeFibonacci();
    }

    /** {@return whether the native library is loaded, and the C kernels can run} */
    public static boolean present() {
        return Backend.current().kind() == Backend.Kind.NATIVE;
    }

    /** @throws UnsatisfiedLinkError if the native library is unavailable */
    public static void requireLibrary() {
        if (!present()) {
            throw new UnsatisfiedLinkError(Backend.current().toString());
        }
    }

    public static JavaFibonacci javaFibonacci() {
        return JAVA;
    }

    /** @throws UnsatisfiedLinkError if the native library is unavailable */
    public static NativeFibonacci nativeFibonacci() {
        return Native.FIBONACCI;
    }

    /** The function {@code dc_fib_long}: F(n) for n from 0 to 92, from a table. */
    public static MemorySegment fibLongAddress() {
        requireLibrary(); // which loads it: the bindings do not
        return downcall_h.dc_fib_long$address();
    }

    public static FunctionDescriptor fibLongDescriptor() {
        return downcall_h.dc_fib_long$descriptor();
    }

    /** Calls {@code dc_fib_long} through the method that jextract generated. */
    public static long generatedFibLong(int n) {
        return downcall_h.dc_fib_long(n);
    }

    /** The function {@code dc_dot_float32}. */
    public static MemorySegment dotFloat32Address() {
        requireLibrary();
        return downcall_vectors_h.dc_dot_float32$address();
    }

    /** The function {@code dc_search_run}. */
    public static MemorySegment searchRunAddress() {
        requireLibrary();
        return downcall_vectors_h.dc_search_run$address();
    }

    /** The function {@code dc_search_sort}. */
    public static MemorySegment searchSortAddress() {
        requireLibrary();
        return downcall_vectors_h.dc_search_sort$address();
    }

    private DowncallKernels() {}
}
