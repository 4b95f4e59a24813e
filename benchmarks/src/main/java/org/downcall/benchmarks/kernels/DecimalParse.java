package org.downcall.benchmarks.kernels;

import java.math.BigDecimal;
import java.util.function.Supplier;
import org.downcall.BigDecimals;

/**
 * The conversion of a text with a point and an exponent to a decimal number. The time of
 * BigDecimal's own constructor grows with the square of the number of digits.
 */
final class DecimalParse extends DecimalKernel {

    @Override
    public String name() {
        return "decimal-parse";
    }

    @Override
    public String title() {
        return "Text to BigDecimal";
    }

    @Override
    String method() {
        return "parse";
    }

    private static String text(long digits) {
        return "-" + new StringBuilder(Operands.digits(digits)).insert(1, '.') + "E-5";
    }

    @Override
    Supplier<?> inJava(long digits) {
        String text = text(digits);
        return () -> new BigDecimal(text);
    }

    @Override
    Supplier<?> inC(long digits) {
        String text = text(digits);
        return () -> BigDecimals.parse(text);
    }
}
