package org.downcall.benchmarks.calls;

/** The functions of data.h as native methods of JNI, which jni_data.c implements. */
final class JniData {

    static {
        BenchLibrary.load();
        findCallbacks();
    }

    private static native void findCallbacks();

    static native float sumCritical(float[] values);

    /** @param buffer the address of memory for {@code capacity} floats, to copy the values to */
    static native float sumRegion(float[] values, long buffer, long capacity);

    static native long lengthUtfChars(String text);

    /** Copies the text to a buffer on the stack if it is short enough. */
    static native long lengthUtfRegion(String text);

    static native long lengthBytes(byte[] utf8);

    /**
     * @param text the address of modified UTF-8, which differs from UTF-8 for U+0000 and for
     *     characters beyond U+FFFF
     */
    static native String newStringUtf(long text);

    static native byte[] textBytes(long text);

    static native long sort(long master, long values, long length);

    static native double integrate(long evaluations);

    /** Called by {@link #sort}. */
    private static int compare(int left, int right) {
        return Integer.compare(left, right);
    }

    /** Called by {@link #integrate}. */
    private static double square(double x) {
        return x * x;
    }

    private JniData() {}
}
