package org.downcall.benchmarks.calls;

/** The functions of calls.h as native methods of JNI, which jni_calls.c implements. */
final class Jni {

    /** {@code struct bench_pair} in Java. */
    static final class Pair {

        long a;
        long b;

        Pair(long a, long b) {
            this.a = a;
            this.b = b;
        }
    }

    static {
        BenchLibrary.load();
        cacheIds(Pair.class);
    }

    private static native void cacheIds(Class<Pair> pair);

    static native long noArguments();

    static native long oneLong(long n);

    static native int twoInts(int a, int b);

    static native double twoDoubles(double a, double b);

    static native long tenMixed(
            int a, long b, float c, int d, long e, double f, int g, long h, int i, long j);

    static native long pointer(long address);

    static native long pairIn(long a, long b);

    static native long fiveIn(long a, long b, long c, long d, long e);

    static native Pair pairOut(long a, long b);

    static native void pairInto(Pair pair, long a, long b);

    /** Returns errno. After the return to Java, the JVM may have changed it. */
    static native int setErrno(int error);

    static native int variadic(int a, int b, int c);

    static native long functionPointer(long address, long n);

    private Jni() {}
}
