package com.example;

import org.downcall.Fibonacci;

/** Two calls that go through bindings which can tell of it: -Djextract.trace.downcalls=true. */
public final class Calls {

    public static void main(String[] args) {
        System.out.println(Fibonacci.wrappingIterative(10));
        System.out.println(Fibonacci.exact(20_000).bitLength());
    }
}
