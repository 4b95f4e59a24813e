package org.downcall.benchmarks.calls;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

import java.util.Map;

/** The functions of data.h as an interface that JNA implements. */
public interface JnaData extends Library {

    /** By default, JNA encodes strings in the encoding of the platform. */
    Map<String, ?> OPTIONS = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");

    JnaData INSTANCE = Native.load(BenchLibrary.path().toString(), JnaData.class, OPTIONS);

    interface Comparator extends Callback {
        int compare(Pointer left, Pointer right);
    }

    interface Integrand extends Callback {
        double at(double x);
    }

    float bench_sum(float[] values, long length);

    float bench_sum(Pointer values, long length);

    long bench_length(String text);

    String bench_text(Pointer text);

    long bench_sort(Pointer master, Pointer values, long length, Comparator comparator);

    double bench_integrate(Integrand integrand, long evaluations);
}
