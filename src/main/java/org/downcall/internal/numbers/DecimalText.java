package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.downcall.internal.calls.Downcalls;

/**
 * A number as text, in the grammar of {@code new BigInteger(String)}: an optional sign, then one or
 * more decimal digits of any script.
 */
final class DecimalText {

    /** The number of digits of the largest BigInteger, 2^(2^31 - 1) - 1. */
    private static final int MAX_DIGITS = 646_456_993;

    private final byte[] ascii;
    private final int from; // the index of the first digit that is not 0
    private final boolean negative;

    /**
     * @throws NumberFormatException if the text does not follow the grammar; the message is
     *     BigInteger's own, with the position added
     * @throws ArithmeticException if the number has more digits than any BigInteger
     */
    DecimalText(CharSequence text) {
        String string = text.toString();
        int sign =
                !string.isEmpty() && (string.charAt(0) == '-' || string.charAt(0) == '+') ? 1 : 0;
        if (string.length() == sign) {
            throw new NumberFormatException("Zero length BigInteger");
        }
        negative = string.charAt(0) == '-';
        // Characters outside Latin-1 become question marks, which are not digits.
        byte[] latin1 = string.getBytes(StandardCharsets.ISO_8859_1);
        ascii = isAscii(latin1, sign) ? latin1 : transliterated(string, sign);
        int first = sign;
        while (first < ascii.length && ascii[first] == '0') {
            first++;
        }
        from = first;
        if (length() > MAX_DIGITS) {
            throw new ArithmeticException("BigInteger would overflow supported range");
        }
    }

    /** The loop has no early exit, so that the JIT compiler vectorises it. */
    private static boolean isAscii(byte[] characters, int from) {
        int bad = 0;
        for (int i = from; i < characters.length; i++) {
            int digit = characters[i] - '0';
            bad |= digit | 9 - digit; // negative unless 0 <= digit <= 9
        }
        return bad >= 0;
    }

    private static byte[] transliterated(String string, int from) {
        byte[] digits = new byte[string.length()];
        for (int i = from; i < digits.length; i++) {
            char c = string.charAt(i);
            int digit = Character.digit(c, 10);
            if (digit < 0) {
                throw new NumberFormatException(
                        c == '-' || c == '+'
                                ? "Illegal embedded sign character"
                                : String.format(
                                        Locale.ROOT,
                                        "Illegal digit '%c' (U+%04X) at index %d",
                                        c,
                                        (int) c,
                                        i));
            }
            digits[i] = (byte) ('0' + digit);
        }
        return digits;
    }

    boolean isNegative() {
        return negative;
    }

    /** {@return the number of digits without leading zeros; 0 for the number 0} */
    int length() {
        return ascii.length - from;
    }

    /**
     * Writes the digits as decimal words of 19 digits, least significant word first.
     *
     * @param words (length() + 18) / 19 words
     */
    void toWords(MemorySegment words) {
        MemorySegment characters = MemorySegment.ofArray(ascii).asSlice(from);
        long left = length();
        for (long word = 0; left > 0; word += Thresholds.CRITICAL_DECIMAL_WORDS) {
            long n = Math.min(
                    (long) Thresholds.CRITICAL_DECIMAL_WORDS * DecimalWords.DIGITS_PER_WORD, left);
            left -= n;
            long count = (n + DecimalWords.DIGITS_PER_WORD - 1) / DecimalWords.DIGITS_PER_WORD;
            // Slices of the exact size are the bounds check of what C accesses.
            Downcalls.decimalFromAscii(
                    words.asSlice(word * Long.BYTES, count * Long.BYTES),
                    characters.asSlice(left, n));
        }
    }
}
