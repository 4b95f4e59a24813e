package org.downcall.benchmarks.calls;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The functions of data.h as native methods that JNA registers. */
final class JnaDataDirect {

    static {
        Native.register(
                JnaDataDirect.class,
                NativeLibrary.getInstance(BenchLibrary.path().toString(), JnaData.OPTIONS));
    }

    static native float bench_sum(float[] values, long length);

    static native float bench_sum(Pointer values, long length);

    static native long bench_length(String text);

    static native String bench_text(Pointer text);

    static native long bench_sort(
            Pointer master, Pointer values, long length, JnaData.Comparator comparator);

    static native double bench_integrate(JnaData.Integrand integrand, long evaluations);

    private JnaDataDirect() {}
}
