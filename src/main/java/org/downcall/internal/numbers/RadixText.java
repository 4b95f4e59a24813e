package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A number as text in a radix from 2 to 36, in the grammar of {@code new BigInteger(String, int)}:
 * an optional sign, then one or more digits of any script. {@link DecimalText} is faster for
 * radix 10.
 *
 * <p>C converts between limbs and words. A word holds as many digits as fit in 64 bits; the least
 * significant word is the first.
 */
final class RadixText {

    /** From this number of bits on, BigInteger rejects a number before it examines the digits. */
    private static final long MAX_PARSED_BITS = (1L << 32) - 31;

    private final byte[] digits; // the value of each character
    private final int first;
    private final boolean negative;

    /**
     * @throws NumberFormatException if the text does not follow the grammar; the message is
     *     BigInteger's own, with the position added
     * @throws ArithmeticException if the number has more digits than any BigInteger. As in
     *     BigInteger, this comes before an illegal digit if the text is very long
     */
    RadixText(String text, int radix) {
        this(text, radix, MAX_PARSED_BITS);
    }

    /** For tests, whose texts are shorter. */
    RadixText(String text, int radix, long maxParsedBits) {
        int sign = !text.isEmpty() && isSign(text.charAt(0)) ? 1 : 0;
        if (text.length() == sign) {
            throw new NumberFormatException("Zero length BigInteger");
        }
        negative = text.charAt(0) == '-';
        requireNoSign(text, sign);
        int from = sign;
        while (from < text.length() && Character.digit(text.charAt(from), radix) == 0) {
            from++;
        }
        long length = text.length() - from;
        if ((length * RadixDigits.of(radix).bitsOf1024Digits() >> 10) + 1 >= maxParsedBits) {
            throw overflow();
        }
        digits = digitsOf(text, from, radix);
        first = from;
        if (length > 0 && (length - 1) * RadixDigits.of(radix).log2() > Integer.MAX_VALUE + 1.0) {
            throw overflow();
        }
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private static void requireNoSign(String text, int from) {
        if (text.lastIndexOf('-') >= from || text.lastIndexOf('+') >= from) {
            throw new NumberFormatException("Illegal embedded sign character");
        }
    }

    private static ArithmeticException overflow() {
        return new ArithmeticException("BigInteger would overflow supported range");
    }

    /** The loop has no early exit. Characters outside Latin-1 become question marks at first. */
    private static byte[] digitsOf(String text, int from, int radix) {
        RadixDigits values = RadixDigits.of(radix);
        byte[] digits = text.getBytes(StandardCharsets.ISO_8859_1);
        int all = 0;
        for (int i = from; i < digits.length; i++) {
            int digit = values.valueOfLatin1(digits[i]);
            digits[i] = (byte) digit;
            all |= digit;
        }
        return all >= 0 ? digits : digitsOfAnyScript(text, from, radix);
    }

    private static byte[] digitsOfAnyScript(String text, int from, int radix) {
        byte[] digits = new byte[text.length()];
        for (int i = from; i < digits.length; i++) {
            char c = text.charAt(i);
            int digit = Character.digit(c, radix);
            if (digit < 0) {
                throw new NumberFormatException("Illegal digit '" + c + "' (U+"
                        + HexFormat.of().withUpperCase().toHexDigits(c) + ") at index " + i
                        + " under radix " + radix);
            }
            digits[i] = (byte) digit;
        }
        return digits;
    }

    boolean isNegative() {
        return negative;
    }

    /** {@return the number of digits without leading zeros; 0 for the number 0} */
    int length() {
        return digits.length - first;
    }

    /** {@return the values of the digits, from {@link #firstDigit} on} */
    byte[] digits() {
        return digits;
    }

    int firstDigit() {
        return first;
    }

    /**
     * Writes the digits as words, least significant word first.
     *
     * @param words length() / RadixDigits.of(radix).inWord() words, rounded up
     */
    void toWords(MemorySegment words, int radix) {
        int inWord = RadixDigits.of(radix).inWord();
        int end = digits.length;
        for (long index = 0; end > first; index++) {
            int start = Math.max(first, end - inWord);
            long word = 0;
            for (int i = start; i < end; i++) {
                word = word * radix + digits[i];
            }
            words.setAtIndex(ValueLayout.JAVA_LONG, index, word);
            end = start;
        }
    }

    /**
     * {@return the digits of words, after a minus sign if {@code negative}}
     *
     * @throws OutOfMemoryError if a String cannot hold that many characters, or the heap is too
     *     small
     */
    static String toString(boolean negative, MemorySegment words, int radix) {
        long count = words.byteSize() / Long.BYTES;
        while (count > 1 && words.getAtIndex(ValueLayout.JAVA_LONG, count - 1) == 0) {
            count--;
        }
        String top =
                Long.toUnsignedString(words.getAtIndex(ValueLayout.JAVA_LONG, count - 1), radix);
        int inWord = RadixDigits.of(radix).inWord();
        int start = negative ? 1 : 0;
        long length = start + top.length() + (count - 1) * inWord;
        Lengths.requireStringLength(length);
        byte[] text = new byte[(int) length];
        if (negative) {
            text[0] = '-';
        }
        System.arraycopy(top.getBytes(StandardCharsets.ISO_8859_1), 0, text, start, top.length());
        RadixDigits digits = RadixDigits.of(radix);
        int end = text.length;
        for (long index = 0; index < count - 1; index++) {
            digits.write(words.getAtIndex(ValueLayout.JAVA_LONG, index), text, end);
            end -= inWord;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
