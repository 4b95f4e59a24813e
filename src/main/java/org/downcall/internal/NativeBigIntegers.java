package org.downcall.internal;

import static org.downcall.internal.bindings.downcall_h.*;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.util.concurrent.Executor;

/**
 * The C kernels for numbers of any length. What is long is a {@link NativeTask}, what is short one
 * critical call.
 */
public final class NativeBigIntegers implements BigIntegerKernel {

    private static final MethodHandle MUL_SCRATCH_LIMBS = Linker.nativeLinker()
            .downcallHandle(
                    dc_mul_scratch_limbs$address(),
                    dc_mul_scratch_limbs$descriptor(),
                    Linker.Option.critical(false));
    private static final MethodHandle MUL = Linker.nativeLinker()
            .downcallHandle(dc_mul$address(), dc_mul$descriptor(), Linker.Option.critical(true));

    /**
     * Products up to this length are one critical call: 15 us with AVX-512 (Zen 4), 70 us on the
     * oldest CPU.
     */
    static final int CRITICAL_PRODUCT_LIMBS = 1_000;

    private final Check check;
    private final NativeMemory memory;

    /** Results are not checked, and memory is not limited. */
    public NativeBigIntegers() {
        this(new Check(false), new NativeMemory(Long.MAX_VALUE));
    }

    NativeBigIntegers(Check check, NativeMemory memory) {
        this.check = check;
        this.memory = memory;
    }

    @Override
    public BigInteger multiply(BigInteger a, BigInteger b, Executor executor) {
        int signum = a.signum() * b.signum();
        if (signum == 0) {
            return BigInteger.ZERO;
        }
        requireRange((long) a.bitLength() + b.bitLength() - 1);
        try {
            long limbs = Magnitude.limbs(a) + Magnitude.limbs(b);
            return limbs <= CRITICAL_PRODUCT_LIMBS
                    ? multiplyShort(signum, a, b)
                    : multiplyLong(signum, a, b, executor);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }

    private BigInteger multiplyShort(int signum, BigInteger a, BigInteger b) throws Throwable {
        long[] x = Magnitude.toLimbs(Magnitude.bytes(a));
        long[] y = a == b ? x : Magnitude.toLimbs(Magnitude.bytes(b));
        long[] product = new long[x.length + y.length];
        long scratchLimbs = (long) MUL_SCRATCH_LIMBS.invokeExact((long) x.length, (long) y.length);
        MemorySegment first = MemorySegment.ofArray(x);
        // The same segment, so that C sees the same address: it is a square.
        MemorySegment second = a == b ? first : MemorySegment.ofArray(y);
        MemorySegment result = MemorySegment.ofArray(product);
        MemorySegment scratch = MemorySegment.ofArray(new long[(int) scratchLimbs]);
        long status = (long) MUL.invokeExact(
                result,
                (long) product.length,
                first,
                (long) x.length,
                second,
                (long) y.length,
                scratch,
                scratchLimbs);
        if (status < 0) {
            throw new AssertionError("dc_mul returned " + status);
        }
        check.product(first, second, result);
        return Magnitude.toBigInteger(
                signum, result, product.length, new byte[product.length * Long.BYTES]);
    }

    private BigInteger multiplyLong(int signum, BigInteger a, BigInteger b, Executor executor)
            throws Throwable {
        byte[] x = Magnitude.bytes(a);
        byte[] y = a == b ? x : Magnitude.bytes(b);
        String what =
                "The product of numbers of " + a.bitLength() + " and " + b.bitLength() + " bits";
        try (NativeTask task = new NativeTask(
                memory,
                DC_MULTIPLY(),
                what,
                0,
                Magnitude.limbs(a),
                a == b ? -1 : Magnitude.limbs(b),
                executor)) {
            byte[] magnitude = magnitudeFor(task.result());
            Magnitude.toLimbs(x, task.a());
            if (a != b) {
                Magnitude.toLimbs(y, task.b());
            }
            task.run();
            check.product(task.a(), task.b(), task.result());
            return Magnitude.toBigInteger(
                    signum, task.result(), task.result().byteSize() / Long.BYTES, magnitude);
        }
    }

    /** Before the work and not after it: if the heap has no room, that is better known now. */
    static byte[] magnitudeFor(MemorySegment limbs) {
        return new byte[Math.toIntExact(limbs.byteSize())];
    }

    @Override
    public BigInteger pow(BigInteger a, int exponent, Executor executor) {
        if (exponent == 0) {
            return BigInteger.ONE;
        }
        if (a.signum() == 0 || exponent == 1) {
            return a;
        }
        // a = x 2^zeros: zeros need no multiplication.
        int zeros = a.getLowestSetBit();
        BigInteger x = zeros == 0 ? a : a.shiftRight(zeros);
        int signum = a.signum() < 0 && exponent % 2 != 0 ? -1 : 1;
        BigInteger magnitude = x.signum() < 0 ? x.negate() : x;
        int bits = magnitude.bitLength();
        int below = Math.max(0, bits - 62);
        double log2 = Math.log(magnitude.shiftRight(below).longValue()) / Math.log(2)
                + below; // at most, but for rounding
        requireRange((long) (log2 * exponent * (1 - 0x1p-50)) + (long) zeros * exponent);
        BigInteger power =
                bits == 1 ? BigInteger.valueOf(signum) : powOdd(signum, x, exponent, executor);
        return zeros == 0 ? power : power.shiftLeft(Math.toIntExact((long) zeros * exponent));
    }

    private BigInteger powOdd(int signum, BigInteger a, int exponent, Executor executor) {
        byte[] x = Magnitude.bytes(a);
        long limbs = Magnitude.limbs(a);
        int bits = (a.signum() < 0 ? a.negate() : a).bitLength();
        String what = "A number of " + a.bitLength() + " bits to the power of " + exponent;
        try (NativeTask task =
                new NativeTask(memory, DC_POWER(), what, exponent, limbs, 0, bits, executor)) {
            byte[] magnitude = magnitudeFor(task.result());
            Magnitude.toLimbs(x, task.a());
            task.run();
            check.power(task.a(), exponent, task.result());
            return Magnitude.toBigInteger(
                    signum, task.result(), task.result().byteSize() / Long.BYTES, magnitude);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }

    /** As BigInteger says it. {@code bits}: at least as many has the result. */
    private static void requireRange(long bits) {
        if (bits > Integer.MAX_VALUE) {
            throw new ArithmeticException("BigInteger would overflow supported range");
        }
    }

    @Override
    public String toString(BigInteger a, Executor executor) {
        byte[] x = Magnitude.bytes(a);
        String what = "The digits of a number of " + a.bitLength() + " bits";
        try (NativeTask task =
                new NativeTask(memory, DC_TO_DECIMAL(), what, 0, Magnitude.limbs(a), 0, executor)) {
            Magnitude.toLimbs(x, task.a());
            task.run();
            check.decimal(task.a(), task.result());
            return DecimalWords.toString(a.signum() < 0, task.result(), 19);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }

    @Override
    public BigInteger parse(CharSequence text, Executor executor) {
        DecimalText digits = new DecimalText(text);
        if (digits.length() == 0) {
            return BigInteger.ZERO;
        }
        String what = "A number of " + digits.length() + " digits";
        long words = (digits.length() + 18L) / 19;
        try (NativeTask task =
                new NativeTask(memory, DC_FROM_DECIMAL(), what, 0, words, 0, executor)) {
            byte[] magnitude = magnitudeFor(task.result());
            digits.toWords(task.a());
            task.run();
            check.decimal(task.result(), task.a());
            int signum = digits.isNegative() ? -1 : 1;
            return Magnitude.toBigInteger(
                    signum, task.result(), task.result().byteSize() / Long.BYTES, magnitude);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }
}
