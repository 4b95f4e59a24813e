package org.downcall.benchmarks.run;

import org.downcall.Backend;
import org.downcall.internal.numbers.NativeFibonacci;

/**
 * The one way to the C code from here: it loads the library first, which the bindings alone do not.
 */
public final class NativeKernels {

    /** Whether the rows in C can run in this JVM. */
    public static boolean present() {
        return Backend.current().kind() == Backend.Kind.NATIVE;
    }

    public static NativeFibonacci fibonacci() {
        requireLibrary();
        return new NativeFibonacci();
    }

    public static void requireLibrary() {
        if (!present()) {
            throw new UnsatisfiedLinkError(Backend.current().toString());
        }
    }

    private NativeKernels() {}
}
