package org.downcall.internal;

import static org.downcall.internal.bindings.downcall_h.*;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A number as text, in the grammar of {@code new BigInteger(String)}: perhaps one sign, then
 * decimal digits of any script, of which there is at least one.
 */
final class DecimalText {

    private static final MethodHandle FROM_ASCII = Linker.nativeLinker()
            .downcallHandle(
                    dc_decimal_from_ascii$address(),
                    dc_decimal_from_ascii$descriptor(),
                    Linker.Option.critical(true));

    private static final int DIGITS = 19;

    /**
     * Digits are read in pieces of so many words, which take about 30 us: the calls are critical.
     */
    static final int CRITICAL_WORDS = 1_024;

    /** More digits than the largest BigInteger has, 2^(2^31 - 1) - 1. */
    private static final int MOST_DIGITS = 646_456_993;

    private final byte[] ascii;
    private final int from; // the first digit that is not zero
    private final boolean negative;

    /**
     * @throws NumberFormatException if the text is no number
     * @throws ArithmeticException if it has more digits than any BigInteger
     */
    DecimalText(CharSequence text) {
        String string = text.toString();
        int sign =
                !string.isEmpty() && (string.charAt(0) == '-' || string.charAt(0) == '+') ? 1 : 0;
        if (string.length() == sign) {
            throw new NumberFormatException("Zero length BigInteger");
        }
        negative = string.charAt(0) == '-';
        // Whatever is not Latin-1 becomes a question mark, which is no digit.
        byte[] latin1 = string.getBytes(StandardCharsets.ISO_8859_1);
        ascii = isAscii(latin1, sign) ? latin1 : transliterated(string, sign);
        int first = sign;
        while (first < ascii.length && ascii[first] == '0') {
            first++;
        }
        from = first;
        if (length() > MOST_DIGITS) {
            throw new ArithmeticException("BigInteger would overflow supported range");
        }
    }

    /** Without an exit in the loop, so that it is compiled to vectors. */
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

    /** How many digits there are without zeros in front: 0 for zero. */
    int length() {
        return ascii.length - from;
    }

    /** @param words (length() + 18) / 19 words, which are filled, least significant first */
    void toWords(MemorySegment words) throws Throwable {
        MemorySegment characters = MemorySegment.ofArray(ascii).asSlice(from);
        long left = length();
        for (long word = 0; left > 0; word += CRITICAL_WORDS) {
            long piece = Math.min((long) CRITICAL_WORDS * DIGITS, left);
            left -= piece;
            // The pieces are cut to their exact size: the slice is the bounds check of what C reads
            // and writes.
            MemorySegment to =
                    words.asSlice(word * Long.BYTES, (piece + DIGITS - 1) / DIGITS * Long.BYTES);
            long written =
                    (long) FROM_ASCII.invokeExact(to, characters.asSlice(left, piece), piece);
            if (written < 0) {
                throw new AssertionError("dc_decimal_from_ascii returned " + written);
            }
        }
    }
}
