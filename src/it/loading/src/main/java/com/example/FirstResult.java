package com.example;

import java.math.BigInteger;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;

/**
 * Prints the result of one operation: {@code F n}, the lowest bits of F(n), or {@code parse s}. With
 * a further argument, a monitor that the JVM enters to print warnings is held.
 */
public final class FirstResult {

    public static void main(String[] args) {
        if (args.length > 2) {
            synchronized (System.err) {
                print(args);
            }
        } else {
            print(args);
        }
    }

    private static void print(String[] args) {
        BigInteger result = args[0].equals("F")
                ? Fibonacci.exact(Long.parseLong(args[1]))
                : BigIntegers.parse(args[1]);
        System.out.println(result.longValue());
    }
}
