package org.downcall.checks.untrusted;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.downcall.Arithmetic;
import org.downcall.BigIntegers;

/** Parses a text of 10^9 characters, of which only the last is not a digit. */
public final class LongTexts {

    private static final int LENGTH = 1_000_000_000;

    /** Computes its characters; its string exists only if toString is called. */
    private static final class Text implements CharSequence {

        private final int zeros;
        private boolean copied;

        Text(int zeros) {
            this.zeros = zeros;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public char charAt(int index) {
            return index < zeros ? '0' : index < LENGTH - 1 ? '7' : 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String toString() {
            copied = true;
            byte[] characters = new byte[LENGTH];
            Arrays.fill(characters, 0, zeros, (byte) '0');
            Arrays.fill(characters, zeros, LENGTH - 1, (byte) '7');
            characters[LENGTH - 1] = 'x';
            return new String(characters, StandardCharsets.ISO_8859_1);
        }
    }

    /** @param args {@code bounded}, or {@code unbounded} */
    public static void main(String[] args) {
        boolean bounded = args[0].equals("bounded");
        for (int zeros : new int[] {0, LENGTH / 2}) {
            Text text = new Text(zeros);
            long start = System.nanoTime();
            try {
                if (bounded) {
                    Arithmetic.of().withMaxDigits(100_000).parse(text);
                } else {
                    BigIntegers.parse(text);
                }
                throw new AssertionError("The text was accepted.");
            } catch (NumberFormatException e) {
                if (bounded == text.copied) {
                    throw new AssertionError("The text was " + (bounded ? "" : "not ") + "copied.");
                }
                System.err.printf(
                        "%s, %d zeros: %.3f s, %s%n",
                        args[0], zeros, (System.nanoTime() - start) / 1e9, e.getMessage());
            } catch (OutOfMemoryError e) {
                System.err.println(args[0] + ": " + e);
            }
        }
        BigIntegers.parse("7".repeat(100_000));
        System.out.println("all right");
    }

    private LongTexts() {}
}
