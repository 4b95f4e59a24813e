package org.downcall.internal.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Calls functions that take up to four integers and pointers and return one or nothing. One handle,
 * to which each call passes the address of the function, serves all of them. Each further kind of
 * handle would take the JVM milliseconds to link.
 *
 * <p>A function may be called in this way although it takes fewer arguments, or an int, or returns
 * nothing. On every 64-bit platform of the linker, four integers are passed in registers, and a
 * function ignores those that it does not need. An int is the lower half of such a register, and a
 * negative int must be passed as a negative long. The result of a function without one is
 * unspecified.
 *
 * <p>Addresses are integers here. The caller must therefore ensure that the memory is not freed
 * during the call.
 */
final class IntegerCall {

    /** The same as that of the handshake in the package that loads the library. */
    private static final MethodHandle HANDLE = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    /** {@return the address of a function of the library} */
    static MemorySegment find(String name) {
        return SymbolLookup.loaderLookup().find(name).orElseThrow();
    }

    static long call(MemorySegment function, long a, long b, long c, long d) {
        try {
            return (long) HANDLE.invokeExact(function, a, b, c, d);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static long call(MemorySegment function, long a) {
        return call(function, a, 0, 0, 0);
    }

    static long call(MemorySegment function, long a, long b) {
        return call(function, a, b, 0, 0);
    }

    private IntegerCall() {}
}
