package org.downcall.benchmarks;

import org.downcall.Backend;
import org.downcall.internal.NativeFibonacci;

/** The one way to the C code from here: it loads the library first, which the bindings alone do not. */
final class NativeKernels {

    /** Whether the rows in C can run in this JVM. */
    static boolean present() {
        return Backend.current().kind() == Backend.Kind.NATIVE;
    }

    static NativeFibonacci fibonacci() {
        requireLibrary();
        return new NativeFibonacci();
    }

    static void requireLibrary() {
        if (!present()) {
            throw new UnsatisfiedLinkError(Backend.current().toString());
        }
    }

    private NativeKernels() {}
}
