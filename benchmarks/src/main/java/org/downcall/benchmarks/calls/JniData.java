package org.downcall.benchmarks.calls;

/** The glue by hand is in jni_data.c. */
final class JniData {

    static {
        BenchLibrary.load();
        findCallbacks();
    }

    private static native void findCallbacks();

    static native float sumCritical(float[] values);

    /** @param buffer the address of memory for so many floats, into which the values are copied */
    static native float sumRegion(float[] values, long buffer, long capacity);

    static native long lengthUtfChars(String text);

    /** Into a buffer on the stack, if the text is short enough for it. */
    static native long lengthUtfRegion(String text);

    static native long lengthBytes(byte[] utf8);

    /**
     * @param text the address of modified UTF-8, which differs from UTF-8 in U+0000 and in all
     *     beyond U+FFFF
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
