package org.downcall.internal;

import java.io.PrintStream;
import java.math.BigInteger;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.FibonacciKernel;

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
    private final int longDigits;

    /** The same numbers in each run, so that a failure can be repeated. */
    private final Random random = new Random(1);

    private boolean right = true;

    SelfTest(PrintStream out, Kernels kernels) {
        this.out = out;
        this.fibonacci = kernels.fibonacci();
        this.bigIntegers = kernels.bigIntegers();
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
        check("product of 5 million bits, with threads", this::withThreads);
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
        check("7th power of " + bits / 7 + " bits", () -> {
            BigInteger base = a.shiftRight(bits - bits / 7);
            return bigIntegers.pow(base, 7, Execution.DEFAULT).equals(base.pow(7));
        });
        check("division of " + (bits + bits / 3) + " by " + bits + " bits", () -> {
            BigInteger dividend = number(bits + bits / 3);
            BigInteger[] results = bigIntegers.divideAndRemainder(dividend, a, Execution.DEFAULT);
            return results[1].compareTo(a) < 0
                    && results[1].signum() >= 0
                    && results[0].multiply(a).add(results[1]).equals(dividend);
        });
    }

    private void conversions(int digits) {
        BigInteger a = number(bitsOf(digits));
        check(
                digits + " digits from a number",
                () -> bigIntegers.toString(a, Execution.DEFAULT).equals(a.toString()));
        check(
                digits + " digits to a number",
                () -> bigIntegers.parse(a.toString(), Execution.DEFAULT).equals(a));
    }

    private boolean isRoundTrip(BigInteger a) {
        String digits = bigIntegers.toString(a, Execution.DEFAULT);
        return bigIntegers.parse(digits, Execution.DEFAULT).equals(a);
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
}
