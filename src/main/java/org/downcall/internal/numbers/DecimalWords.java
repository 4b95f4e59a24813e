package org.downcall.internal.numbers;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.downcall.internal.calls.Downcalls;

/**
 * Converts decimal words to characters. A decimal word holds 18 or 19 digits; the least significant
 * word is the first.
 */
final class DecimalWords {

    /** The digits of a word, except for those of very large Fibonacci numbers. */
    static final int DIGITS_PER_WORD = 19;

    /** {@return the number of words without leading zeros; at least 1} */
    private static long significant(MemorySegment words) {
        long count = words.byteSize() / Long.BYTES;
        while (count > 1 && word(words, count - 1) == 0) {
            count--;
        }
        return count;
    }

    private static long word(MemorySegment words, long index) {
        return words.getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    /** {@return the digits of the top word, without leading zeros} */
    private static byte[] topDigits(MemorySegment words, long count) {
        return Long.toUnsignedString(word(words, count - 1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * {@return the digits, after a minus sign if {@code negative}}
     *
     * @param wordDigits the digits of a word, 18 or 19
     * @throws OutOfMemoryError if a String cannot hold that many characters, or the heap is too
     *     small
     */
    static String toString(boolean negative, MemorySegment words, int wordDigits) {
        long count = significant(words);
        byte[] top = topDigits(words, count);
        int sign = negative ? 1 : 0;
        long length = sign + top.length + (count - 1) * wordDigits;
        Lengths.requireStringLength(length);
        byte[] characters = new byte[(int) length];
        if (negative) {
            characters[0] = '-';
        }
        System.arraycopy(top, 0, characters, sign, top.length);
        MemorySegment to = MemorySegment.ofArray(characters);
        long end = length;
        for (long done = 0; done < count - 1; ) {
            long n = Math.min(Thresholds.CRITICAL_DECIMAL_WORDS, count - 1 - done);
            // Slices of the exact size are the bounds check of what C accesses.
            Downcalls.decimalToAscii(
                    to.asSlice(end - n * wordDigits, n * wordDigits),
                    words.asSlice(done * Long.BYTES, n * Long.BYTES),
                    wordDigits);
            done += n;
            end -= n * wordDigits;
        }
        return new String(characters, StandardCharsets.ISO_8859_1);
    }

    /**
     * Passes the digits to a sink, most significant digit first.
     *
     * @param wordDigits the digits of a word, 18 or 19
     */
    static void write(MemorySegment words, int wordDigits, DigitSink sink) throws IOException {
        long count = significant(words);
        byte[] top = topDigits(words, count);
        sink.write(top, top.length);
        byte[] buffer = new byte[Thresholds.CRITICAL_DECIMAL_WORDS * wordDigits];
        for (long left = count - 1; left > 0; ) {
            long n = Math.min(Thresholds.CRITICAL_DECIMAL_WORDS, left);
            left -= n;
            Downcalls.decimalToAscii(
                    MemorySegment.ofArray(buffer).asSlice(0, n * wordDigits),
                    words.asSlice(left * Long.BYTES, n * Long.BYTES),
                    wordDigits);
            sink.write(buffer, (int) n * wordDigits);
        }
    }

    private DecimalWords() {}
}
