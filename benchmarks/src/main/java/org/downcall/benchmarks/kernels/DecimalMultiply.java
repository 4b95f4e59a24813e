package org.downcall.benchmarks.kernels;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Supplier;
import org.downcall.BigDecimals;

/** The product of two decimal numbers, rounded to the length of a factor. */
final class DecimalMultiply extends DecimalKernel {

    @Override
    public String name() {
        return "decimal-multiply";
    }

    @Override
    public String title() {
        return "Product of two BigDecimals";
    }

    @Override
    String method() {
        return "multiply";
    }

    @Override
    Supplier<?> inJava(long digits) {
        BigDecimal a = operand(digits, 1);
        BigDecimal b = operand(digits, 2);
        MathContext context = new MathContext((int) digits);
        return () -> a.multiply(b, context);
    }

    @Override
    Supplier<?> inC(long digits) {
        BigDecimal a = operand(digits, 1);
        BigDecimal b = operand(digits, 2);
        MathContext context = new MathContext((int) digits);
        return () -> BigDecimals.multiply(a, b, context);
    }
}
