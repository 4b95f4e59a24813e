package org.downcall.internal.numbers;

import java.util.HexFormat;

/**
 * The texts that BigDecimal reads and writes. A text stands for an unscaled value, whose digits are
 * converted elsewhere, and a scale.
 *
 * @param digits an optional sign and the digits of the unscaled value, without the point. Whether
 *     they are digits has not been checked yet
 * @param scale the number of digits after the point, minus the exponent
 */
record DecimalNotation(String digits, int scale) {

    /** The smallest exponent that {@code toString} writes with zeros instead of an exponent. */
    private static final int MIN_PLAIN_EXPONENT = -6;

    /** With more digits than these, after leading zeros, an exponent is invalid. */
    private static final int MAX_EXPONENT_DIGITS = 10;

    /**
     * Separates digits and exponent, in the grammar of {@code new BigDecimal(String)}.
     *
     * @throws NumberFormatException if the text does not follow the grammar, apart from the digits,
     *     or if the scale is not an int
     */
    static DecimalNotation of(String text) {
        int end = endOfSignificand(text);
        long exponent = end < text.length() ? exponent(text, end + 1) : 0;
        int point = text.indexOf('.');
        if (point >= end) {
            point = -1;
        }
        String digits = point < 0
                ? text.substring(0, end)
                : new StringBuilder(end)
                        .append(text, 0, point)
                        .append(text, point + 1, end)
                        .toString();
        int sign = signLength(text);
        if (digits.length() <= sign) {
            throw new NumberFormatException("The number has no digits before its exponent.");
        }
        // A sign at the start of the digits is not that of the number if it follows a point.
        if (isSign(digits.charAt(sign))) {
            throw illegal(text, sign + (point == sign ? 1 : 0));
        }
        long scale = (point < 0 ? 0L : end - point - 1L) - exponent;
        if (scale != (int) scale) {
            throw new NumberFormatException("The scale of the number is " + scale
                    + ". It must be from -2147483648 to 2147483647.");
        }
        return new DecimalNotation(digits, (int) scale);
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private static int signLength(String text) {
        return !text.isEmpty() && isSign(text.charAt(0)) ? 1 : 0;
    }

    /** {@return the index of the exponent indicator, or the length of the text} */
    private static int endOfSignificand(String text) {
        int upper = text.indexOf('E');
        int end = upper < 0 ? text.length() : upper;
        int lower = text.indexOf('e');
        return lower < 0 ? end : Math.min(lower, end);
    }

    private static long exponent(String text, int from) {
        int first = from < text.length() && isSign(text.charAt(from)) ? from + 1 : from;
        if (first == text.length()) {
            throw new NumberFormatException("The exponent has no digits.");
        }
        long exponent = 0;
        int significant = 0; // digits after leading zeros
        for (int i = first; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 10);
            if (digit < 0) {
                throw illegal(text, i);
            }
            if (exponent != 0 || digit != 0) {
                significant++;
            }
            if (significant <= MAX_EXPONENT_DIGITS) {
                exponent = 10 * exponent + digit;
            }
        }
        if (significant > MAX_EXPONENT_DIGITS) {
            throw new NumberFormatException("The exponent has " + significant
                    + " digits after leading zeros. It must have at most " + MAX_EXPONENT_DIGITS
                    + ".");
        }
        return text.charAt(from) == '-' ? -exponent : exponent;
    }

    /**
     * {@return an exception that names the first character of the significand that is not a digit,
     * or the given exception if there is none} A listener of the computation may have thrown it.
     */
    static NumberFormatException explained(NumberFormatException e, String text) {
        int end = endOfSignificand(text);
        int point = text.indexOf('.');
        int i = signLength(text);
        while (i < end && (i == point || Character.digit(text.charAt(i), 10) >= 0)) {
            i++;
        }
        return i == end ? e : illegal(text, i);
    }

    private static NumberFormatException illegal(String text, int index) {
        char c = text.charAt(index);
        return new NumberFormatException("Illegal character '" + c + "' (U+"
                + HexFormat.of().withUpperCase().toHexDigits(c) + ") at index " + index);
    }

    /**
     * {@return the text that {@code toString} returns}
     *
     * @param digits the unscaled value, with a minus sign if it is negative
     */
    static String scientific(String digits, int scale) {
        int sign = signLength(digits);
        long exponent = digits.length() - sign - 1L - scale;
        return scale >= 0 && exponent >= MIN_PLAIN_EXPONENT
                ? plain(digits, scale)
                : withExponent(digits, sign, 1, exponent);
    }

    /**
     * {@return the text that {@code toEngineeringString} returns}
     *
     * @param digits the unscaled value, with a minus sign if it is negative
     */
    static String engineering(String digits, int scale) {
        int sign = signLength(digits);
        long exponent = digits.length() - sign - 1L - scale;
        if (scale >= 0 && exponent >= MIN_PLAIN_EXPONENT) {
            return plain(digits, scale);
        }
        int before = Math.floorMod(exponent, 3) + 1; // digits before the point
        exponent -= before - 1;
        if (digits.equals("0") && before > 1) { // 0.00E+3 has the exponent 1, and 0.0E+3 has 2
            return withExponent("0".repeat(5 - before), 0, 1, exponent + 3);
        }
        int missing = before - (digits.length() - sign);
        return withExponent(
                missing > 0 ? digits + "0".repeat(missing) : digits, sign, before, exponent);
    }

    private static String withExponent(String digits, int sign, int before, long exponent) {
        int point = sign + before;
        StringBuilder text = new StringBuilder(room(digits.length() + 13L)); // .E-2147483647
        text.append(digits, 0, point);
        if (point < digits.length()) {
            text.append('.').append(digits, point, digits.length());
        }
        if (exponent != 0) {
            text.append(exponent > 0 ? "E+" : "E").append(exponent);
        }
        return text.toString();
    }

    /**
     * {@return the text that {@code toPlainString} returns}
     *
     * @param digits the unscaled value, with a minus sign if it is negative
     * @throws ArithmeticException as in BigDecimal, if 2^31 zeros follow the digits
     * @throws OutOfMemoryError if a String cannot hold that many characters, or the heap is too
     *     small
     */
    static String plain(String digits, int scale) {
        if (scale == 0 || scale < 0 && digits.equals("0")) {
            return digits;
        }
        if (scale < 0) {
            if (scale == Integer.MIN_VALUE) {
                throw new ArithmeticException("Overflow");
            }
            return new StringBuilder(room((long) digits.length() - scale))
                    .append(digits)
                    .repeat('0', -scale)
                    .toString();
        }
        int sign = signLength(digits);
        int before = digits.length() - sign - scale; // digits before the point
        if (before > 0) {
            return new StringBuilder(room(digits.length() + 1L))
                    .append(digits, 0, sign + before)
                    .append('.')
                    .append(digits, sign + before, digits.length())
                    .toString();
        }
        return new StringBuilder(room(sign + 2L + scale))
                .append(digits, 0, sign)
                .append("0.")
                .repeat('0', -before)
                .append(digits, sign, digits.length())
                .toString();
    }

    private static int room(long length) {
        if (length > Lengths.MAX_STRING_LENGTH) {
            throw new OutOfMemoryError("The digits do not fit in a String. They need " + length
                    + " characters, but a String holds at most " + Lengths.MAX_STRING_LENGTH
                    + ". Use the unscaled value and the scale of the number.");
        }
        return (int) length;
    }
}
