package org.downcall.benchmarks.vm;

import org.downcall.Fibonacci;

/**
 * A main class that prints the lowest 64 bits of F(1000). Printing the whole number would take
 * longer than computing it.
 */
final class FirstResult {

    public static void main(String[] arguments) {
        System.out.println(Fibonacci.exact(1000).longValue());
    }

    private FirstResult() {}
}
