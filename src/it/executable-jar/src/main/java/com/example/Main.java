package com.example;

import org.downcall.Backend;
import org.downcall.Fibonacci;

public final class Main {

    public static void main(String[] args) {
        System.out.println(Backend.current());
        System.out.println("F(400) = " + Fibonacci.exact(400));
    }
}
