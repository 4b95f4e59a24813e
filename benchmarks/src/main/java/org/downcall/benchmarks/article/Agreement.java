package org.downcall.benchmarks.article;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that the rows compute the same number. The article's two functions did not: one was exact,
 * and the other overflowed from F(94) on.
 */
final class Agreement {

    private static final int DIGITS_SHOWN = 20;

    /**
     * Compares every row with the first exact one: the whole number, or its lowest 64 bits.
     *
     * @return a message that names rows and values; empty if they agree
     */
    static Optional<String> disagreement(Map<Row, BigInteger> values) {
        Row reference = values.keySet().stream()
                .filter(row -> row.kind == Row.Kind.EXACT)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no exact row to compare with"));
        BigInteger exact = values.get(reference);
        BigInteger lowest = exact.mod(BigInteger.TWO.pow(Long.SIZE));
        for (Row row : values.keySet()) {
            BigInteger value = values.get(row);
            if (row.kind == Row.Kind.EXACT && !value.equals(exact)) {
                return Optional.of(message(row, value, reference, "", exact));
            }
            if (row.kind == Row.Kind.MODULAR && !value.equals(lowest)) {
                return Optional.of(message(row, value, reference, " mod 2^64", lowest));
            }
        }
        return Optional.empty();
    }

    private static String message(
            Row row, BigInteger value, Row reference, String modulus, BigInteger expected) {
        return "'" + row.title + "' returned " + abbreviated(value) + ", but '" + reference.title
                + "'" + modulus + " is " + abbreviated(expected);
    }

    /** {@return both ends of a long number, and its length} */
    private static String abbreviated(BigInteger value) {
        String digits = value.toString();
        if (digits.length() <= 2 * DIGITS_SHOWN) {
            return digits;
        }
        return String.format(
                Locale.ROOT,
                "%s...%s (%,d digits)",
                digits.substring(0, DIGITS_SHOWN),
                digits.substring(digits.length() - DIGITS_SHOWN),
                digits.length());
    }

    private Agreement() {}
}
