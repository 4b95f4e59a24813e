package org.downcall.benchmarks.vm;

import org.downcall.Fibonacci;

/**
 * A main class that prints the lowest 64 bits of F(1000): in decimal, all of it would take longer
 * to print.
 */
final class FirstResult {

    public static void main(String[] arguments) {
        System.out.println(Fibonacci.exact(1000).longValue());
    }

    private FirstResult() {}
}
