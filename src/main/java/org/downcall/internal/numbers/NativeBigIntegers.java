package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.Execution;
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

    private final Rehearsal conversions = new Rehearsal() {
        @Override
        public void run() {
            NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
            String digits = kernel.toStringInTask(twoLimbs(), Execution.DEFAULT);
            kernel.parseInTask(new DecimalText(digits), Execution.DEFAULT);
        }
    };

    private final Rehearsal radixConversions = new Rehearsal() {
        @Override
        public void run() {
            NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
            String digits = kernel.toStringInTask(twoLimbs(), 7, Execution.DEFAULT);
            kernel.parseInTask(new RadixText(digits, 7), 7, Execution.DEFAULT);
            BinaryText.parse(new RadixText(BinaryText.toString(twoLimbs(), 8), 8), 8);
        }
    };

    private final Rehearsal manyProducts = new Rehearsal() {
        @Override
        public void run() {
            NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
            kernel.oddFactorial(4_000, Execution.DEFAULT);
            Combinatorics.oddFactorsOfBinomial(200, 100);
            Combinatorics.oddFactorsOfBinomial(200, 3);
            BigInteger ten = BigInteger.TEN.pow(19);
            kernel.productInTasks(List.of(ten, ten, twoLimbs(), twoLimbs()), Execution.DEFAULT);
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
        int scratchLimbs = (int) Downcalls.multiplyScratchLimbs(x.length, y.length);
        MemorySegment first = MemorySegment.ofArray(x);
        // C recognises a square by the address, so both factors must be the same segment.
        MemorySegment second = a == b ? first : MemorySegment.ofArray(y);
        MemorySegment result = MemorySegment.ofArray(product);
        Downcalls.multiply(result, first, second, MemorySegment.ofArray(new long[scratchLimbs]));
        check.product(first, second, result);
        return Magnitude.toBigInteger(
                signum, result, product.length, new byte[product.length * Long.BYTES]);
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

    @Override
    public String toString(BigInteger a, int radix, Execution execution) {
        if (radix == 10) {
            return toString(a, execution);
        }
        radixConversions.require();
        return BinaryText.isPowerOfTwo(radix)
                ? BinaryText.toString(a, radix)
                : toStringInTask(a, radix, execution);
    }

    private String toStringInTask(BigInteger a, int radix, Execution execution) {
        byte[] x = Magnitude.bytes(a);
        try (NativeTask task = tasks.toRadix(Magnitude.bits(a), radix, execution)) {
            Magnitude.toLimbs(x, task.a());
            task.run();
            check.conversion(task.a(), task.result(), radix);
            return RadixText.toString(a.signum() < 0, task.result(), radix);
        }
    }

    @Override
    public BigInteger parse(String text, int radix, Execution execution) {
        if (radix == 10) {
            return parse(text, execution);
        }
        radixConversions.require(); // first, because it initializes RadixDigits
        RadixText digits = new RadixText(text, radix);
        if (digits.length() == 0) {
            return BigInteger.ZERO;
        }
        return BinaryText.isPowerOfTwo(radix)
                ? BinaryText.parse(digits, radix)
                : parseInTask(digits, radix, execution);
    }

    private BigInteger parseInTask(RadixText digits, int radix, Execution execution) {
        int inWord = RadixDigits.of(radix).inWord();
        long words = (digits.length() + inWord - 1L) / inWord;
        try (NativeTask task = tasks.fromRadix(words, radix, execution)) {
            byte[] magnitude = Magnitude.arrayFor(task.result());
            digits.toWords(task.a(), radix);
            task.run();
            check.conversion(task.result(), task.a(), radix);
            return Magnitude.toBigInteger(digits.isNegative() ? -1 : 1, task.result(), magnitude);
        }
    }

    @Override
    public BigInteger product(List<BigInteger> numbers, Execution execution) {
        if (BalancedProduct.isZero(numbers)) {
            return BigInteger.ZERO;
        }
        requireRange(Lengths.log2OfProduct(numbers) + 1);
        manyProducts.require();
        return productInTasks(numbers, execution);
    }

    private BigInteger productInTasks(List<BigInteger> numbers, Execution execution) {
        ProductInTasks product = new ProductInTasks(numbers, execution);
        long[] words = product.words();
        Execution first = product.progress.next((long) words.length * Long.SIZE);
        return product.multiplyAll(
                words.length == 1
                        ? Magnitude.toBigInteger(words, 1)
                        : toBigInteger(new NativeProducts(check, tasks, first).ofWords(words)));
    }

    private final class ProductInTasks extends BalancedProduct {

        private final ProductProgress progress;

        ProductInTasks(List<BigInteger> numbers, Execution execution) {
            super(numbers);
            progress = new ProductProgress(execution, longFactors(), words().length);
        }

        @Override
        BigInteger multiply(BigInteger a, BigInteger b) {
            NativeProducts.throwIfInterrupted();
            Execution part = progress.next((long) a.bitLength() + b.bitLength());
            return Math.min(a.bitLength(), b.bitLength()) < Thresholds.NATIVE_MULTIPLY_BITS
                    ? a.multiply(b)
                    : NativeBigIntegers.this.multiply(a, b, part);
        }
    }

    @Override
    public BigInteger factorial(int n, Execution execution) {
        manyProducts.require();
        BigInteger factorial = toBigInteger(oddFactorial(n, execution))
                .shiftLeft(Combinatorics.exponentOfTwoInFactorial(n));
        check.factorial(n, factorial);
        return factorial;
    }

    private long[] oddFactorial(int n, Execution execution) {
        return Combinatorics.oddPartOfFactorial(n, new NativeProducts(check, tasks, execution));
    }

    @Override
    public BigInteger binomial(int n, int k, Execution execution) {
        manyProducts.require();
        int smaller = Math.min(k, n - k);
        long[] words = Combinatorics.oddFactorsOfBinomial(n, smaller);
        BigInteger binomial = toBigInteger(
                        new NativeProducts(check, tasks, execution).ofWords(words))
                .shiftLeft(Combinatorics.exponentOfTwoInBinomial(n, smaller));
        check.binomial(n, smaller, binomial);
        return binomial;
    }

    private static BigInteger toBigInteger(long[] limbs) {
        return Magnitude.toBigInteger(
                1, MemorySegment.ofArray(limbs), limbs.length, new byte[limbs.length * Long.BYTES]);
    }
}
