package org.downcall.internal;

import static org.downcall.internal.bindings.downcall_h.*;

import java.io.IOException;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** Decimal words of 18 or 19 digits, least significant first, as characters. */
public final class DecimalWords {

    private static final MethodHandle TO_ASCII = Linker.nativeLinker()
            .downcallHandle(
                    dc_decimal_to_ascii$address(),
                    dc_decimal_to_ascii$descriptor(),
                    Linker.Option.critical(true));

    /** Words are converted in pieces of so many, which take about 20 us: the calls are critical. */
    static final int CRITICAL_WORDS = 1_024;

    /** The words without zeros above; at least one. */
    private static long significant(MemorySegment words) {
        long count = words.byteSize() / Long.BYTES;
        while (count > 1 && words.getAtIndex(ValueLayout.JAVA_LONG, count - 1) == 0) {
            count--;
        }
        return count;
    }

    private static int digitsOf(long word) {
        return Long.toUnsignedString(word).length();
    }

    /** How many digits the number has, without zeros in front; 1 for zero. */
    static long digits(MemorySegment words, int perWord) {
        long count = significant(words);
        return (count - 1) * perWord + digitsOf(words.getAtIndex(ValueLayout.JAVA_LONG, count - 1));
    }

    /**
     * @throws OutOfMemoryError if that is longer than a String can be, or than the heap has room
     *     for
     */
    static String toString(boolean negative, MemorySegment words, int perWord) {
        long length = digits(words, perWord) + (negative ? 1 : 0);
        if (length > Integer.MAX_VALUE - 8) {
            throw new OutOfMemoryError(
                    "A String of " + length + " characters is longer than a String can be");
        }
        byte[] characters = new byte[(int) length];
        if (negative) {
            characters[0] = '-';
        }
        MemorySegment to = MemorySegment.ofArray(characters);
        long end = length;
        long count = significant(words);
        for (long done = 0; done < count - 1; ) {
            long piece = Math.min(CRITICAL_WORDS, count - 1 - done);
            // The pieces are cut to their exact size: the slice is the bounds check of what C reads
            // and writes.
            MemorySegment from = words.asSlice(done * Long.BYTES, piece * Long.BYTES);
            toAscii(to.asSlice(end - piece * perWord, piece * perWord), from, piece, perWord);
            done += piece;
            end -= piece * perWord;
        }
        byte[] first = top(words, count);
        System.arraycopy(first, 0, characters, (int) end - first.length, first.length);
        return new String(characters, StandardCharsets.ISO_8859_1);
    }

    private static void toAscii(MemorySegment to, MemorySegment words, long count, int perWord) {
        try {
            TO_ASCII.invokeExact(to, words, count, perWord);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }

    private static byte[] top(MemorySegment words, long count) {
        String digits = Long.toUnsignedString(words.getAtIndex(ValueLayout.JAVA_LONG, count - 1));
        return digits.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Takes some characters; the array is used again afterwards. */
    public interface Sink {
        void write(byte[] ascii, int length) throws IOException;
    }

    /** The digits, most significant first, in pieces. */
    static void write(MemorySegment words, int perWord, Sink sink) throws IOException {
        long count = significant(words);
        byte[] first = top(words, count);
        sink.write(first, first.length);
        byte[] buffer = new byte[CRITICAL_WORDS * perWord];
        for (long left = count - 1; left > 0; ) {
            long piece = Math.min(CRITICAL_WORDS, left);
            left -= piece;
            MemorySegment from = words.asSlice(left * Long.BYTES, piece * Long.BYTES);
            toAscii(
                    MemorySegment.ofArray(buffer).asSlice(0, piece * perWord),
                    from,
                    piece,
                    perWord);
            sink.write(buffer, (int) piece * perWord);
        }
    }

    private DecimalWords() {}
}
