package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.NativeTasks;

/**
 * Converts the magnitude of a BigInteger to limbs and back. BigInteger itself exchanges big-endian
 * bytes.
 */
final class Magnitude {

    /** {@return the bit length of |a|; 0 for 0} */
    static long bits(BigInteger a) {
        // BigInteger.bitLength excludes one bit of a negative power of two.
        boolean negativePowerOfTwo = a.signum() < 0 && a.getLowestSetBit() == a.bitLength();
        return a.bitLength() + (negativePowerOfTwo ? 1L : 0L);
    }

    /** {@return the number of limbs of |a|; 1 for 0} */
    static long limbs(BigInteger a) {
        return Math.max(1, bits(a) + Long.SIZE - 1 >> 6);
    }

    /** {@return |a| in big-endian bytes, of which the first may be 0} */
    static byte[] bytes(BigInteger a) {
        return (a.signum() < 0 ? a.negate() : a).toByteArray();
    }

    /**
     * {@return an array for the bytes of a result} Allocate it before the computation, so that a
     * heap that is too small is noticed before the work is done.
     */
    static byte[] arrayFor(MemorySegment limbs) {
        return new byte[Math.toIntExact(limbs.byteSize())];
    }

    /** C is faster, but {@link NativeTasks} does not link it before the first computations. */
    private static boolean isConvertedInJava(long limbs) {
        return limbs <= Thresholds.JAVA_BIG_ENDIAN_LIMBS && !Downcalls.convertsBigEndian();
    }

    /** {@return the first bytes, which do not fill a limb} */
    private static long partialLimb(byte[] bytes) {
        long limb = 0;
        for (int i = 0; i < bytes.length % Long.BYTES; i++) {
            limb = limb << 8 | bytes[i] & 0xFF;
        }
        return limb;
    }

    /**
     * Writes a magnitude to limbs, least significant limb first, and 0 to the limbs above it.
     *
     * @param limbs on or off the heap, with at least as many limbs as the magnitude
     */
    static void toLimbs(byte[] bytes, MemorySegment limbs) {
        long length = limbs.byteSize() / Long.BYTES;
        if (isConvertedInJava(length)) {
            limbs.copyFrom(MemorySegment.ofArray(toLimbs(bytes, (int) length)));
            return;
        }
        MemorySegment from = MemorySegment.ofArray(bytes);
        long whole = Math.min(bytes.length / Long.BYTES, length);
        for (long done = 0; done < whole; done += Thresholds.CRITICAL_BIG_ENDIAN_LIMBS) {
            long count = Math.min(Thresholds.CRITICAL_BIG_ENDIAN_LIMBS, whole - done);
            // Slices of the exact size are the bounds check of what C accesses.
            Downcalls.limbsFromBigEndian(
                    limbs.asSlice(done * Long.BYTES, count * Long.BYTES),
                    from.asSlice(bytes.length - (done + count) * Long.BYTES, count * Long.BYTES));
        }
        if (whole < length) {
            limbs.asSlice(whole * Long.BYTES).fill((byte) 0);
            limbs.setAtIndex(ValueLayout.JAVA_LONG, whole, partialLimb(bytes));
        }
    }

    /** {@return the limbs of a short magnitude, converted in Java} */
    static long[] toLimbs(byte[] bytes) {
        return toLimbs(bytes, (bytes.length + Long.BYTES - 1) / Long.BYTES);
    }

    /** {@return the limbs of a magnitude, and 0 in the limbs above it, converted in Java} */
    private static long[] toLimbs(byte[] bytes, int length) {
        ByteBuffer from = ByteBuffer.wrap(bytes); // big-endian
        long[] limbs = new long[length];
        int whole = Math.min(bytes.length / Long.BYTES, length);
        for (int i = 0; i < whole; i++) {
            limbs[i] = from.getLong(bytes.length - (i + 1) * Long.BYTES);
        }
        if (whole < length) {
            limbs[whole] = partialLimb(bytes);
        }
        return limbs;
    }

    /** {@return the number that a few limbs contain, converted in Java} */
    static BigInteger toBigInteger(long[] limbs, int count) {
        return toBigInteger(1, limbs, count, new byte[count * Long.BYTES]);
    }

    private static BigInteger toBigInteger(int signum, long[] limbs, int count, byte[] magnitude) {
        ByteBuffer to = ByteBuffer.wrap(magnitude); // big-endian
        for (int i = 0; i < count; i++) {
            to.putLong(magnitude.length - (i + 1) * Long.BYTES, limbs[i]);
        }
        return new BigInteger(signum, magnitude);
    }

    /** Converts all limbs of a segment. */
    static BigInteger toBigInteger(int signum, MemorySegment limbs, byte[] magnitude) {
        return toBigInteger(signum, limbs, limbs.byteSize() / Long.BYTES, magnitude);
    }

    /**
     * Converts the first {@code count} limbs of a segment.
     *
     * @param limbs on or off the heap
     * @param magnitude zeros; as long as these limbs, or longer
     */
    static BigInteger toBigInteger(int signum, MemorySegment limbs, long count, byte[] magnitude) {
        if (isConvertedInJava(count)) {
            long[] copy = new long[(int) count];
            MemorySegment.ofArray(copy).copyFrom(limbs.asSlice(0, count * Long.BYTES));
            return toBigInteger(signum, copy, copy.length, magnitude);
        }
        MemorySegment bytes = MemorySegment.ofArray(magnitude);
        for (long done = 0; done < count; done += Thresholds.CRITICAL_BIG_ENDIAN_LIMBS) {
            long n = Math.min(Thresholds.CRITICAL_BIG_ENDIAN_LIMBS, count - done);
            Downcalls.limbsToBigEndian(
                    bytes.asSlice(bytes.byteSize() - (done + n) * Long.BYTES, n * Long.BYTES),
                    limbs.asSlice(done * Long.BYTES, n * Long.BYTES));
        }
        return new BigInteger(signum, magnitude);
    }

    private Magnitude() {}
}
