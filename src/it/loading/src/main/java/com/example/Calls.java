package com.example;

import org.downcall.Fibonacci;

/** Makes two calls through bindings that -Djextract.trace.downcalls=true traces. */
public final class Calls {

    public static void main(String[] args) {
        System.out.println(Fibonacci.wrappingIterative(10));
        System.out.println(Fibonacci.exact(20_000).bitLength());
    }
}
