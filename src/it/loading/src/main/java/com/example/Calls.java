package com.example;

import org.downcall.Fibonacci;

/** Makes a call that Java does faster, and one that C does faster. */
public final class Calls {

    public static void main(String[] args) {
        System.out.println(Fibonacci.wrappingIterative(10));
        System.out.println(Fibonacci.exact(20_000).bitLength());
    }
}
