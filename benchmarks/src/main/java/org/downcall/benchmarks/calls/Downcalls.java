package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** Links functions of {@link BenchLibrary}. Keep the handles in static final fields. */
final class Downcalls {

    /** The calls that C makes for each downcall: so many that its own time is negligible. */
    static final int REPEATS = 1_000;

    static MethodHandle plain(
            String function, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(BenchLibrary.address(function), descriptor, options);
    }

    static MethodHandle critical(String function, FunctionDescriptor descriptor) {
        return plain(function, descriptor, Linker.Option.critical(false));
    }

    /**
     * Links the C loop that calls {@code function} through a pointer and returns the sum of its
     * results; see calls.h. The loop measures throughput, as JMH's loop does for the others.
     *
     * @param descriptor the type of the sum, and the arguments of one call
     * @return a handle that takes the arguments of one call and the number of calls
     */
    static MethodHandle repeated(String function, FunctionDescriptor descriptor) {
        FunctionDescriptor driver =
                descriptor.insertArgumentLayouts(0, ADDRESS).appendArgumentLayouts(JAVA_INT);
        return MethodHandles.insertArguments(
                plain(function.replace("bench_", "bench_repeat_"), driver),
                0,
                BenchLibrary.address(function));
    }

    private Downcalls() {}
}
