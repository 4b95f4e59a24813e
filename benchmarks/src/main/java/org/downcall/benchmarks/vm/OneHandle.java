package org.downcall.benchmarks.vm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A main class that links one downcall handle and calls it once: the shortest possible start of a
 * program that uses the FFM API. The function is in the C library, so no library is loaded.
 */
final class OneHandle {

    private static final MethodHandle LLABS = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("llabs").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    public static void main(String[] arguments) throws Throwable {
        System.out.println((long) LLABS.invokeExact(-JvmOnly.F_1000));
    }

    private OneHandle() {}
}
