package org.downcall.benchmarks.kernels;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Supplier;
import org.downcall.BigDecimals;

/**
 * The conversion of a decimal number to a text. BigDecimal keeps its text, so each conversion is
 * that of a new number.
 */
final class DecimalToString extends DecimalKernel {

    @Override
    public String name() {
        return "decimal-to-string";
    }

    @Override
    public String title() {
        return "BigDecimal to text";
    }

    @Override
    String method() {
        return "toString";
    }

    @Override
    Supplier<?> inJava(long digits) {
        BigInteger unscaled = Operands.ofDigits(digits);
        int scale = (int) (digits / 2);
        return () -> new BigDecimal(unscaled, scale).toString();
    }

    @Override
    Supplier<?> inC(long digits) {
        BigInteger unscaled = Operands.ofDigits(digits);
        int scale = (int) (digits / 2);
        return () -> BigDecimals.toString(new BigDecimal(unscaled, scale));
    }
}
