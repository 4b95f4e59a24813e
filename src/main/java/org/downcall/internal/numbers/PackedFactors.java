package org.downcall.internal.numbers;

import java.util.Arrays;

/** Collects the factors of a product and multiplies them to words while they fit in 64 bits. */
final class PackedFactors {

    private long[] words;
    private int count;
    private long last = 1; // not yet in words

    PackedFactors() {
        words = new long[16];
    }

    /** @param factor an unsigned number */
    void multiplyBy(long factor) {
        if (Math.unsignedMultiplyHigh(last, factor) == 0) {
            last *= factor;
        } else {
            append();
            last = factor;
        }
    }

    private void append() {
        if (count == words.length) {
            words = Arrays.copyOf(words, Math.addExact(count, count / 2));
        }
        words[count++] = last;
        last = 1;
    }

    /** {@return the words whose product is that of all factors; at least one} */
    long[] toWords() {
        if (last != 1 || count == 0) {
            append();
        }
        return Arrays.copyOf(words, count);
    }
}
