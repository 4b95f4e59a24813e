package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.downcall.internal.calls.Downcalls;

/**
 * A number as text, in the grammar of {@code new BigInteger(String)}: an optional sign, then one or
 * more decimal digits of any script.
 */
final class DecimalText {

    /** The number of digits of the largest BigInteger, 2^(2^31 - 1) - 1. */
    private static final int MAX_DIGITS = 646_456_993;

    /**
     * The most digits that BigInteger examines. It estimates {@code (digits * 3402 >> 10) + 1} bits,
     * and rejects a number from 2^32 - 31 bits on.
     */
    private static final int MAX_PARSED_DIGITS = 1_292_782_621;

    private final byte[] ascii;
    private final int from; // the index of the first digit that is not 0
    private final boolean negative;

    /**
     * @throws NumberFormatException if the text does not follow the grammar; the message is
     *     BigInteger's own, with the position added
     * @throws ArithmeticException if the number has more digits than any BigInteger. As in
     *     BigInteger, this comes before an illegal digit if the text is very long
     */
    DecimalText(String text) {
        this(text, MAX_DIGITS, MAX_PARSED_DIGITS);
    }

    /** For tests, whose texts are shorter. */
    DecimalText(String text, int maxDigits, int maxParsedDigits) {
        int sign = !text.isEmpty() && isSign(text.charAt(0)) ? 1 : 0;
        if (text.length() == sign) {
            throw new NumberFormatException("Zero length BigInteger");
        }
        negative = text.charAt(0) == '-';
        if (text.length() - sign > maxParsedDigits) {
            requireNoMoreThan(maxParsedDigits, text, sign);
        }
        // Characters outside Latin-1 become question marks, which are not digits. This conversion
        // takes as long as the transliteration, so it is tried only if both ends are in Latin-1.
        byte[] latin1 = isLatin1(text.charAt(sign)) && isLatin1(text.charAt(text.length() - 1))
                ? text.getBytes(StandardCharsets.ISO_8859_1)
                : null;
        ascii = latin1 != null && isAscii(latin1, sign) ? latin1 : transliterated(text, sign);
        int first = sign;
        while (first < ascii.length && ascii[first] == '0') {
            first++;
        }
        from = first;
        if (length() > maxDigits) {
            throw overflow();
        }
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private static boolean isLatin1(char c) {
        return c <= 0xFF;
    }

    /** Checks a long text in the order of {@code new BigInteger(String)}. */
    private static void requireNoMoreThan(int digits, String text, int from) {
        if (text.lastIndexOf('-') >= from || text.lastIndexOf('+') >= from) {
            throw new NumberFormatException("Illegal embedded sign character");
        }
        int first = from;
        while (first < text.length() && Character.digit(text.charAt(first), 10) == 0) {
            first++;
        }
        if (text.length() - first > digits) {
            throw overflow();
        }
    }

    private static ArithmeticException overflow() {
        return new ArithmeticException("BigInteger would overflow supported range");
    }

    /** The loop has no early exit, so that the JIT compiler vectorizes it. */
    private static boolean isAscii(byte[] characters, int from) {
        int bad = 0;
        for (int i = from; i < characters.length; i++) {
            int digit = characters[i] - '0';
            bad |= digit | 9 - digit; // negative unless 0 <= digit <= 9
        }
        return bad >= 0;
    }

    /** In Unicode, the ten digits of a script follow each other. */
    private static byte[] transliterated(String string, int from) {
        byte[] digits = new byte[string.length()];
        char zero = '0'; // of the script of the previous digit
        for (int i = from; i < digits.length; i++) {
            char c = string.charAt(i);
            int digit = c - zero;
            if (digit < 0 || digit > 9) {
                digit = Character.digit(c, 10);
                zero = (char) (c - digit);
            }
            if (digit < 0) {
                throw new NumberFormatException(
                        isSign(c)
                                ? "Illegal embedded sign character"
                                : "Illegal digit '" + c + "' (U+"
                                        + HexFormat.of().withUpperCase().toHexDigits(c)
                                        + ") at index " + i);
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
