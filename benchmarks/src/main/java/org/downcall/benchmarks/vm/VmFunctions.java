package org.downcall.benchmarks.vm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.downcall.benchmarks.calls.BenchLibrary;

/** The bindings of vm.h, and of one function that does nothing. */
final class VmFunctions {

    private static final FunctionDescriptor LONG_OF_LONG =
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private static final MethodHandle ONE_LONG = link("bench_one_long", LONG_OF_LONG);
    private static final MethodHandle ONE_LONG_CRITICAL =
            link("bench_one_long", LONG_OF_LONG, CRITICAL);
    private static final MethodHandle SPIN = link("bench_spin", LONG_OF_LONG);
    private static final MethodHandle SPIN_CRITICAL = link("bench_spin", LONG_OF_LONG, CRITICAL);
    private static final MethodHandle BLOCK =
            link("bench_block", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle CALL_BACK = link(
            "bench_call_back", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private static MethodHandle link(
            String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(BenchLibrary.address(symbol), descriptor, options);
    }

    static long oneLong(long n) {
        try {
            return (long) ONE_LONG.invokeExact(n);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static long oneLongCritical(long n) {
        try {
            return (long) ONE_LONG_CRITICAL.invokeExact(n);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static long spin(long nanoseconds) {
        try {
            return (long) SPIN.invokeExact(nanoseconds);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static long spinCritical(long nanoseconds) {
        try {
            return (long) SPIN_CRITICAL.invokeExact(nanoseconds);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static int block(long nanoseconds) {
        try {
            return (int) BLOCK.invokeExact(nanoseconds);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static int callBack(MemorySegment upcall) {
        try {
            return (int) CALL_BACK.invokeExact(upcall);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private VmFunctions() {}
}
