package org.downcall.benchmarks.calls;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.annotations.LongLong;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.Variadic;

/**
 * The functions of calls.h as an interface that JNR-FFI implements. {@code @IgnoreError} keeps it
 * from saving errno after each call.
 */
public interface JnrCalls {

    JnrCalls INSTANCE =
            LibraryLoader.create(JnrCalls.class).load(BenchLibrary.path().toString());

    Runtime RUNTIME = Runtime.getRuntime(INSTANCE);

    /** {@code struct bench_pair}. */
    final class Pair extends Struct {

        public final Signed64 a = new Signed64();
        public final Signed64 b = new Signed64();

        Pair() {
            super(RUNTIME);
            useMemory(Memory.allocateDirect(
                    RUNTIME, size(this))); // memory on the heap would be copied at each call
        }
    }

    /** {@code bench_function}: JNR-FFI turns the pointer into an object. */
    interface Function {

        @Delegate
        @IgnoreError
        @LongLong
        long call(@LongLong long n);
    }

    @IgnoreError
    @LongLong
    long bench_no_arguments();

    @IgnoreError
    @LongLong
    long bench_one_long(@LongLong long n);

    @IgnoreError
    int bench_two_ints(int a, int b);

    @IgnoreError
    double bench_two_doubles(double a, double b);

    @IgnoreError
    @LongLong
    long bench_ten_mixed(
            int a,
            @LongLong long b,
            float c,
            int d,
            @LongLong long e,
            double f,
            int g,
            @LongLong long h,
            int i,
            @LongLong long j);

    @IgnoreError
    @LongLong
    long bench_pointer(Pointer value);

    @IgnoreError
    void bench_pair_into(@Out Pair pair, @LongLong long a, @LongLong long b);

    int bench_set_errno(int error);

    @IgnoreError
    @Variadic(fixedCount = 1)
    int bench_variadic(int count, int a, int b, int c);

    @IgnoreError
    Function bench_function_pointer();
}
