package org.downcall.benchmarks.calls;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The functions of calls.h as native methods that JNA registers. */
final class JnaDirectCalls {

    static {
        Native.register(JnaDirectCalls.class, BenchLibrary.path().toString());
    }

    static native long bench_no_arguments();

    static native long bench_one_long(long n);

    static native int bench_two_ints(int a, int b);

    static native double bench_two_doubles(double a, double b);

    static native long bench_ten_mixed(
            int a, long b, float c, int d, long e, double f, int g, long h, int i, long j);

    static native long bench_pointer(Pointer value);

    static native long bench_pair_in(JnaCalls.Pair.ByValue pair);

    static native long bench_five_in(JnaCalls.Five.ByValue five);

    static native JnaCalls.Pair.ByValue bench_pair_out(long a, long b);

    static native void bench_pair_into(JnaCalls.Pair pair, long a, long b);

    static native int bench_set_errno(int error);

    private JnaDirectCalls() {}
}
