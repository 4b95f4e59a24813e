package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** Handles for functions of {@link BenchLibrary}, to be kept in static final fields. */
final class Downcalls {

    /**
     * How many calls C makes at a time: enough that the one downcall behind them does not count.
     */
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
     * C that calls {@code function} again and again through a pointer, and returns the sum: see
     * calls.h. It measures throughput, as JMH's loop does for all others.
     *
     * @param descriptor the type of the sum, and the arguments of one call
     * @return a handle that takes the arguments, and how often to call
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
