package org.downcall.benchmarks.kernels;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Supplier;
import org.downcall.BigDecimals;

/** The quotient of two decimal numbers, rounded to the length of the divisor. */
final class DecimalDivide extends DecimalKernel {

    @Override
    public String name() {
        return "decimal-divide";
    }

    @Override
    public String title() {
        return "Quotient of two BigDecimals";
    }

    @Override
    String method() {
        return "divide";
    }

    @Override
    Supplier<?> inJava(long digits) {
        BigDecimal a = operand(digits, 1);
        BigDecimal b = operand(digits, 2);
        MathContext context = new MathContext((int) digits);
        return () -> a.divide(b, context);
    }

    @Override
    Supplier<?> inC(long digits) {
        BigDecimal a = operand(digits, 1);
        BigDecimal b = operand(digits, 2);
        MathContext context = new MathContext((int) digits);
        return () -> BigDecimals.divide(a, b, context);
    }
}
