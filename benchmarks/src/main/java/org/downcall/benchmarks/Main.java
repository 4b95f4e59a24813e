package org.downcall.benchmarks;

/** Measures, and reports. */
public final class Main {

    public static void main(String[] arguments) {
        throw new UnsupportedOperationException();
    }

    private Main() {}
}
