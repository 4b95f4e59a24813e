package org.downcall.benchmarks.calls;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** The functions of calls.h as an interface that JNA implements. */
public interface JnaCalls extends Library {

    JnaCalls INSTANCE = Native.load(BenchLibrary.path().toString(), JnaCalls.class);

    /** {@code struct bench_pair}. */
    @FieldOrder({"a", "b"})
    class Pair extends Structure {

        public long a;
        public long b;

        /** The same, passed and returned by value. */
        public static final class ByValue extends Pair implements Structure.ByValue {}
    }

    /** {@code struct bench_five}. */
    @FieldOrder({"a", "b", "c", "d", "e"})
    class Five extends Structure {

        public long a;
        public long b;
        public long c;
        public long d;
        public long e;

        /** The same, passed by value. */
        public static final class ByValue extends Five implements Structure.ByValue {}
    }

    long bench_no_arguments();

    long bench_one_long(long n);

    int bench_two_ints(int a, int b);

    double bench_two_doubles(double a, double b);

    long bench_ten_mixed(
            int a, long b, float c, int d, long e, double f, int g, long h, int i, long j);

    long bench_pointer(Pointer value);

    long bench_pair_in(Pair.ByValue pair);

    long bench_five_in(Five.ByValue five);

    Pair.ByValue bench_pair_out(long a, long b);

    void bench_pair_into(Pair pair, long a, long b);

    int bench_set_errno(int error);

    int bench_variadic(int count, Object... numbers);

    Pointer bench_function_pointer();

    /** A function that declares LastErrorException, so that JNA throws one if errno is set. */
    interface Throwing extends Library {

        Throwing INSTANCE = Native.load(BenchLibrary.path().toString(), Throwing.class);

        int bench_set_errno(int error) throws LastErrorException;
    }
}
