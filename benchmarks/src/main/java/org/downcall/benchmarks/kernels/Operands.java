package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Random numbers of a given length, the same each time. */
final class Operands {

    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    /** @param which selects one of several numbers of the same length */
    static BigInteger ofBits(long bits, int which) {
        int length = Math.toIntExact(bits);
        return new BigInteger(length, new Random(which)).setBit(length - 1);
    }

    /** {@return a number with this many decimal digits} */
    static BigInteger ofDigits(long digits) {
        return ofBits((long) Math.ceil((digits - 1) * BITS_PER_DIGIT) + 1, 1);
    }

    static String digits(long digits) {
        byte[] ascii = new byte[Math.toIntExact(digits)];
        Random random = new Random(1);
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) (i == 0 ? '1' + random.nextInt(9) : '0' + random.nextInt(10));
        }
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }

    private Operands() {}
}
