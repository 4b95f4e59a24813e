package org.downcall.benchmarks.vectors;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.downcall.benchmarks.calls.BenchLibrary;

/** The sum of numbers in memory, by a loop in C: the limit of what reads all of them. */
final class StreamingSum {

    /** Initialized on first use, because the library may be absent. */
    private static final class Function {

        private static final MethodHandle SUM = Linker.nativeLinker()
                .downcallHandle(
                        BenchLibrary.address("bench_sum_avx2"),
                        FunctionDescriptor.of(JAVA_FLOAT, ADDRESS, JAVA_LONG));
    }

    /** {@return the sum of all floats in a native segment} */
    static float of(MemorySegment floats) {
        try {
            return (float) Function.SUM.invokeExact(floats, floats.byteSize() / Float.BYTES);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private StreamingSum() {}
}
