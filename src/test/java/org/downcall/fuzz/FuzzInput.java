package org.downcall.fuzz;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;

/** Takes values from the bytes of an input. An input that has ended continues with zeros. */
public final class FuzzInput {

    private final byte[] bytes;
    private int at;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return a number from 0 to 255} */
    public int takeByte() {
        return at < bytes.length ? bytes[at++] & 0xFF : 0;
    }

    /** {@return a number from 0 to below {@code n}, which is at most 256} */
    public int takeBelow(int n) {
        return takeByte() % n;
    }

    public boolean takeBoolean() {
        return (takeByte() & 1) != 0;
    }

    /** {@return a number of {@code count} bytes, most significant byte first} */
    public long takeBytes(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | takeByte();
        }
        return value;
    }

    /** {@return any number, often one next to zero or to a power of two} */
    public long takeLong() {
        return switch (takeBelow(5)) {
            case 0 -> takeByte() - 16;
            case 1 -> (1L << takeBelow(64)) + takeBelow(8) - 4;
            case 2 -> takeBytes(2);
            case 3 -> takeBytes(4);
            default -> takeBytes(8);
        };
    }

    /** {@return the bytes that are left} */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        at = bytes.length;
        return rest;
    }

    /** {@return a number of bits: small ones are common, because they take the least time} */
    public int takeBits() {
        int kind = takeByte();
        return kind == 0x4D
                ? (int) takeBytes(3) % 300_000
                : kind % 32 == 11
                        ? (int) takeBytes(2) % 20_000
                        : kind % 4 == 2 ? (int) takeBytes(2) % 3_000 : takeByte();
    }

    /** {@return a number that is hard on carries} */
    public BigInteger takeBigInteger() {
        int bits = takeBits();
        BigInteger power = BigInteger.ONE.shiftLeft(bits);
        BigInteger number = switch (takeBelow(8)) {
            case 0 -> power;
            case 1 -> power.subtract(BigInteger.ONE);
            case 2 -> power.add(BigInteger.valueOf(takeLong()));
            case 3 -> power.subtract(BigInteger.ONE.shiftLeft(bits / (1 + takeBelow(8))));
            case 4 -> BigInteger.TEN.pow(bits / 4);
            case 5 -> BigInteger.TEN.pow(bits / 4).subtract(BigInteger.ONE);
            case 6 -> repeated(takeBytes(8), bits);
            default -> new BigInteger(bits, new Random(takeByte()));
        };
        return takeBoolean() ? number.negate() : number;
    }

    private static BigInteger repeated(long word, int bits) {
        byte[] magnitude = new byte[bits / 8 + 1];
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = (byte) (word >>> 8 * (i % 8));
        }
        return new BigInteger(1, magnitude);
    }
}
