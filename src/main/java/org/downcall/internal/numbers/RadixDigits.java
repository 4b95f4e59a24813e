package org.downcall.internal.numbers;

import java.nio.charset.StandardCharsets;

/**
 * The digits of a radix from 2 to 36, and the words of 64 bits that hold as many of them as fit.
 * Instances are immutable.
 */
final class RadixDigits {

    static final byte[] CHARACTERS =
            "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    /** The instances that have been used, by radix. Two threads may create the same one. */
    private static final RadixDigits[] INSTANCES = new RadixDigits[Character.MAX_RADIX + 1];

    private static final int LATIN_1 = 256;

    private final int radix;
    private final int inWord;
    private final int inHalf; // the digits of the lower half of a word
    private final long half; // radix^inHalf
    private final int square; // radix^2
    private final long reciprocal; // of the square, times 2^64
    private final byte[] pairs; // the two digits of each number below the square
    private final byte[] values; // of Latin-1 characters; -1 if the character is no digit

    private RadixDigits(int radix) {
        this.radix = radix;
        int digits = 0;
        for (long power = 1; Math.unsignedMultiplyHigh(power, radix) == 0; power *= radix) {
            digits++;
        }
        inWord = digits;
        inHalf = inWord / 2;
        half = power(inHalf);
        square = radix * radix;
        reciprocal = Long.divideUnsigned(-1, square) + 1;
        pairs = new byte[2 * square];
        for (int i = 0; i < square; i++) {
            pairs[2 * i] = CHARACTERS[i / radix];
            pairs[2 * i + 1] = CHARACTERS[i % radix];
        }
        values = new byte[LATIN_1];
        for (char c = 0; c < LATIN_1; c++) {
            values[c] = (byte) Character.digit(c, radix);
        }
    }

    static RadixDigits of(int radix) {
        RadixDigits digits = INSTANCES[radix];
        if (digits == null) {
            digits = new RadixDigits(radix);
            INSTANCES[radix] = digits;
        }
        return digits;
    }

    private long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= radix;
        }
        return power;
    }

    /** {@return the number of digits in a word} */
    int inWord() {
        return inWord;
    }

    /** {@return the base of words, radix^inWord, as an unsigned number} */
    long base() {
        return power(inWord);
    }

    /** {@return the value of a character in Latin-1; -1 if it is no digit in this radix} */
    int valueOfLatin1(byte c) {
        return values[c & 0xFF];
    }

    double log2() {
        return Math.log(radix) / Math.log(2);
    }

    /** {@return the bits of 1024 digits, rounded up} */
    long bitsOf1024Digits() {
        return BinaryText.isPowerOfTwo(radix)
                ? 1024L * Integer.numberOfTrailingZeros(radix)
                : (long) Math.ceil(1024 * log2());
    }

    /**
     * Writes the digits of a word, with leading zeros.
     *
     * @param end the index after the last digit
     */
    void write(long word, byte[] text, int end) {
        long high = Long.divideUnsigned(word, half);
        writeHalf(word - high * half, text, end, inHalf);
        writeHalf(high, text, end - inHalf, inWord - inHalf);
    }

    /**
     * Divides by products, because the radix is not a constant for the JIT compiler.
     *
     * @param value below 2^35: half of the digits of a word, or one more than half
     */
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
            text[at - 1] = CHARACTERS[(int) left];
        }
    }
}
