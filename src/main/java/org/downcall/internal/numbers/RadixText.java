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

    static final byte[] DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    /** The longest array that HotSpot allocates. */
    private static final long MAX_STRING_LENGTH = Integer.MAX_VALUE - 8;

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
        if ((length * bitsOfDigits(1024, radix) >> 10) + 1 >= maxParsedBits) {
            throw overflow();
        }
        digits = digitsOf(text, from, radix);
        first = from;
        if (length > 0 && (length - 1) * log2(radix) > Integer.MAX_VALUE + 1.0) {
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

    private static double log2(int radix) {
        return Math.log(radix) / Math.log(2);
    }

    /** {@return the bits that some digits have, rounded up; exact for a power of two} */
    private static long bitsOfDigits(int count, int radix) {
        return BinaryText.isPowerOfTwo(radix)
                ? (long) count * Integer.numberOfTrailingZeros(radix)
                : (long) Math.ceil(count * log2(radix));
    }

    private static byte[] digitsOf(String text, int from, int radix) {
        byte[] values = new byte[128];
        for (char c = 0; c < values.length; c++) {
            values[c] = (byte) Character.digit(c, radix);
        }
        byte[] digits = new byte[text.length()];
        for (int i = from; i < digits.length; i++) {
            char c = text.charAt(i);
            int digit = c < values.length ? values[c] : Character.digit(c, radix);
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

    /** {@return the digits of a word} */
    static int digitsPerWord(int radix) {
        int digits = 0;
        for (long power = 1; Math.unsignedMultiplyHigh(power, radix) == 0; power *= radix) {
            digits++;
        }
        return digits;
    }

    /** {@return radix to the power of the exponent, modulo 2^64} */
    static long power(int radix, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= radix;
        }
        return power;
    }

    /**
     * Writes the digits as words, least significant word first.
     *
     * @param words length() / digitsPerWord(radix) words, rounded up
     */
    void toWords(MemorySegment words, int radix) {
        int inWord = digitsPerWord(radix);
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
     * @throws OutOfMemoryError if a String cannot hold that many characters
     */
    static void requireStringLength(long length) {
        if (length > MAX_STRING_LENGTH) {
            throw new OutOfMemoryError("The digits do not fit in a String. They need " + length
                    + " characters, but a String holds at most " + MAX_STRING_LENGTH
                    + ". Keep the number as a BigInteger.");
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
        int inWord = digitsPerWord(radix);
        int start = negative ? 1 : 0;
        long length = start + top.length() + (count - 1) * inWord;
        requireStringLength(length);
        byte[] text = new byte[(int) length];
        if (negative) {
            text[0] = '-';
        }
        System.arraycopy(top.getBytes(StandardCharsets.ISO_8859_1), 0, text, start, top.length());
        WordDigits digits = new WordDigits(radix, inWord);
        int end = text.length;
        for (long index = 0; index < count - 1; index++) {
            digits.write(words.getAtIndex(ValueLayout.JAVA_LONG, index), text, end);
            end -= inWord;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Divides words by constants. Divisions by a number that the JIT compiler does not know are slow. */
    private static final class WordDigits {

        private final int inWord;
        private final int inHalf; // the digits of the lower half
        private final long half; // radix^inHalf
        private final int radix;
        private final int square; // radix^2
        private final long reciprocal; // of the square, times 2^64
        private final byte[] pairs; // the two digits of each number below the square

        WordDigits(int radix, int inWord) {
            this.radix = radix;
            this.inWord = inWord;
            inHalf = inWord / 2;
            half = power(radix, inHalf);
            square = radix * radix;
            reciprocal = Long.divideUnsigned(-1, square) + 1;
            pairs = new byte[2 * square];
            for (int i = 0; i < square; i++) {
                pairs[2 * i] = DIGITS[i / radix];
                pairs[2 * i + 1] = DIGITS[i % radix];
            }
        }

        void write(long word, byte[] text, int end) {
            long high = Long.divideUnsigned(word, half);
            writeHalf(word - high * half, text, end, inHalf);
            writeHalf(high, text, end - inHalf, inWord - inHalf);
        }

        /** @param value below 2^35: half of the digits of a word, or one more than half */
        private void writeHalf(long value, byte[] text, int end, int count) {
            long left = value;
            int at = end;
            for (int i = 1; i < count; i += 2) {
                long quotient = Math.unsignedMultiplyHigh(left, reciprocal);
                int pair = (int) (left - quotient * square);
                at -= 2;
                text[at] = pairs[2 * pair];
                text[at + 1] = pairs[2 * pair + 1];
                left = quotient;
            }
            if (count % 2 != 0) {
                text[at - 1] = DIGITS[(int) left];
            }
        }
    }
}
