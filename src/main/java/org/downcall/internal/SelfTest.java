package org.downcall.internal;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.numbers.BigDecimalKernel;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.vectors.VectorKernel;

/**
 * Compares the results of kernels with those of the JDK, in about a second. Results that would take
 * the JDK longer are checked by an identity.
 */
final class SelfTest {

    /** A prime, so that a wrong result has the right residue only by chance. */
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);

    private final PrintStream out;
    private final FibonacciKernel fibonacci;
    private final BigIntegerKernel bigIntegers;
    private final BigDecimalKernel bigDecimals;
    private final VectorKernel vectorKernel;
    private final int longDigits;

    /** Generates the same numbers in each run, so that a failure can be repeated. */
    private final Random random = new Random(1);

    private boolean right = true;

    SelfTest(PrintStream out, Kernels kernels) {
        this.out = out;
        this.fibonacci = kernels.fibonacci();
        this.bigIntegers = kernels.bigIntegers();
        this.bigDecimals = kernels.bigDecimals();
        this.vectorKernel = kernels.vectors();
        // Java takes quadratic time to parse: 15 seconds for 1 million digits.
        this.longDigits = kernels instanceof Kernels.Native ? 1_000_000 : 20_000;
    }

    private interface Check {
        /** {@return whether the result is right} */
        boolean isRight();
    }

    /** {@return whether all results are right} */
    boolean run() {
        out.println();
        check("F(0) to F(92)", this::words);
        int n = 1_000_003;
        check("F(n) modulo 2^64", () -> fibonacci.wrapping(n) == byAdditionsModulo2To64(n));
        check(
                "F(n) modulo 2^64, by additions",
                () -> fibonacci.wrappingIterative(n) == byAdditionsModulo2To64(n));
        BigInteger f = byAdditions(5_000);
        check("F(5000)", () -> fibonacci.exact(5_000).equals(f));
        check(
                "digits of F(5000)",
                () -> fibonacci.decimal(5_000, Execution.DEFAULT).equals(f.toString()));
        check("F(1000003)", () -> fibonacci.exact(n).longValue() == byAdditionsModulo2To64(n));
        for (int bits : new int[] {500, 5_000, 50_000, 500_000}) {
            arithmetic(bits);
        }
        for (int digits : new int[] {100, 1_000, 10_000}) {
            conversions(digits);
        }
        check(
                longDigits + " digits from a number and back",
                () -> isRoundTrip(number(bitsOf(longDigits))));
        for (int digits : new int[] {100, 1_000, 10_000}) {
            check("decimals of " + digits + " digits", () -> isRightForDecimals(digits));
        }
        check("factorials and a binomial coefficient", this::factorials);
        check("product of 5 million bits, with threads", this::withThreads);
        for (int elements : new int[] {10, 768, 20_000}) {
            check("vectors of " + elements + " elements", () -> isRightForVectors(elements));
        }
        return right;
    }

    private void check(String name, Check check) {
        out.print(Diagnosis.column("test") + name + ": ");
        out.flush();
        long start = System.nanoTime();
        String result;
        try {
            result = check.isRight() ? "right" : "WRONG";
        } catch (RuntimeException | Error e) {
            result = "FAILED, " + e;
        }
        right &= result.equals("right");
        out.println(result + ", " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    private boolean words() {
        long previous = 1; // F(-1)
        long current = 0;
        for (int n = 0; n <= FibonacciKernel.MAX_LONG_INDEX; n++) {
            if (fibonacci.longValue(n) != current) {
                return false;
            }
            long next = previous + current;
            previous = current;
            current = next;
        }
        return true;
    }

    private static long byAdditionsModulo2To64(int n) {
        long previous = 1;
        long current = 0;
        for (int i = 0; i < n; i++) {
            long next = previous + current;
            previous = current;
            current = next;
        }
        return current;
    }

    private static BigInteger byAdditions(int n) {
        BigInteger previous = BigInteger.ONE;
        BigInteger current = BigInteger.ZERO;
        for (int i = 0; i < n; i++) {
            BigInteger next = previous.add(current);
            previous = current;
            current = next;
        }
        return current;
    }

    private static int bitsOf(int digits) {
        return (int) (digits * Math.log(10) / Math.log(2));
    }

    private BigInteger number(int bits) {
        return new BigInteger(bits, random).setBit(bits - 1);
    }

    private void arithmetic(int bits) {
        BigInteger a = number(bits);
        BigInteger b = number(bits - bits / 7).negate();
        check(
                "product of " + bits + " bits",
                () -> bigIntegers.multiply(a, b, Execution.DEFAULT).equals(a.multiply(b)));
        check(
                "square of " + bits + " bits",
                () -> bigIntegers.multiply(a, a, Execution.DEFAULT).equals(a.multiply(a)));
        if (bits <= 50_000) { // BigInteger would take seconds
            check("power modulo " + bits + " bits", () -> {
                BigInteger exponent = BigInteger.valueOf(65_537);
                return bigIntegers
                        .modPow(b, exponent, a, Execution.DEFAULT)
                        .equals(b.modPow(exponent, a));
            });
        }
        check("7th power of " + bits / 7 + " bits", () -> {
            BigInteger base = a.shiftRight(bits - bits / 7);
            return bigIntegers.pow(base, 7, Execution.DEFAULT).equals(base.pow(7));
        });
        check("square root of " + bits + " bits", () -> {
            BigInteger[] results = bigIntegers.sqrtAndRemainder(a, Execution.DEFAULT);
            return results[1].compareTo(results[0].shiftLeft(1)) <= 0
                    && results[1].signum() >= 0
                    && results[0].multiply(results[0]).add(results[1]).equals(a);
        });
        check("division of " + (bits + bits / 3) + " by " + bits + " bits", () -> {
            BigInteger dividend = number(bits + bits / 3);
            BigInteger[] results = bigIntegers.divideAndRemainder(dividend, a, Execution.DEFAULT);
            return results[1].compareTo(a) < 0
                    && results[1].signum() >= 0
                    && results[0].multiply(a).add(results[1]).equals(dividend);
        });
        if (bits <= 50_000) { // BigInteger takes seconds for longer numbers
            check("divisor and inverse of " + bits + " bits", () -> isDivisorAndInverse(bits));
        }
    }

    /** Consecutive numbers are coprime, and so are odd numbers and powers of two. */
    private boolean isDivisorAndInverse(int bits) {
        BigInteger odd = number(bits).setBit(0);
        BigInteger factor = number(bits / 2);
        BigInteger divisor = bigIntegers.gcd(
                odd.multiply(factor), odd.multiply(factor.add(BigInteger.ONE)), Execution.DEFAULT);
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
        BigInteger inverse = bigIntegers.modInverse(odd, modulus, Execution.DEFAULT);
        return divisor.equals(odd) && odd.multiply(inverse).mod(modulus).equals(BigInteger.ONE);
    }

    private void conversions(int digits) {
        BigInteger a = number(bitsOf(digits));
        check(
                digits + " digits from a number",
                () -> bigIntegers.toString(a, Execution.DEFAULT).equals(a.toString()));
        check(
                digits + " digits to a number",
                () -> bigIntegers.parse(a.toString(), Execution.DEFAULT).equals(a));
        check(digits + " digits in radix 7 and 16", () -> isRoundTrip(a, 7) && isRoundTrip(a, 16));
    }

    private boolean isRoundTrip(BigInteger a) {
        String digits = bigIntegers.toString(a, Execution.DEFAULT);
        return bigIntegers.parse(digits, Execution.DEFAULT).equals(a);
    }

    private boolean isRoundTrip(BigInteger a, int radix) {
        String digits = bigIntegers.toString(a, radix, Execution.DEFAULT);
        return digits.equals(a.toString(radix))
                && bigIntegers.parse(digits, radix, Execution.DEFAULT).equals(a);
    }

    private boolean isRightForDecimals(int digits) {
        BigDecimal a = new BigDecimal(number(bitsOf(digits)), digits / 2);
        BigDecimal b = new BigDecimal(number(bitsOf(digits - digits / 3)), -digits);
        MathContext rounded = new MathContext(digits, RoundingMode.HALF_EVEN);
        Execution execution = Execution.DEFAULT;
        return bigDecimals.toString(a, execution).equals(a.toString())
                && bigDecimals.parse(b.toString(), execution).equals(b)
                && bigDecimals
                        .multiply(a, b, MathContext.UNLIMITED, execution)
                        .equals(a.multiply(b))
                && bigDecimals.divide(a, b, rounded, execution).equals(a.divide(b, rounded))
                && bigDecimals.sqrt(a, rounded, execution).equals(a.sqrt(rounded));
    }

    /** (2n)! is the product of the binomial coefficient (2n, n) and (n!)^2. */
    private boolean factorials() {
        int n = 5_000;
        BigInteger factorial = bigIntegers.factorial(n, Execution.DEFAULT);
        BigInteger expected = bigIntegers.product(
                List.of(bigIntegers.binomial(2 * n, n, Execution.DEFAULT), factorial, factorial),
                Execution.DEFAULT);
        return expected.equals(bigIntegers.factorial(2 * n, Execution.DEFAULT));
    }

    private boolean withThreads() {
        BigInteger a = number(2_600_000);
        BigInteger b = number(2_400_000);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            BigInteger product =
                    bigIntegers.multiply(a, b, Execution.DEFAULT.withExecutor(threads));
            return product.mod(MODULUS)
                    .equals(a.mod(MODULUS).multiply(b.mod(MODULUS)).mod(MODULUS));
        }
    }

    /** Small integers, whose sums are exact in every type and order. */
    private boolean isRightForVectors(int n) {
        float[] floats = new float[n];
        short[] halves = new short[n];
        byte[] bytes = new byte[n];
        double[] numbers = new double[n];
        long sum = 0;
        long squares = 0;
        long bits = 0;
        for (int i = 0; i < n; i++) {
            int x = random.nextInt(-9, 10);
            floats[i] = x;
            halves[i] = Float.floatToFloat16(x);
            bytes[i] = (byte) x;
            numbers[i] = x;
            sum += x;
            squares += x * x;
            bits += Integer.bitCount(x & 0xFF);
        }
        int dot = VectorKernel.DOT;
        return vectorKernel.compare(dot, floats, floats) == squares
                && vectorKernel.compare(dot, halves, halves) == squares
                && vectorKernel.compare(dot, VectorKernel.INT8, bytes, bytes) == squares
                && vectorKernel.compare(VectorKernel.SQUARED_DISTANCE, floats, new float[n])
                        == squares
                && vectorKernel.compare(VectorKernel.COSINE, floats, floats) == 1
                && vectorKernel.compare(VectorKernel.HAMMING, VectorKernel.BITS, bytes, new byte[n])
                        == bits
                && Math.abs(vectorKernel.summarize(numbers).mean() * n - sum) < 1e-9 * n;
    }
}
