package org.downcall.benchmarks.vm;

import java.math.BigInteger;
import org.downcall.BigIntegers;

/** A main class that prints the lowest 64 bits of a product of two numbers of 500 001 bits. */
final class LongProduct {

    public static void main(String[] arguments) {
        BigInteger power = BigInteger.ONE.shiftLeft(500_000);
        BigInteger a = power.add(BigInteger.valueOf(JvmOnly.F_1000));
        System.out.println(BigIntegers.multiply(a, power.add(BigInteger.ONE)).longValue());
    }

    private LongProduct() {}
}
