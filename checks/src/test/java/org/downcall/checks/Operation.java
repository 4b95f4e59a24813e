package org.downcall.checks;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.downcall.Arithmetic;

/** A computation with fixed operands, and the test of its result. */
public final class Operation {

    private interface Computation {
        /** Returns the residue of the result. */
        BigInteger residue(Arithmetic arithmetic);
    }

    private final String name;
    private final Computation computation;
    private final BigInteger expected;

    private Operation(String name, BigInteger expected, Computation computation) {
        this.name = name;
        this.expected = expected;
        this.computation = computation;
    }

    public String name() {
        return name;
    }

    /** @throws AssertionError if the result is wrong */
    public void run(Arithmetic arithmetic) {
        BigInteger actual = computation.residue(arithmetic);
        if (!actual.equals(expected)) {
            throw new AssertionError(name + ": the residue is " + actual + ", not " + expected);
        }
    }

    public static Operation multiply(int aBits, int bBits) {
        Random random = new Random(aBits);
        BigInteger a = new BigInteger(aBits, random).setBit(aBits - 1);
        BigInteger b = new BigInteger(bBits, random).setBit(bBits - 1).negate();
        return new Operation(
                "product of " + aBits + " and " + bBits + " bits",
                Residue.ofProduct(a, b),
                arithmetic -> Residue.of(arithmetic.multiply(a, b)));
    }

    public static Operation square(int bits) {
        BigInteger a = new BigInteger(bits, new Random(bits)).setBit(bits - 1);
        return new Operation(
                "square of " + bits + " bits",
                Residue.ofProduct(a, a),
                arithmetic -> Residue.of(arithmetic.square(a)));
    }

    public static Operation pow(int bits, int exponent) {
        BigInteger a = new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
        return new Operation(
                bits + " bits to the power of " + exponent,
                Residue.ofPower(a, exponent),
                arithmetic -> Residue.of(arithmetic.pow(a, exponent)));
    }

    public static Operation toDecimal(int bits) {
        BigInteger a = new BigInteger(bits, new Random(bits)).setBit(bits - 1);
        return new Operation(
                "digits of " + bits + " bits",
                Residue.of(a),
                arithmetic -> Residue.of(arithmetic.toString(a)));
    }

    public static Operation parse(int length) {
        StringBuilder text = new StringBuilder(length);
        new Random(length).ints(length, 0, 10).forEach(text::append);
        String digits = text.toString();
        return new Operation(
                "number of " + length + " digits",
                Residue.of(digits),
                arithmetic -> Residue.of(arithmetic.parse(digits)));
    }

    public static Operation fibonacci(long n) {
        return new Operation(
                "F(" + n + ")",
                Residue.ofFibonacci(n),
                arithmetic -> Residue.of(arithmetic.fibonacci(n)));
    }

    public static Operation fibonacciDecimal(long n) {
        return new Operation(
                "digits of F(" + n + ")",
                Residue.ofFibonacci(n),
                arithmetic -> Residue.of(arithmetic.fibonacciDecimal(n)));
    }

    /** {@return an operation of each kind that is so short that it is one call of C} */
    public static List<Operation> shortOnes() {
        return List.of(
                multiply(10_000, 9_000),
                square(20_000),
                pow(1_000, 31),
                toDecimal(50_000),
                parse(20_000),
                fibonacci(5_000),
                fibonacci(50_000),
                fibonacciDecimal(50_000));
    }

    /** {@return an operation of each kind that takes several calls of C, in several strands} */
    public static List<Operation> longOnes() {
        return List.of(
                multiply(3_000_000, 2_500_000),
                multiply(20_000_000, 20_000),
                square(4_000_000),
                pow(100_000, 31),
                toDecimal(2_000_000),
                parse(700_000),
                fibonacci(4_000_000),
                fibonacciDecimal(2_000_000));
    }
}
