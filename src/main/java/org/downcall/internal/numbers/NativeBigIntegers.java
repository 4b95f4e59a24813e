package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.HeapScratch;
import org.downcall.internal.calls.NativeTask;
import org.downcall.internal.calls.NativeTasks;
import org.downcall.internal.calls.Rehearsal;

/**
 * The native kernel of big integers. A short product is one critical call; everything else is a
 * {@link NativeTask}.
 */
public final class NativeBigIntegers implements BigIntegerKernel {

    private final ResidueCheck check;
    private final NativeTasks tasks;
    private final NativeResources rehearsed;

    private final Rehearsal shortProducts = new Rehearsal() {
        @Override
        public void run() {
            multiplyInOneCall(1, twoLimbs(), twoLimbs());
        }
    };

    private final Rehearsal products = new Rehearsal() {
        @Override
        public void run() {
            new NativeBigIntegers(rehearsed)
                    .multiplyInTask(1, twoLimbs(), twoLimbs(), Execution.DEFAULT);
        }
    };

    private final Rehearsal divisions = new Rehearsal() {
        @Override
        public void run() {
            new NativeBigIntegers(rehearsed)
                    .divideInTask(twoLimbs(), twoLimbs(), true, true, Execution.DEFAULT);
        }
    };

    private final Rehearsal conversions = new Rehearsal() {
        @Override
        public void run() {
            NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
            String digits = kernel.toStringInTask(twoLimbs(), Execution.DEFAULT);
            kernel.parseInTask(new DecimalText(digits), Execution.DEFAULT);
        }
    };

    /** {@return a number of two limbs, which also has two decimal words} */
    private static BigInteger twoLimbs() {
        return BigInteger.ONE.shiftLeft(100);
    }

    /** Creates a kernel that does not check its results and does not limit its memory. */
    public NativeBigIntegers() {
        this(new NativeResources());
    }

    public NativeBigIntegers(NativeResources resources) {
        check = resources.check();
        tasks = resources.tasks();
        rehearsed = resources.forRehearsal();
    }

    @Override
    public BigInteger multiply(BigInteger a, BigInteger b, Execution execution) {
        int signum = a.signum() * b.signum();
        if (signum == 0) {
            return BigInteger.ZERO;
        }
        requireRange(Magnitude.bits(a) + Magnitude.bits(b) - 1);
        if (Magnitude.limbs(a) + Magnitude.limbs(b) <= Thresholds.CRITICAL_PRODUCT_LIMBS) {
            shortProducts.require();
            return multiplyInOneCall(signum, a, b);
        }
        products.require();
        return multiplyInTask(signum, a, b, execution);
    }

    private BigInteger multiplyInOneCall(int signum, BigInteger a, BigInteger b) {
        long[] x = Magnitude.toLimbs(Magnitude.bytes(a));
        long[] y = a == b ? x : Magnitude.toLimbs(Magnitude.bytes(b));
        long[] product = new long[x.length + y.length];
        MemorySegment scratch =
                HeapScratch.take(Downcalls.multiplyScratchLimbs(x.length, y.length));
        MemorySegment first = MemorySegment.ofArray(x);
        // C recognises a square by the address, so both factors must be the same segment.
        MemorySegment second = a == b ? first : MemorySegment.ofArray(y);
        MemorySegment result = MemorySegment.ofArray(product);
        Downcalls.multiply(result, first, second, scratch);
        HeapScratch.giveBack(scratch);
        check.product(first, second, result);
        return Magnitude.toBigInteger(signum, result, Magnitude.arrayFor(result));
    }

    private BigInteger multiplyInTask(int signum, BigInteger a, BigInteger b, Execution execution) {
        byte[] x = Magnitude.bytes(a);
        byte[] y = a == b ? x : Magnitude.bytes(b);
        try (NativeTask task = a == b
                ? tasks.square(Magnitude.bits(a), execution)
                : tasks.multiply(Magnitude.bits(a), Magnitude.bits(b), execution)) {
            byte[] magnitude = Magnitude.arrayFor(task.result());
            Magnitude.toLimbs(x, task.a());
            if (a != b) {
                Magnitude.toLimbs(y, task.b());
            }
            task.run();
            check.product(task.a(), task.b(), task.result());
            return Magnitude.toBigInteger(signum, task.result(), magnitude);
        }
    }

    @Override
    public BigInteger pow(BigInteger a, int exponent, Execution execution) {
        if (exponent == 0) {
            return BigInteger.ONE;
        }
        if (a.signum() == 0 || exponent == 1) {
            return a;
        }
        // a = x 2^zeros. The power of 2^zeros is a shift.
        int zeros = a.getLowestSetBit();
        BigInteger x = zeros == 0 ? a : a.shiftRight(zeros);
        int signum = a.signum() < 0 && exponent % 2 != 0 ? -1 : 1;
        BigInteger magnitude = x.abs();
        requireRange(Lengths.log2OfPower(magnitude, exponent) + (long) zeros * exponent);
        products.require();
        BigInteger power = magnitude.equals(BigInteger.ONE)
                ? BigInteger.valueOf(signum)
                : powInTask(signum, magnitude, exponent, execution);
        return zeros == 0 ? power : power.shiftLeft(Math.toIntExact((long) zeros * exponent));
    }

    private BigInteger powInTask(
            int signum, BigInteger magnitude, int exponent, Execution execution) {
        byte[] bytes = Magnitude.bytes(magnitude);
        try (NativeTask task = tasks.power(magnitude.bitLength(), exponent, execution)) {
            byte[] power = Magnitude.arrayFor(task.result());
            Magnitude.toLimbs(bytes, task.a());
            task.run();
            check.power(task.a(), exponent, task.result());
            return Magnitude.toBigInteger(signum, task.result(), power);
        }
    }

    /**
     * @param bits a lower bound of the bits of a result
     * @throws ArithmeticException with BigInteger's own message
     */
    private static void requireRange(long bits) {
        if (bits > Integer.MAX_VALUE) {
            throw new ArithmeticException("BigInteger would overflow supported range");
        }
    }

    @Override
    public BigInteger divide(BigInteger a, BigInteger b, Execution execution) {
        return divide(a, b, true, false, execution)[0];
    }

    @Override
    public BigInteger remainder(BigInteger a, BigInteger b, Execution execution) {
        return divide(a, b, false, true, execution)[1];
    }

    @Override
    public BigInteger[] divideAndRemainder(BigInteger a, BigInteger b, Execution execution) {
        return divide(a, b, true, true, execution);
    }

    @Override
    public BigInteger mod(BigInteger a, BigInteger m, Execution execution) {
        if (m.signum() <= 0) {
            return a.mod(m); // throws
        }
        BigInteger remainder = remainder(a, m, execution);
        return remainder.signum() < 0 ? remainder.add(m) : remainder;
    }

    /** {@return the quotient and the remainder; null for one that is not needed} */
    private BigInteger[] divide(
            BigInteger a,
            BigInteger b,
            boolean quotientNeeded,
            boolean remainderNeeded,
            Execution execution) {
        if (b.signum() == 0) {
            return a.divideAndRemainder(b); // throws
        }
        if (Magnitude.bits(a) < Magnitude.bits(b)) {
            return new BigInteger[] {BigInteger.ZERO, a};
        }
        divisions.require();
        return divideInTask(a, b, quotientNeeded, remainderNeeded, execution);
    }

    private BigInteger[] divideInTask(
            BigInteger a,
            BigInteger b,
            boolean quotientNeeded,
            boolean remainderNeeded,
            Execution execution) {
        byte[] x = Magnitude.bytes(a);
        byte[] y = Magnitude.bytes(b);
        try (NativeTask task = tasks.divide(Magnitude.bits(a), Magnitude.bits(b), execution)) {
            long quotientBytes = task.a().byteSize() - task.b().byteSize() + Long.BYTES;
            MemorySegment quotient = task.result().asSlice(0, quotientBytes);
            MemorySegment remainder =
                    task.result().asSlice(quotientBytes, task.b().byteSize());
            byte[] quotientMagnitude = quotientNeeded ? Magnitude.arrayFor(quotient) : null;
            byte[] remainderMagnitude = remainderNeeded ? Magnitude.arrayFor(remainder) : null;
            Magnitude.toLimbs(x, task.a());
            Magnitude.toLimbs(y, task.b());
            task.run();
            check.division(task.a(), task.b(), quotient, remainder);
            int signum = a.signum() * b.signum();
            return new BigInteger[] {
                quotientNeeded ? toBigInteger(signum, quotient, quotientMagnitude) : null,
                remainderNeeded ? toBigInteger(a.signum(), remainder, remainderMagnitude) : null
            };
        }
    }

    /** A number of either sign, or 0. */
    private static BigInteger toBigInteger(int signum, MemorySegment limbs, byte[] magnitude) {
        BigInteger number = Magnitude.toBigInteger(1, limbs, magnitude);
        return signum < 0 ? number.negate() : number;
    }

    @Override
    public String toString(BigInteger a, Execution execution) {
        conversions.require();
        return toStringInTask(a, execution);
    }

    private String toStringInTask(BigInteger a, Execution execution) {
        byte[] x = Magnitude.bytes(a);
        try (NativeTask task = tasks.toDecimal(Magnitude.bits(a), execution)) {
            Magnitude.toLimbs(x, task.a());
            task.run();
            check.conversion(task.a(), task.result());
            return DecimalWords.toString(
                    a.signum() < 0, task.result(), DecimalWords.DIGITS_PER_WORD);
        }
    }

    @Override
    public BigInteger parse(String text, Execution execution) {
        DecimalText digits = new DecimalText(text);
        if (digits.length() == 0) {
            return BigInteger.ZERO;
        }
        conversions.require();
        return parseInTask(digits, execution);
    }

    private BigInteger parseInTask(DecimalText digits, Execution execution) {
        try (NativeTask task = tasks.fromDecimal(digits.length(), execution)) {
            byte[] magnitude = Magnitude.arrayFor(task.result());
            digits.toWords(task.a());
            task.run();
            check.conversion(task.result(), task.a());
            return Magnitude.toBigInteger(digits.isNegative() ? -1 : 1, task.result(), magnitude);
        }
    }
}
