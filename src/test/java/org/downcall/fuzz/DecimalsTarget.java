package org.downcall.fuzz;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.function.Supplier;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.numbers.BigDecimalKernel;
import org.downcall.internal.numbers.JavaBigIntegers;
import org.downcall.internal.numbers.NativeBigDecimals;

/**
 * Fuzzes the computations with decimal numbers. BigDecimal states which result or which exception
 * is right. The operations on unscaled values are those of BigInteger, which {@link NumbersTarget}
 * compares with those in C.
 */
public final class DecimalsTarget {

    private static final BigDecimalKernel KERNEL = new NativeBigDecimals(new JavaBigIntegers());
    private static final Execution HERE = Execution.DEFAULT;
    private static final String CHARACTERS = "0123456789.eE+-0123456789.eE+-\u0663\u0969\uff11x _";

    private final FuzzInput in;

    private DecimalsTarget(FuzzInput in) {
        this.in = in;
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        new DecimalsTarget(new FuzzInput(data)).run();
    }

    private void run() {
        switch (in.takeBelow(5)) {
            case 0 -> parse();
            case 1 -> texts();
            case 2 -> {
                BigDecimal a = takeNumber();
                BigDecimal b = takeNumber();
                MathContext context = takeContext();
                compare(() -> KERNEL.multiply(a, b, context, HERE), () -> a.multiply(b, context));
            }
            case 3 -> divide();
            default -> squareRoot();
        }
    }

    private BigDecimal takeNumber() {
        BigInteger unscaled = in.takeBigInteger();
        if (unscaled.bitLength() > 20_000) {
            unscaled = unscaled.shiftRight(unscaled.bitLength() - 20_000);
        }
        if (in.takeBelow(4) == 1) {
            unscaled = unscaled.multiply(BigInteger.TEN.pow(in.takeByte()));
        }
        return new BigDecimal(unscaled, (int) in.takeLong());
    }

    private MathContext takeContext() {
        int precision = switch (in.takeBelow(4)) {
            case 0 -> 0;
            case 1 -> (int) in.takeBytes(2) % 2_000;
            default -> in.takeByte();
        };
        return new MathContext(precision, RoundingMode.values()[in.takeBelow(8)]);
    }

    private void parse() {
        StringBuilder text = new StringBuilder();
        int digits = in.takeBelow(4) == 1 ? in.takeBits() / 4 : 0;
        int at = in.takeBelow(16);
        for (byte b : in.rest()) {
            if (at-- == 0) {
                text.append("7".repeat(digits));
            }
            text.append(CHARACTERS.charAt((b & 0xFF) % CHARACTERS.length()));
        }
        String string = text.toString();
        compare(() -> KERNEL.parse(string, HERE), () -> new BigDecimal(string));
    }

    private void texts() {
        BigDecimal a = takeNumber();
        compare(() -> KERNEL.toString(a, HERE), a::toString);
        compare(() -> KERNEL.toEngineeringString(a, HERE), a::toEngineeringString);
        if (Math.abs((long) a.scale()) < 100_000) {
            compare(() -> KERNEL.toPlainString(a, HERE), a::toPlainString);
        }
        compare(() -> KERNEL.parse(a.toString(), HERE), () -> a);
    }

    private void divide() {
        BigDecimal b = takeNumber();
        BigDecimal factor = takeNumber();
        long scale = (long) b.scale() + factor.scale();
        boolean exact = in.takeBoolean() && scale == (int) scale;
        BigDecimal a = exact ? b.multiply(factor) : factor;
        MathContext context = takeContext();
        compare(() -> KERNEL.divide(a, b, context, HERE), () -> a.divide(b, context));
    }

    /** A square, or a number next to one. */
    private void squareRoot() {
        BigInteger root = in.takeBigInteger();
        root = root.shiftRight(Math.max(0, root.bitLength() - 10_000));
        BigInteger square = root.multiply(root).add(BigInteger.valueOf(in.takeBelow(3) - 1));
        BigDecimal a = new BigDecimal(square, (int) in.takeLong());
        MathContext context = takeContext();
        // In earlier releases, BigDecimal.sqrt uses another algorithm.
        if (Runtime.version().feature() >= 25) {
            compare(() -> KERNEL.sqrt(a, context, HERE), () -> a.sqrt(context));
        }
    }

    /** Requires that both return equal values, or throw exceptions of the same class. */
    private static void compare(Supplier<?> actual, Supplier<?> expected) {
        Object right;
        try {
            right = expected.get();
        } catch (ArithmeticException | NumberFormatException e) {
            right = e.getClass();
        }
        Object result;
        try {
            result = actual.get();
        } catch (ArithmeticException | NumberFormatException e) {
            result = e.getClass();
        }
        if (!Objects.equals(result, right)) {
            throw new AssertionError(result + " instead of " + right);
        }
    }
}
