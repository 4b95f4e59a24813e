package org.downcall.internal;

import static org.downcall.internal.bindings.downcall_h.*;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/**
 * The magnitude of a BigInteger as limbs, and back. BigInteger hands out and takes bytes, most
 * significant first.
 */
final class Magnitude {

    /**
     * Bytes and limbs are converted in pieces of this many limbs, about 5 us each on Zen 3: the
     * calls are critical.
     */
    static final int CRITICAL_LIMBS = 8_192;

    private static final MethodHandle TO_BIG_ENDIAN = Linker.nativeLinker()
            .downcallHandle(
                    dc_limbs_to_big_endian$address(),
                    dc_limbs_to_big_endian$descriptor(),
                    Linker.Option.critical(true));
    private static final MethodHandle FROM_BIG_ENDIAN = Linker.nativeLinker()
            .downcallHandle(
                    dc_limbs_from_big_endian$address(),
                    dc_limbs_from_big_endian$descriptor(),
                    Linker.Option.critical(true));

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The limbs that {@code |a|} has; one for zero. */
    static long limbs(BigInteger a) {
        return Math.max(1, (a.signum() < 0 ? a.negate() : a).bitLength() + 63L >>> 6);
    }

    /** |a|, in as many bytes as it needs, or one more. */
    static byte[] bytes(BigInteger a) {
        return (a.signum() < 0 ? a.negate() : a).toByteArray();
    }

    /** What is above the whole limbs of {@code bytes}. */
    private static long partialLimb(byte[] bytes) {
        long limb = 0;
        for (int i = 0; i < bytes.length % Long.BYTES; i++) {
            limb = limb << 8 | bytes[i] & 0xFF;
        }
        return limb;
    }

    /**
     * Writes a magnitude as limbs, least significant first, and zeros above.
     *
     * @param limbs 64-bit limbs, on the heap or not; as many as the magnitude has, or more
     */
    static void toLimbs(byte[] bytes, MemorySegment limbs) throws Throwable {
        MemorySegment from = MemorySegment.ofArray(bytes);
        long length = limbs.byteSize() / Long.BYTES;
        long whole = Math.min(bytes.length / Long.BYTES, length);
        for (long done = 0; done < whole; done += CRITICAL_LIMBS) {
            long piece = Math.min(CRITICAL_LIMBS, whole - done);
            // The pieces are cut to their exact size: the slice is the bounds check of what C reads
            // and writes.
            MemorySegment to = limbs.asSlice(done * Long.BYTES, piece * Long.BYTES);
            FROM_BIG_ENDIAN.invokeExact(
                    to,
                    from.asSlice(bytes.length - (done + piece) * Long.BYTES, piece * Long.BYTES),
                    piece);
        }
        if (whole < length) {
            limbs.asSlice(whole * Long.BYTES).fill((byte) 0);
            limbs.setAtIndex(ValueLayout.JAVA_LONG, whole, partialLimb(bytes));
        }
    }

    /** The same in Java, for a few limbs. */
    static long[] toLimbs(byte[] bytes) {
        int whole = bytes.length / Long.BYTES;
        int partial = bytes.length % Long.BYTES;
        long[] limbs = new long[whole + (partial == 0 ? 0 : 1)];
        for (int i = 0; i < whole; i++) {
            limbs[i] = (long) BIG_ENDIAN.get(bytes, bytes.length - (i + 1) * Long.BYTES);
        }
        if (partial != 0) {
            limbs[whole] = partialLimb(bytes);
        }
        return limbs;
    }

    /**
     * @param limbs 64-bit limbs, on the heap or not
     * @param magnitude zeros, and as long as the first {@code count} limbs or longer
     */
    static BigInteger toBigInteger(int signum, MemorySegment limbs, long count, byte[] magnitude)
            throws Throwable {
        MemorySegment bytes = MemorySegment.ofArray(magnitude);
        for (long done = 0; done < count; done += CRITICAL_LIMBS) {
            long piece = Math.min(CRITICAL_LIMBS, count - done);
            MemorySegment from = limbs.asSlice(done * Long.BYTES, piece * Long.BYTES);
            MemorySegment to = bytes.asSlice(
                    bytes.byteSize() - (done + piece) * Long.BYTES, piece * Long.BYTES);
            TO_BIG_ENDIAN.invokeExact(to, from, piece);
        }
        return new BigInteger(signum, magnitude);
    }

    private Magnitude() {}
}
