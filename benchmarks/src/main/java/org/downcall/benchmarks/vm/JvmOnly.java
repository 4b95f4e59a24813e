package org.downcall.benchmarks.vm;

/** A main class that prints a constant: the shortest possible start of a JVM with a result. */
final class JvmOnly {

    /** F(1000) mod 2^64, as {@link FirstResult} computes it. */
    static final long F_1000 = 817770325994397771L;

    public static void main(String[] arguments) {
        System.out.println(F_1000);
    }

    private JvmOnly() {}
}
