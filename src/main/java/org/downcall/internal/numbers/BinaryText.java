package org.downcall.internal.numbers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Numbers as text in a radix that is a power of two. A digit is a group of bits, so time is linear.
 */
final class BinaryText {

    /** Initialized by the first conversion, which a rehearsal makes. */
    private static final class Bytes {
        static final VarHandle BIG_ENDIAN =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    }

    /** The bits that remain of 64 if the first one is any of the eight bits of a byte. */
    private static final int USABLE_BITS = 57;

    static boolean isPowerOfTwo(int radix) {
        return (radix & radix - 1) == 0;
    }

    /** {@return the text that {@code a.toString(radix)} returns} */
    static String toString(BigInteger a, int radix) {
        int digitBits = Integer.numberOfTrailingZeros(radix);
        long bits = Math.max(1, Magnitude.bits(a));
        int sign = a.signum() < 0 ? 1 : 0;
        long length = sign + (bits + digitBits - 1) / digitBits;
        Lengths.requireStringLength(length);
        byte[] text = new byte[(int) length];
        byte[] magnitude = Magnitude.bytes(a);
        // In front of it are zeros, so that eight bytes can be read at any place.
        byte[] bytes = new byte[magnitude.length + Long.BYTES];
        System.arraycopy(magnitude, 0, bytes, Long.BYTES, magnitude.length);
        int inGroup = USABLE_BITS / digitBits;
        int end = text.length;
        for (long bit = 0; end > sign; bit += (long) inGroup * digitBits) {
            int from = bytes.length - Long.BYTES - (int) (bit >> 3);
            long group = (long) Bytes.BIG_ENDIAN.get(bytes, from) >>> (bit & 7);
            int stop = Math.max(sign, end - inGroup);
            for (; end > stop; group >>>= digitBits) {
                text[--end] = RadixDigits.CHARACTERS[(int) group & radix - 1];
            }
        }
        if (sign == 1) {
            text[0] = '-';
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** {@return the number that the digits represent} */
    static BigInteger parse(RadixText text, int radix) {
        int digitBits = Integer.numberOfTrailingZeros(radix);
        byte[] digits = text.digits();
        int from = text.firstDigit();
        long bits = (long) text.length() * digitBits;
        int groupBits = USABLE_BITS / digitBits * digitBits;
        // A group is written with the bits above it, which are zeros until the next group.
        byte[] bytes = new byte[Math.toIntExact((bits + 7) / 8 + Long.BYTES)];
        int end = digits.length;
        for (long bit = 0; end > from; bit += groupBits) {
            int start = Math.max(from, end - groupBits / digitBits);
            long group = 0;
            for (int i = start; i < end; i++) {
                group = group << digitBits | digits[i];
            }
            end = start;
            int at = bytes.length - Long.BYTES - (int) (bit >> 3);
            long below = (long) Bytes.BIG_ENDIAN.get(bytes, at);
            Bytes.BIG_ENDIAN.set(bytes, at, group << (bit & 7) | below);
        }
        return new BigInteger(text.isNegative() ? -1 : 1, bytes);
    }

    private BinaryText() {}
}
