package org.downcall.benchmarks.kernels;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Supplier;
import org.downcall.BigDecimals;

/** The square root of a decimal number, rounded to the length of that number. */
final class DecimalSquareRoot extends DecimalKernel {

    @Override
    public String name() {
        return "decimal-sqrt";
    }

    @Override
    public String title() {
        return "Square root of a BigDecimal";
    }

    @Override
    String method() {
        return "sqrt";
    }

    @Override
    Supplier<?> inJava(long digits) {
        BigDecimal a = operand(digits, 1);
        MathContext context = new MathContext((int) digits);
        return () -> a.sqrt(context);
    }

    @Override
    Supplier<?> inC(long digits) {
        BigDecimal a = operand(digits, 1);
        MathContext context = new MathContext((int) digits);
        return () -> BigDecimals.sqrt(a, context);
    }
}
