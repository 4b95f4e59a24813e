package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.NativeTask;
import org.downcall.internal.calls.NativeTasks;
import org.downcall.internal.calls.Rehearsal;

/**
 * The native kernel of big integers. A short product is one critical call, except for the first
 * ones; everything else is a {@link NativeTask}.
 */
public final class NativeBigIntegers implements BigIntegerKernel {

    private final ResidueCheck check;
    private final NativeTasks tasks;
    private final NativeResources rehearsed;

    private final Rehearsal shortProducts = new Calls("shortProducts");
    private final Rehearsal modularPowers = new Calls("modularPowers");
    private final Rehearsal products = new Calls("products");
    private final Rehearsal divisions = new Calls("divisions");
    private final Rehearsal roots = new Calls("roots");
    private final Rehearsal conversions = new Calls("conversions");
    private final Rehearsal divisors = new Calls("divisors");
    private final Rehearsal radixConversions = new Calls("radixConversions");
    private final Rehearsal manyProducts = new Calls("manyProducts");

    /**
     * The calls of one kind of operation. One class serves all kinds, because each class delays the
     * start.
     */
    private final class Calls extends Rehearsal {
        private final String operation;

        Calls(String operation) {
            this.operation = operation;
        }

        @Override
        public void run() {
            switch (operation) {
                case "shortProducts" -> rehearseShortProducts();
                case "modularPowers" -> rehearseModularPowers();
                case "products" -> rehearseProducts();
                case "divisions" -> rehearseDivisions();
                case "roots" -> rehearseRoots();
                case "conversions" -> rehearseConversions();
                case "divisors" -> rehearseDivisors();
                case "radixConversions" -> rehearseRadixConversions();
                case "manyProducts" -> rehearseManyProducts();
                default -> throw new AssertionError(operation);
            }
        }
    }

    private void rehearseShortProducts() {
        multiplyInOneCall(1, twoLimbs(), twoLimbs());
    }

    private void rehearseModularPowers() {
        BigInteger a = twoLimbs();
        new NativeBigIntegers(rehearsed)
                .modPowInTask(a, a.add(BigInteger.TWO), a.add(BigInteger.ONE), Execution.DEFAULT);
    }

    private void rehearseProducts() {
        new NativeBigIntegers(rehearsed)
                .multiplyInTask(1, twoLimbs(), twoLimbs(), Execution.DEFAULT);
    }

    private void rehearseDivisions() {
        new NativeBigIntegers(rehearsed)
                .divideInTask(twoLimbs(), twoLimbs(), true, true, Execution.DEFAULT);
    }

    private void rehearseRoots() {
        new NativeBigIntegers(rehearsed).sqrtInTask(twoLimbs(), true, Execution.DEFAULT);
    }

    private void rehearseConversions() {
        NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
        String digits = kernel.toStringInTask(twoLimbs(), Execution.DEFAULT);
        kernel.parseInTask(new DecimalText(digits), Execution.DEFAULT);
    }

    private void rehearseDivisors() {
        NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
        kernel.gcdInTask(twoLimbs(), twoLimbs(), Execution.DEFAULT);
        kernel.modInverseInTask(BigInteger.TEN.pow(20), twoLimbs().setBit(0), Execution.DEFAULT);
    }

    private void rehearseRadixConversions() {
        NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
        String digits = kernel.toStringInTask(twoLimbs(), 7, Execution.DEFAULT);
        kernel.parseInTask(new RadixText(digits, 7), 7, Execution.DEFAULT);
        BinaryText.parse(new RadixText(BinaryText.toString(twoLimbs(), 8), 8), 8);
    }

    private void rehearseManyProducts() {
        NativeBigIntegers kernel = new NativeBigIntegers(rehearsed);
        kernel.oddFactorial(4_000, Execution.DEFAULT);
        Combinatorics.oddFactorsOfBinomial(200, 100);
        Combinatorics.oddFactorsOfBinomial(200, 3);
        BigInteger ten = BigInteger.TEN.pow(19);
        kernel.productInTasks(List.of(ten, ten, twoLimbs(), twoLimbs()), Execution.DEFAULT);
    }

    /** Each factor may take a word, and a task accepts DC_MAX_LIMBS words. */
    private static final int MOST_FACTORS = 1 << 25;

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
            if (tasks.countEarly()) {
                products.require();
                return new NativeBigIntegers(rehearsed)
                        .multiplyInTask(signum, a, b, Execution.DEFAULT);
            }
            shortProducts.require();
            return multiplyInOneCall(signum, a, b);
        }
        products.require();
        return multiplyInTask(signum, a, b, execution);
    }

    private BigInteger multiplyInOneCall(int signum, BigInteger a, BigInteger b) {
        long[] x = Magnitude.toLimbs(Magnitude.bytes(a));
        long[] y = a == b ? x : Magnitude.toLimbs(Magnitude.bytes(b));
        MemorySegment result = MemorySegment.ofArray(NativeProducts.multiplyInOneCall(x, y, check));
        return Magnitude.toBigInteger(signum, result, Magnitude.arrayFor(result));
    }

    private BigInteger multiplyInTask(int signum, BigInteger a, BigInteger b, Execution execution) {
        try (NativeTask task = a == b
                ? tasks.square(Magnitude.bits(a), execution)
                : tasks.multiply(Magnitude.bits(a), Magnitude.bits(b), execution)) {
            byte[] magnitude = Magnitude.arrayFor(task.result());
            if (a == b) {
                Magnitude.toLimbs(Magnitude.bytes(a), task.a());
            } else {
                Operands.toLimbs(a, task.a(), b, task.b(), execution.executor());
            }
            task.run();
            check.product(task.a(), task.b(), task.result());
            return Magnitude.toBigInteger(signum, task.result(), magnitude);
        }
    }

    @Override
    public BigInteger modPow(
            BigInteger a, BigInteger exponent, BigInteger modulus, Execution execution) {
        if (modulus.signum() <= 0) {
            throw new ArithmeticException("BigInteger: modulus not positive");
        }
        if (exponent.signum() < 0) {
            Parts parts = new Parts(execution);
            BigInteger inverse = modInverse(a, modulus, parts.part(0, 0.5));
            BigInteger power = modPow(inverse, exponent.negate(), modulus, parts.part(0.5, 1));
            parts.end();
            return power;
        }
        BigInteger magnitude = a.abs();
        BigInteger power;
        if (exponent.signum() == 0 || magnitude.equals(BigInteger.ONE)) {
            power = BigInteger.ONE.mod(modulus);
        } else if (magnitude.signum() == 0) {
            power = BigInteger.ZERO;
        } else {
            modularPowers.require();
            power = modPowInTask(magnitude, exponent, modulus, execution);
        }
        boolean negative = a.signum() < 0 && exponent.testBit(0) && power.signum() != 0;
        return negative ? modulus.subtract(power) : power;
    }

    private BigInteger modPowInTask(
            BigInteger a, BigInteger exponent, BigInteger modulus, Execution execution) {
        BigInteger extended = check.extended(modulus);
        try (NativeTask task = tasks.modPower(
                Magnitude.bits(a), Magnitude.bits(exponent), Magnitude.bits(extended), execution)) {
            byte[] power = Magnitude.arrayFor(task.result());
            Magnitude.toLimbs(Magnitude.bytes(a), task.a());
            Magnitude.toLimbs(Magnitude.bytes(exponent), task.b());
            Magnitude.toLimbs(Magnitude.bytes(extended), task.c());
            task.run();
            check.modularPower(task.a(), exponent, task.result());
            BigInteger residue = Magnitude.toBigInteger(1, task.result(), power);
            return extended == modulus ? residue : residue.mod(modulus);
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
        requireRange(Lengths.log2OfPower(magnitude, exponent) + (long) zeros * exponent + 1);
        products.require();
        BigInteger power = magnitude.equals(BigInteger.ONE)
                ? BigInteger.valueOf(signum)
                : powInTask(signum, magnitude, exponent, execution);
        return zeros == 0 ? power : power.shiftLeft(Math.toIntExact((long) zeros * exponent));
    }

    private BigInteger powInTask(
            int signum, BigInteger magnitude, int exponent, Execution execution) {
        try (NativeTask task = tasks.power(magnitude.bitLength(), exponent, execution)) {
            byte[] power = Magnitude.arrayFor(task.result());
            Magnitude.toLimbs(Magnitude.bytes(magnitude), task.a());
            task.run();
            check.power(task.a(), exponent, task.result());
            return Magnitude.toBigInteger(signum, task.result(), power);
        }
    }

    @Override
    public BigInteger sqrt(BigInteger a, Execution execution) {
        if (a.signum() <= 0) {
            return a.sqrt(); // 0, or throws
        }
        roots.require();
        return sqrtInTask(a, false, execution)[0];
    }

    @Override
    public BigInteger[] sqrtAndRemainder(BigInteger a, Execution execution) {
        if (a.signum() <= 0) {
            return a.sqrtAndRemainder(); // 0 and 0, or throws
        }
        roots.require();
        return sqrtInTask(a, true, execution);
    }

    /** {@return the root and the remainder, or null instead of a remainder that is not needed} */
    private BigInteger[] sqrtInTask(BigInteger a, boolean remainderNeeded, Execution execution) {
        try (NativeTask task = tasks.sqrt(Magnitude.bits(a), execution)) {
            long aLimbs = task.a().byteSize() / Long.BYTES;
            MemorySegment root = task.result().asSlice(0, (aLimbs + 1) / 2 * Long.BYTES);
            MemorySegment remainder = task.result().asSlice(root.byteSize());
            byte[] rootMagnitude = Magnitude.arrayFor(root);
            byte[] remainderMagnitude = remainderNeeded ? Magnitude.arrayFor(remainder) : null;
            Magnitude.toLimbs(Magnitude.bytes(a), task.a());
            task.run();
            check.squareRoot(task.a(), root, remainder);
            return new BigInteger[] {
                Magnitude.toBigInteger(1, root, rootMagnitude),
                remainderNeeded ? Magnitude.toBigInteger(1, remainder, remainderMagnitude) : null
            };
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
        try (NativeTask task = tasks.divide(Magnitude.bits(a), Magnitude.bits(b), execution)) {
            long quotientBytes = task.a().byteSize() - task.b().byteSize() + Long.BYTES;
            MemorySegment quotient = task.result().asSlice(0, quotientBytes);
            MemorySegment remainder =
                    task.result().asSlice(quotientBytes, task.b().byteSize());
            byte[] quotientMagnitude = quotientNeeded ? Magnitude.arrayFor(quotient) : null;
            byte[] remainderMagnitude = remainderNeeded ? Magnitude.arrayFor(remainder) : null;
            Operands.toLimbs(a, task.a(), b, task.b(), execution.executor());
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
        try (NativeTask task = tasks.toDecimal(Magnitude.bits(a), execution)) {
            Magnitude.toLimbs(Magnitude.bytes(a), task.a());
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
    public BigInteger gcd(BigInteger a, BigInteger b, Execution execution) {
        if (a.signum() == 0 || b.signum() == 0) {
            return a.signum() == 0 ? b.abs() : a.abs();
        }
        divisors.require();
        return gcdInTask(a.abs(), b.abs(), execution);
    }

    private BigInteger gcdInTask(BigInteger a, BigInteger b, Execution execution) {
        BigInteger divisor;
        try (NativeTask task = tasks.gcd(a.bitLength(), b.bitLength(), execution)) {
            byte[] magnitude = Magnitude.arrayFor(task.result());
            Operands.toLimbs(a, task.a(), b, task.b(), execution.executor());
            task.run();
            divisor = Magnitude.toBigInteger(1, task.result(), magnitude);
        }
        if (check.isEnabled()) {
            Execution silent = execution.withProgress(null);
            BigInteger cofactor = cofactorInTask(a, b, silent).cofactor();
            check.divisor(this, silent, a, b, divisor, cofactor);
        }
        return divisor;
    }

    @Override
    public BigInteger modInverse(BigInteger a, BigInteger m, Execution execution) {
        if (m.signum() != 1) {
            throw new ArithmeticException("BigInteger: modulus not positive");
        }
        if (m.equals(BigInteger.ONE)) {
            return BigInteger.ZERO;
        }
        divisors.require();
        BigInteger inverse = modInverseInTask(a.abs(), m, execution);
        return a.signum() < 0 ? m.subtract(inverse) : inverse;
    }

    /** {@return the inverse, which is not 0 because m is not 1} */
    private BigInteger modInverseInTask(BigInteger a, BigInteger m, Execution execution) {
        DivisorAndCofactor result = cofactorInTask(a, m, execution);
        check.divisor(
                this, execution.withProgress(null), a, m, result.divisor(), result.cofactor());
        if (!result.divisor().equals(BigInteger.ONE)) {
            throw new ArithmeticException("BigInteger not invertible.");
        }
        return result.cofactor();
    }

    /** A divisor g of a and b, and the cofactor u for which u a = g modulo b. */
    private record DivisorAndCofactor(BigInteger divisor, BigInteger cofactor) {}

    private DivisorAndCofactor cofactorInTask(BigInteger a, BigInteger b, Execution execution) {
        try (NativeTask task =
                tasks.gcdWithCofactor(Magnitude.bits(a), Magnitude.bits(b), execution)) {
            long half = task.result().byteSize() / 2;
            MemorySegment divisor = task.result().asSlice(0, half);
            MemorySegment cofactor = task.result().asSlice(half);
            byte[] divisorMagnitude = Magnitude.arrayFor(divisor);
            byte[] cofactorMagnitude = Magnitude.arrayFor(cofactor);
            Operands.toLimbs(a, task.a(), b, task.b(), execution.executor());
            task.run();
            return new DivisorAndCofactor(
                    Magnitude.toBigInteger(1, divisor, divisorMagnitude),
                    Magnitude.toBigInteger(1, cofactor, cofactorMagnitude));
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
        try (NativeTask task = tasks.toRadix(Magnitude.bits(a), radix, execution)) {
            Magnitude.toLimbs(Magnitude.bytes(a), task.a());
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
        try (NativeTask task = tasks.fromRadix(digits.length(), words, radix, execution)) {
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
        if (numbers.size() <= MOST_FACTORS) {
            return productInTasks(numbers, execution);
        }
        Parts parts = new Parts(execution);
        int half = numbers.size() / 2;
        BigInteger first = product(numbers.subList(0, half), parts.part(0, 0.4));
        BigInteger second = product(numbers.subList(half, numbers.size()), parts.part(0.4, 0.8));
        BigInteger whole = multiply(first, second, parts.part(0.8, 1));
        parts.end();
        return whole;
    }

    private BigInteger productInTasks(List<BigInteger> numbers, Execution execution) {
        ProductInTasks product = new ProductInTasks(numbers, execution);
        long[] words = product.words();
        Execution first = product.progress.next((long) words.length * Long.SIZE);
        BigInteger whole = product.multiplyAll(
                words.length == 1
                        ? Magnitude.toBigInteger(words, 1)
                        : toBigInteger(new NativeProducts(check, tasks, first).ofWords(words)));
        product.progress.end();
        return whole;
    }

    private final class ProductInTasks extends BalancedProduct {

        private final ProductProgress progress;
        private final InterruptCheck interrupt = new InterruptCheck();

        ProductInTasks(List<BigInteger> numbers, Execution execution) {
            super(numbers);
            progress = new ProductProgress(execution, longFactors(), words().length);
        }

        @Override
        BigInteger multiply(BigInteger a, BigInteger b) {
            long bits = (long) a.bitLength() + b.bitLength();
            interrupt.next(bits / Long.SIZE);
            Execution part = progress.next(bits);
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
