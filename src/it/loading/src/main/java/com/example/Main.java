package com.example;

import org.downcall.Backend;
import org.downcall.Fibonacci;

/** Calls twice, because each call must report a failure completely. */
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
