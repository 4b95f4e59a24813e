package org.downcall.benchmarks.calls;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.annotations.Encoding;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.LongLong;
import jnr.ffi.annotations.Pinned;

/** The functions of data.h as an interface that JNR-FFI implements. None of them sets errno. */
public interface JnrData {

    JnrData INSTANCE =
            LibraryLoader.create(JnrData.class).load(BenchLibrary.path().toString());

    interface Comparator {
        @Delegate
        int compare(Pointer left, Pointer right);
    }

    interface Integrand {
        @Delegate
        double at(double x);
    }

    /** A function that gets the array itself: the garbage collector must not move it meanwhile. */
    interface Pinning {

        Pinning INSTANCE =
                LibraryLoader.create(Pinning.class).load(BenchLibrary.path().toString());

        @IgnoreError
        float bench_sum(@In @Pinned float[] values, @LongLong long length);
    }

    /** Without {@code @In}, JNR-FFI would also copy the values back. */
    @IgnoreError
    float bench_sum(@In float[] values, @LongLong long length);

    @IgnoreError
    float bench_sum(Pointer values, @LongLong long length);

    @IgnoreError
    @LongLong
    long bench_length(@In @Encoding("UTF-8") String text);

    @IgnoreError
    @Encoding("UTF-8")
    String bench_text(Pointer text);

    @IgnoreError
    @LongLong
    long bench_sort(Pointer master, Pointer values, @LongLong long length, Comparator comparator);

    @IgnoreError
    double bench_integrate(Integrand integrand, @LongLong long evaluations);
}
