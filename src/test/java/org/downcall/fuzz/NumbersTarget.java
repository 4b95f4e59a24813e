package org.downcall.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import org.downcall.Arithmetic;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;
import org.downcall.TextWithoutString;

/**
 * Fuzzes the public API. Each input is one call, of a static method or of an {@link Arithmetic}
 * with any options. BigInteger states which result or which exception is right.
 */
public final class NumbersTarget {

    /** What a listener throws. */
    private static final class Stopped extends RuntimeException {
        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private final FuzzInput in;
    private Arithmetic arithmetic = Arithmetic.of();
    private boolean isStatic;
    private long maxDigits = Long.MAX_VALUE;
    private double stopAt = 2;
    private double progress;

    private NumbersTarget(FuzzInput in) {
        this.in = in;
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        new NumbersTarget(new FuzzInput(data)).run();
    }

    private void run() throws Exception {
        takeOptions();
        boolean interrupted = in.takeBelow(16) == 1;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            call();
            require(Thread.currentThread().isInterrupted() == interrupted, "the interrupt status");
        } finally {
            Thread.interrupted();
        }
    }

    private void takeOptions() {
        isStatic = in.takeBelow(3) == 0;
        if (isStatic) {
            return;
        }
        int options = in.takeByte();
        if ((options & 1) != 0) {
            arithmetic = arithmetic.withExecutor(
                    switch (in.takeBelow(3)) {
                        case 0 -> Runnable::run;
                        case 1 -> ForkJoinPool.commonPool();
                        default ->
                            task -> {
                                throw new RejectedExecutionException();
                            };
                    });
        }
        if ((options & 2) != 0) {
            maxDigits = in.takeBoolean() ? in.takeByte() : in.takeLong();
            if (maxDigits < 1) {
                expect(IllegalArgumentException.class, () -> arithmetic.withMaxDigits(maxDigits));
                maxDigits = 1 + in.takeByte();
            }
            arithmetic = arithmetic.withMaxDigits(maxDigits);
        }
        if ((options & 4) != 0) {
            Duration wait = Duration.ofNanos(in.takeLong());
            if (wait.isNegative()) {
                expect(IllegalArgumentException.class, () -> arithmetic.withMaxWait(wait));
            } else {
                arithmetic = arithmetic.withMaxWait(wait);
            }
        }
        if ((options & 8) != 0) {
            stopAt = in.takeByte() / 128.0;
            arithmetic = arithmetic.withProgress(fraction -> {
                require(fraction > progress && fraction <= 1, "the progress " + fraction);
                progress = fraction;
                if (fraction > stopAt) {
                    throw new Stopped();
                }
            });
        }
    }

    // ---- Calls ----------------------------------------------------------------------------------

    private void call() throws Exception {
        switch (in.takeBelow(16)) {
            case 0 -> {
                BigInteger a = in.takeBigInteger();
                BigInteger b = in.takeBelow(4) == 0 ? a : in.takeBigInteger();
                compare(
                        () -> isStatic ? BigIntegers.multiply(a, b) : arithmetic.multiply(a, b),
                        () -> a.multiply(b));
            }
            case 1 -> {
                BigInteger a = in.takeBigInteger();
                compare(
                        () -> isStatic ? BigIntegers.square(a) : arithmetic.square(a),
                        () -> a.multiply(a));
            }
            case 2 -> power();
            case 3 -> {
                BigInteger a = in.takeBigInteger();
                compare(
                        () -> isStatic ? BigIntegers.toString(a) : arithmetic.toString(a),
                        a::toString);
            }
            case 4 -> parse();
            case 5 -> fibonacci();
            case 6 -> fibonacciDigits();
            case 7 -> fibonacciWords();
            case 8 -> modularPower();
            case 9 -> divisors();
            case 10 -> nulls();
            case 11 -> quotients();
            case 12 -> roots();
            case 13 -> radix();
            case 14 -> productOfNumbers();
            default -> combinatorics();
        }
    }

    /** Dividends are often multiples of the divisor, or next to one. */
    private void quotients() throws Exception {
        BigInteger b = in.takeBigInteger();
        BigInteger factor = topBits(in.takeBigInteger(), 20_000);
        BigInteger a = in.takeBoolean()
                ? factor
                : factor.multiply(topBits(b, 20_000)).add(BigInteger.valueOf(in.takeBelow(3) - 1));
        switch (in.takeBelow(4)) {
            case 0 ->
                compare(
                        () -> isStatic ? BigIntegers.divide(a, b) : arithmetic.divide(a, b),
                        () -> a.divide(b));
            case 1 ->
                compareUnlessBounded(
                        () -> isStatic ? BigIntegers.remainder(a, b) : arithmetic.remainder(a, b),
                        () -> a.remainder(b),
                        a,
                        b);
            case 2 ->
                compareUnlessBounded(
                        () -> isStatic ? BigIntegers.mod(a, b) : arithmetic.mod(a, b),
                        () -> a.mod(b),
                        a,
                        b);
            default ->
                compareUnlessBounded(
                        () -> List.of(
                                isStatic
                                        ? BigIntegers.divideAndRemainder(a, b)
                                        : arithmetic.divideAndRemainder(a, b)),
                        () -> List.of(a.divideAndRemainder(b)),
                        a,
                        b);
        }
    }

    /** Numbers are often squares, or next to one. */
    private void roots() throws Exception {
        BigInteger root = topBits(in.takeBigInteger(), 10_000);
        BigInteger a = in.takeBoolean()
                ? root
                : root.multiply(root).add(BigInteger.valueOf(in.takeBelow(3) - 1));
        int n = in.takeBoolean() ? 1 + in.takeBelow(9) : (int) in.takeLong();
        switch (in.takeBelow(3)) {
            case 0 -> compare(() -> isStatic ? BigIntegers.sqrt(a) : arithmetic.sqrt(a), a::sqrt);
            case 1 ->
                compareUnlessBounded(
                        () -> List.of(
                                isStatic
                                        ? BigIntegers.sqrtAndRemainder(a)
                                        : arithmetic.sqrtAndRemainder(a)),
                        () -> List.of(a.sqrtAndRemainder()),
                        a);
            default -> nthRoot(topBits(a, 10_000), n);
        }
    }

    /** Earlier releases of BigInteger have no nthRoot, so the definition is compared. */
    private void nthRoot(BigInteger a, int n) throws Exception {
        Callable<BigInteger> call =
                () -> isStatic ? BigIntegers.nthRoot(a, n) : arithmetic.nthRoot(a, n);
        long digits = digits(a);
        if (n < 1 || (n % 2 == 0 && a.signum() < 0) || digits - 1 > maxDigits) {
            expect(ArithmeticException.class, call);
        } else if (digits <= maxDigits) { // otherwise the bound may apply or not
            compareUnlessBounded(() -> isRoot(call.call(), a, n), () -> true, a);
        }
    }

    private static boolean isRoot(BigInteger root, BigInteger a, int n) {
        BigInteger magnitude = a.abs();
        BigInteger next = root.abs().add(BigInteger.ONE);
        // A root of a degree above the length of the number is 0 or 1.
        int degree = Math.min(n, magnitude.bitLength() + 1);
        return root.signum() == a.signum()
                && root.abs().pow(degree).compareTo(magnitude) <= 0
                && next.pow(degree).compareTo(magnitude) > 0;
    }

    private void radix() throws Exception {
        int radix = in.takeBelow(40);
        BigInteger a = in.takeBigInteger();
        String digits = takeDigits(a, radix);
        compareUnlessBounded(
                () -> isStatic ? BigIntegers.toString(a, radix) : arithmetic.toString(a, radix),
                () -> a.toString(radix),
                a);
        if (maxDigits == Long.MAX_VALUE) { // the bound is for decimal digits
            compare(
                    () -> isStatic
                            ? BigIntegers.parse(digits, radix)
                            : arithmetic.parse(digits, radix),
                    () -> new BigInteger(digits, radix));
        }
    }

    /** Digits, of which one may be none. */
    private String takeDigits(BigInteger a, int radix) {
        String digits = a.toString(radix);
        if (in.takeBelow(4) != 1) {
            return in.takeBoolean() ? digits.toUpperCase(Locale.ROOT) : digits;
        }
        int i = (int) (in.takeBytes(2) % digits.length());
        return digits.substring(0, i) + takeCharacter() + digits.substring(i + 1);
    }

    private void productOfNumbers() throws Exception {
        List<BigInteger> numbers = new ArrayList<>();
        BigInteger product = BigInteger.ONE;
        for (int count = in.takeByte(); count > 0; count--) {
            BigInteger number = in.takeBelow(4) == 0
                    ? topBits(in.takeBigInteger(), 500)
                    : BigInteger.valueOf(in.takeByte() - 100);
            numbers.add(number);
            product = product.multiply(number);
        }
        BigInteger right = product;
        compare(
                () -> isStatic ? BigIntegers.product(numbers) : arithmetic.product(numbers),
                () -> right);
    }

    private void combinatorics() throws Exception {
        int any = (int) (in.takeBelow(8) == 0 ? in.takeLong() : in.takeBytes(2) % 2_000);
        int n = any > 2_000 && any <= BigIntegers.MAX_FACTORIAL ? any % 2_000 : any;
        int k = (int) (in.takeBelow(8) == 0 ? in.takeLong() : in.takeBytes(2) % 2_000);
        if (in.takeBoolean()) {
            compare(
                    () -> isStatic ? BigIntegers.factorial(n) : arithmetic.factorial(n),
                    () -> factorialByDefinition(n));
        } else if (any < 2_000 || Math.min(k, (long) any - k) < 100) { // otherwise it takes long
            compare(
                    () -> isStatic ? BigIntegers.binomial(any, k) : arithmetic.binomial(any, k),
                    () -> binomialByDefinition(any, k));
        }
    }

    private static BigInteger factorialByDefinition(int n) {
        if (n < 0) {
            throw new IllegalArgumentException();
        }
        if (n > BigIntegers.MAX_FACTORIAL) {
            throw new ArithmeticException();
        }
        BigInteger factorial = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            factorial = factorial.multiply(BigInteger.valueOf(i));
        }
        return factorial;
    }

    private static BigInteger binomialByDefinition(int n, int k) {
        if (n < 0 || k < 0) {
            throw new IllegalArgumentException();
        }
        BigInteger binomial = BigInteger.ONE;
        if (k > n) {
            return BigInteger.ZERO;
        }
        for (int i = 0; i < Math.min(k, n - k); i++) {
            binomial =
                    binomial.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return binomial;
    }

    /** For operations whose bound applies to operands: a refusal is right if one is long. */
    private void compareUnlessBounded(
            Callable<?> actual, Callable<?> expected, BigInteger... operands) throws Exception {
        long bound = maxDigits;
        for (BigInteger operand : operands) {
            if (digits(operand) > bound) {
                return;
            }
        }
        maxDigits = Long.MAX_VALUE; // a remainder, a list or a text has no bound of its own
        compare(actual, expected);
        maxDigits = bound;
    }

    /** Without a bound, which applies to the operands here. */
    private void divisors() throws Exception {
        BigInteger a = in.takeBigInteger();
        BigInteger b = in.takeBigInteger();
        maxDigits = Long.MAX_VALUE;
        arithmetic = arithmetic.withMaxDigits(maxDigits);
        compare(() -> isStatic ? BigIntegers.gcd(a, b) : arithmetic.gcd(a, b), () -> a.gcd(b));
        compare(
                () -> isStatic ? BigIntegers.lcm(a, b) : arithmetic.lcm(a, b),
                () -> multipleByDefinition(a, b));
        compare(
                () -> isStatic ? BigIntegers.modInverse(a, b) : arithmetic.modInverse(a, b),
                () -> a.modInverse(b));
    }

    private static BigInteger multipleByDefinition(BigInteger a, BigInteger b) {
        return a.signum() == 0 ? a : a.divide(a.gcd(b)).multiply(b).abs();
    }

    /** Powers are short, or exceed the range of BigInteger. */
    private void power() throws Exception {
        BigInteger a = in.takeBigInteger();
        int exponent = (int) in.takeLong();
        long bits = (long) a.abs().bitLength() * exponent;
        boolean unit = a.abs().bitLength() < 2;
        if (bits > 60_000 && bits < 1L << 34 && !unit) {
            exponent = Math.max(1, 60_000 / a.bitLength());
        }
        if (bits >= 1L << 34 && a.abs().bitLength() < 64) {
            // Below this length, BigInteger computes for minutes before it throws.
            exponent %= 64;
        }
        int n = exponent;
        compare(() -> isStatic ? BigIntegers.pow(a, n) : arithmetic.pow(a, n), () -> a.pow(n));
    }

    /** Exponent and modulus are short, because BigInteger takes long. */
    private void modularPower() throws Exception {
        BigInteger a = in.takeBigInteger();
        BigInteger exponent = topBits(in.takeBigInteger(), 200);
        BigInteger modulus = topBits(in.takeBigInteger(), 10_000);
        Callable<BigInteger> power = () -> isStatic
                ? BigIntegers.modPow(a, exponent, modulus)
                : arithmetic.modPow(a, exponent, modulus);
        long longest = digits(a.abs().max(exponent.abs()).max(modulus.abs()));
        if (longest - 1 > maxDigits) {
            expect(ArithmeticException.class, power);
        } else if (longest <= maxDigits) { // otherwise the bound may apply or not
            compare(power, () -> a.modPow(exponent, modulus));
        }
    }

    private static BigInteger topBits(BigInteger a, int most) {
        return a.shiftRight(Math.max(0, a.bitLength() - most));
    }

    private void parse() throws Exception {
        String text = in.takeBoolean() ? in.takeBigInteger().toString() : takeText();
        if (in.takeBelow(4) == 1 && !text.isEmpty()) { // one character changes
            int i = (int) (in.takeBytes(2) % text.length());
            text = text.substring(0, i) + takeCharacter() + text.substring(i + 1);
        }
        String digits = text;
        CharSequence sequence = in.takeBoolean() ? digits : new StringBuilder(digits);
        boolean signed = digits.startsWith("-") || digits.startsWith("+");
        if (digits.length() - (signed ? 1 : 0) > maxDigits) {
            expect(NumberFormatException.class, () -> arithmetic.parse(sequence));
            return;
        }
        long bound = maxDigits;
        maxDigits = Long.MAX_VALUE; // which has been checked
        compare(
                () -> isStatic ? BigIntegers.parse(sequence) : arithmetic.parse(sequence),
                () -> new BigInteger(digits));
        maxDigits = bound;
    }

    private String takeText() {
        int length = in.takeBits() / 4;
        StringBuilder text = new StringBuilder(length);
        String digits = in.takeBoolean() ? "0123456789" : "0٣९９᭓๙៧9\u06F0\u1040";
        long state = in.takeBytes(2);
        switch (in.takeBelow(4)) {
            case 1 -> text.append('-');
            case 2 -> text.append('+');
            default -> {}
        }
        for (int i = 0; i < length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            text.append(digits.charAt((int) (state >>> 33) % 10));
        }
        return text.toString();
    }

    private char takeCharacter() {
        String odd = "+-. _,eEx\0\uD835\uDFCE\uFFFD٠𝟘Ⅷ²½";
        int i = in.takeByte();
        return i < 128 ? odd.charAt(i % odd.length()) : (char) in.takeBytes(2);
    }

    private long takeIndex() {
        long n = in.takeBelow(4) == 0 ? in.takeLong() : in.takeBits();
        return n > 300_000 && n <= Fibonacci.MAX_DECIMAL_INDEX ? n % 15_000 : n;
    }

    private static BigInteger fibonacciByDefinition(long n) {
        if (n < 0) {
            throw new IllegalArgumentException();
        }
        if (n > 300_000) {
            throw new ArithmeticException();
        }
        BigInteger f = BigInteger.ZERO; // F(k)
        BigInteger g = BigInteger.ONE; // F(k + 1)
        for (int bit = 63 - Long.numberOfLeadingZeros(n); bit >= 0; bit--) {
            BigInteger even = f.multiply(g.shiftLeft(1).subtract(f));
            BigInteger odd = f.multiply(f).add(g.multiply(g));
            f = (n >> bit & 1) == 0 ? even : odd;
            g = (n >> bit & 1) == 0 ? odd : even.add(odd);
        }
        return f;
    }

    private void fibonacci() throws Exception {
        long n = takeIndex();
        compare(
                () -> isStatic ? Fibonacci.exact(n) : arithmetic.fibonacci(n),
                () -> fibonacciByDefinition(n));
    }

    private void fibonacciDigits() throws Exception {
        long n = takeIndex();
        int kind = in.takeBelow(3);
        compare(
                () -> switch (kind) {
                    case 0 -> isStatic ? Fibonacci.decimal(n) : arithmetic.fibonacciDecimal(n);
                    case 1 -> appended(n);
                    default -> written(n);
                },
                () -> fibonacciByDefinition(n).toString());
    }

    private String appended(long n) throws IOException {
        StringBuilder to = new StringBuilder();
        if (isStatic) {
            Fibonacci.appendDecimal(n, to);
        } else {
            arithmetic.appendFibonacci(n, to);
        }
        return to.toString();
    }

    private String written(long n) throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        if (isStatic) {
            Fibonacci.writeDecimal(n, to);
        } else {
            arithmetic.writeFibonacci(n, to);
        }
        return to.toString(StandardCharsets.US_ASCII);
    }

    private void fibonacciWords() throws Exception {
        maxDigits = Long.MAX_VALUE; // these methods have no bound
        long n = in.takeLong();
        int narrow = (int) n;
        compare(() -> Fibonacci.longValue(narrow), () -> {
            if (narrow > Fibonacci.MAX_LONG_INDEX) {
                throw new ArithmeticException();
            }
            return fibonacciByDefinition(narrow).longValueExact();
        });
        int few = narrow > 5_000 ? narrow % 5_000 : narrow;
        compare(
                () -> Fibonacci.wrappingIterative(few),
                () -> fibonacciByDefinition(few).longValue());
        compare(() -> Fibonacci.wrapping(few), () -> fibonacciByDefinition(few).longValue());
        if (n < 0) {
            expect(IllegalArgumentException.class, () -> Fibonacci.wrapping(n));
        } else if (n > 2) { // modulo 2^64
            long sum = Fibonacci.wrapping(n - 1) + Fibonacci.wrapping(n - 2);
            require(sum == Fibonacci.wrapping(n), "F(" + n + ") mod 2^64");
        }
    }

    private void nulls() {
        BigInteger a = BigInteger.TEN;
        Class<NullPointerException> npe = NullPointerException.class;
        CharSequence noText = new TextWithoutString(1);
        switch (in.takeBelow(13)) {
            case 0 -> expect(npe, () -> arithmetic.multiply(null, a));
            case 1 -> expect(npe, () -> arithmetic.multiply(a, null));
            case 2 -> expect(npe, () -> arithmetic.square(null));
            case 3 -> expect(npe, () -> arithmetic.pow(null, 2));
            case 4 -> expect(npe, () -> arithmetic.toString((BigInteger) null));
            case 5 -> expect(npe, () -> arithmetic.parse(null));
            case 6 -> expect(npe, () -> arithmetic.parse(noText));
            case 7 ->
                expect(npe, () -> {
                    arithmetic.appendFibonacci(5, null);
                    return null;
                });
            case 8 ->
                expect(npe, () -> {
                    arithmetic.writeFibonacci(5, null);
                    return null;
                });
            case 9 -> expect(npe, () -> arithmetic.modPow(null, a, a));
            case 10 -> expect(npe, () -> arithmetic.modPow(a, null, a));
            case 11 -> expect(npe, () -> arithmetic.modPow(a, a, null));
            default -> {
                expect(npe, () -> arithmetic.withExecutor(null));
                expect(npe, () -> arithmetic.withMaxWait(null));
                expect(npe, () -> arithmetic.withProgress(null));
            }
        }
    }

    // ---- Comparison -----------------------------------------------------------------------------

    /** Requires that both return equal values, or throw exceptions of the same class. */
    private void compare(Callable<?> actual, Callable<?> expected) throws Exception {
        Object value = null;
        Class<?> thrown = null;
        try {
            value = expected.call();
        } catch (RuntimeException e) {
            thrown = e.getClass();
        }
        progress = 0;
        try {
            Object result = actual.call();
            require(thrown == null, "returned " + shortened(result) + " instead of " + thrown);
            require(
                    Objects.equals(result, value),
                    "returned " + shortened(result) + " instead of " + shortened(value));
            require(
                    maxDigits == Long.MAX_VALUE || digits(value) <= maxDigits + 1,
                    "exceeds the bound " + maxDigits);
            require(progress == 0 || progress == 1, "the progress ends at " + progress);
        } catch (Stopped e) {
            require(progress > stopAt, "stopped at " + progress);
        } catch (CancellationException e) {
            require(Thread.currentThread().isInterrupted(), "cancelled without an interrupt");
        } catch (RuntimeException e) {
            boolean bounded = e.getClass() == ArithmeticException.class
                    && (thrown != null || digits(value) > maxDigits);
            if (e.getClass() != thrown && !bounded) {
                throw new AssertionError("instead of " + thrown + " or " + shortened(value), e);
            }
            require(e.getMessage() != null, "an exception without a message");
        }
    }

    private static long digits(Object value) {
        if (value instanceof BigInteger number) {
            return number.abs().toString().length();
        }
        if (value instanceof String text) {
            return text.length() - (text.startsWith("-") ? 1 : 0);
        }
        return 0;
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }

    private static void expect(Class<? extends Exception> expected, Callable<?> call) {
        try {
            Object value = call.call();
            throw new AssertionError("returned " + value + " instead of " + expected);
        } catch (Exception e) {
            if (e.getClass() != expected || e.getMessage() == null) {
                throw new AssertionError("instead of " + expected, e);
            }
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
