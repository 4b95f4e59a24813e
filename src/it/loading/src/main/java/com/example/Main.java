package com.example;

import org.downcall.Backend;
import org.downcall.Fibonacci;

/** Asks twice, because a failure must be told in full each time. */
public final class Main {

    public static void main(String[] args) {
        System.out.println(Backend.current());
        for (int call = 1; call <= 2; call++) {
            try {
                System.out.println("F(400) = " + Fibonacci.exact(400));
            } catch (UnsatisfiedLinkError | IllegalArgumentException e) {
                System.out.println(e);
            }
        }
    }
}
