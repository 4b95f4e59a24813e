package org.downcall.internal.numbers;

import java.math.BigDecimal;
import java.math.MathContext;
import org.downcall.internal.calls.Execution;

/**
 * The Java kernel of decimal numbers, which calls BigDecimal's own methods. It is the oracle in
 * tests, the baseline in benchmarks, and the fallback at run time.
 */
public final class JavaBigDecimals implements BigDecimalKernel {

    @Override
    public BigDecimal parse(String text, Execution execution) {
        return new BigDecimal(text);
    }

    @Override
    public String toString(BigDecimal a, Execution execution) {
        return a.toString();
    }

    @Override
    public String toEngineeringString(BigDecimal a, Execution execution) {
        return a.toEngineeringString();
    }

    @Override
    public String toPlainString(BigDecimal a, Execution execution) {
        return a.toPlainString();
    }

    @Override
    public BigDecimal multiply(
            BigDecimal a, BigDecimal b, MathContext context, Execution execution) {
        return a.multiply(b, context);
    }

    @Override
    public BigDecimal divide(BigDecimal a, BigDecimal b, MathContext context, Execution execution) {
        return a.divide(b, context);
    }

    @Override
    public BigDecimal sqrt(BigDecimal a, MathContext context, Execution execution) {
        return a.sqrt(context);
    }
}
