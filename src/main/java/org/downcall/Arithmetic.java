package org.downcall;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.downcall.internal.Kernels;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.numbers.BigDecimalKernel;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.DigitSink;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.Lengths;
import org.downcall.internal.numbers.Parts;
import org.downcall.internal.numbers.Thresholds;

/**
 * The operations of {@link BigIntegers}, {@link BigDecimals} and {@link Fibonacci}, with options:
 * several threads, a bound on the length of numbers, waiting for memory, and reports of progress.
 *
 * <p>{@link #of()} returns the arithmetic that the static methods use. It has none of these
 * options. Each {@code with} method returns a copy that differs in one of them:
 * {@snippet lang=java :
 * private static final Arithmetic REQUESTS =
 *         Arithmetic.of().withMaxDigits(100_000).withMaxWait(Duration.ofSeconds(2));
 *
 * BigInteger number = REQUESTS.parse(request.getParameter("number"));
 * }
 *
 * <p>The results, the errors, the use of memory and the effect of an interrupt are those of the
 * static methods; see {@link BigIntegers}, {@link BigDecimals} and {@link Fibonacci}. Instances are
 * immutable. They are thread-safe if the executor and the listener are.
 */
public final class Arithmetic {

    private static final long NO_BOUND = Long.MAX_VALUE;

    /** The most characters of a decimal number besides its digits: -.E+2147483647 */
    private static final int MAX_SYMBOLS = 14;

    /** Null stands for the default. This class must not have an initializer: see Preparation. */
    private final Execution execution;

    private final long maxDigits;

    private Arithmetic(Execution execution, long maxDigits) {
        this.execution = execution;
        this.maxDigits = maxDigits;
    }

    /** {@return the arithmetic that the static methods use} */
    public static Arithmetic of() {
        return new Arithmetic(null, NO_BOUND);
    }

    /**
     * Returns a copy that uses several threads for long computations. Independent strands of a
     * computation run on the executor's threads and on the calling thread. The computation
     * completes even if the executor has no idle thread, or rejects all work. If the executor
     * throws any other exception, the operation fails with it. Computations in Java use the calling
     * thread only.
     *
     * @param executor runs strands in addition to the calling thread
     * @return the copy
     * @throws NullPointerException if {@code executor} is null
     */
    public Arithmetic withExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return new Arithmetic(executionToChange().withExecutor(executor), maxDigits);
    }

    /**
     * Returns a copy that rejects long numbers before it computes with them. Use it for untrusted
     * input: a bound on the digits also bounds the time and the memory of an operation.
     *
     * <ul>
     *   <li>{@link #parse(CharSequence)} throws {@link NumberFormatException} if the text has more
     *       than {@code maxDigits} characters, not counting one sign. Leading zeros count. In
     *       another radix, {@link #parse(CharSequence, int)} throws it if a number of that length
     *       has more than {@code maxDigits} decimal digits.
     *   <li>{@link #parseDecimal} throws {@link NumberFormatException} if the text is more than 14
     *       characters longer than {@code maxDigits}: the length of a sign, a point and the longest
     *       exponent.
     *   <li>{@link #nthRoot} throws {@link ArithmeticException} if the number has more than {@code
     *       maxDigits} decimal digits, even if the root has fewer.
     *   <li>{@link #modPow} throws {@link ArithmeticException} if an operand has more than {@code
     *       maxDigits} decimal digits. The length is estimated, so one more digit may pass.
     *   <li>All other operations throw {@link ArithmeticException} if the result has more than
     *       {@code maxDigits} decimal digits. The length of the result is estimated from the
     *       lengths of the operands, so one more digit may pass. A remainder or a greatest common
     *       divisor counts as long as the shorter operand, and an inverse as long as the modulus.
     *   <li>The digits of a {@link BigDecimal} are those of its unscaled value, or, in {@link
     *       #toPlainString}, those of the text. The bound applies to a product before it is
     *       rounded. For a quotient or a square root, it applies to the precision of the context,
     *       or to the exact result if the precision is 0. Only an exact quotient is computed before
     *       its length is known; it is at most 3.4 times as long as both operands together.
     * </ul>
     *
     * @param maxDigits the largest number of digits, 1 or greater; {@link Long#MAX_VALUE} means
     *     that there is no bound, which is the default
     * @return the copy
     * @throws IllegalArgumentException if {@code maxDigits} is less than 1
     */
    public Arithmetic withMaxDigits(long maxDigits) {
        if (maxDigits < 1) {
            throw new IllegalArgumentException(
                    "The argument maxDigits is " + maxDigits + ". It must be 1 or greater.");
        }
        return new Arithmetic(execution, maxDigits);
    }

    /**
     * Returns a copy that waits for native memory while other computations use it, instead of
     * throwing an {@link OutOfMemoryError} immediately. If a computation alone requires more than
     * the limit, it throws the error without waiting.
     *
     * <p>Waiting computations get memory in the order in which they arrived. A computation that may
     * not wait takes free memory before them. Once the first of them has waited for one second, it
     * gets all memory that becomes free until it has enough, and a computation that may not wait
     * gets only what remains. None therefore starves: the first one continues, at the latest, when
     * the computations have ended that were running after this second.
     *
     * <p>Some operations, such as {@link #factorial}, consist of several computations. Each of them
     * may wait, and {@code maxWait} limits the sum of these times.
     *
     * <p>An interrupt ends the wait with a {@link CancellationException}; the thread's interrupt
     * status remains set. A virtual thread does not occupy its carrier thread while it waits.
     *
     * @param maxWait how long an operation waits at most; zero, the default, means not at all
     * @return the copy
     * @throws NullPointerException if {@code maxWait} is null
     * @throws IllegalArgumentException if {@code maxWait} is negative
     */
    public Arithmetic withMaxWait(Duration maxWait) {
        long nanos = nanos(maxWait);
        return new Arithmetic(executionToChange().withMaxWaitNanos(nanos), maxDigits);
    }

    static long nanos(Duration maxWait) {
        Objects.requireNonNull(maxWait, "maxWait");
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException(
                    "The argument maxWait is " + maxWait + ". It must be zero or positive.");
        }
        return TimeUnit.NANOSECONDS.convert(maxWait); // at most Long.MAX_VALUE: 292 years
    }

    /**
     * Returns a copy that reports how much of a long computation is done. The calling thread passes
     * the listener the fraction of the computation's steps that are done: greater than 0, greater
     * each time, and 1 at the end. A step takes some milliseconds. Steps differ in length, so the
     * fraction only approximates the elapsed share of the time. After the last report, the result
     * is converted to a Java object. Computations in Java, and short ones in C, are not reported.
     *
     * <p>If the listener throws an exception or an error, the computation ends, its memory is
     * freed, and the operation throws the same.
     *
     * @param listener receives the fraction
     * @return the copy
     * @throws NullPointerException if {@code listener} is null
     */
    public Arithmetic withProgress(DoubleConsumer listener) {
        Objects.requireNonNull(listener, "listener");
        return new Arithmetic(executionToChange().withProgress(listener), maxDigits);
    }

    /**
     * {@return how an operation runs that begins now} Every operation chooses its kernel first,
     * which initializes the class Execution.
     */
    private Execution execution() {
        return execution != null ? execution.begin() : Execution.DEFAULT;
    }

    /** {@return the arithmetic for a part of an operation that has begun} It has no bound. */
    static Arithmetic forPart(Execution part) {
        return new Arithmetic(part, NO_BOUND);
    }

    private Execution executionToChange() {
        Kernels.small(); // initializes the class Execution
        return execution != null ? execution : Execution.DEFAULT;
    }

    /**
     * Returns the product of two numbers, as {@link BigIntegers#multiply} does.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the faster algorithm for squares
     *     runs
     * @return {@code a * b}
     * @throws ArithmeticException if the product exceeds the range of BigInteger or the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger multiply(BigInteger a, BigInteger b) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        BigIntegerKernel kernel = bigIntegers(Math.min(a.bitLength(), b.bitLength())
                < (a == b ? Thresholds.NATIVE_SQUARE_BITS : Thresholds.NATIVE_MULTIPLY_BITS));
        if (isBounded()) {
            requireDigits("product", Lengths.log2OfProduct(a, b));
        }
        return kernel.multiply(a, b, execution());
    }

    /**
     * Returns the square of a number, as {@link BigIntegers#square} does.
     *
     * @param a a number
     * @return {@code a * a}
     * @throws ArithmeticException if the square exceeds the range of BigInteger or the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger square(BigInteger a) {
        return multiply(a, a);
    }

    /**
     * Returns a power of a number modulo another, as {@link BigIntegers#modPow} does.
     *
     * <p><b>Security.</b> The time depends on the operands, so it may reveal them. Do not use this
     * method with secret keys.
     *
     * @param a the base
     * @param exponent the exponent; if it is negative, the inverse of the base is raised to its
     *     absolute value
     * @param modulus the modulus, 1 or greater
     * @return {@code a} to the power of {@code exponent} modulo {@code modulus}, from 0 to {@code
     *     modulus - 1}
     * @throws ArithmeticException if {@code modulus} is not positive; if {@code exponent} is
     *     negative and {@code a} and {@code modulus} have a common divisor; or if an operand
     *     exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger modPow(BigInteger a, BigInteger exponent, BigInteger modulus) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(exponent, "exponent");
        Objects.requireNonNull(modulus, "modulus");
        BigIntegerKernel kernel = bigIntegers(modulus.bitLength()
                < (modulus.testBit(0)
                        ? Thresholds.NATIVE_ODD_MODULUS_BITS
                        : Thresholds.NATIVE_EVEN_MODULUS_BITS));
        if (isBounded()) {
            requireDigits("base", Lengths.log2(a));
            requireDigits("exponent", Lengths.log2(exponent));
            requireDigits("modulus", Lengths.log2(modulus));
        }
        return kernel.modPow(a, exponent, modulus, execution());
    }

    /**
     * Returns a power of a number, as {@link BigIntegers#pow} does.
     *
     * @param a the base
     * @param exponent the exponent, 0 or greater
     * @return {@code a} to the power of {@code exponent}
     * @throws ArithmeticException if {@code exponent} is negative, or if the power exceeds the
     *     range of BigInteger or the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger pow(BigInteger a, int exponent) {
        Objects.requireNonNull(a, "a");
        if (exponent < 0) {
            throw new ArithmeticException(
                    "The argument exponent is " + exponent + ". It must be 0 or greater.");
        }
        BigIntegerKernel kernel =
                bigIntegers((long) a.bitLength() * exponent < Thresholds.NATIVE_POWER_BITS);
        if (isBounded()) {
            requireDigits("power", Lengths.log2OfPower(a, exponent));
        }
        return kernel.pow(a, exponent, execution());
    }

    /**
     * Returns the quotient of two numbers, rounded towards 0, as {@link BigIntegers#divide} does.
     *
     * @param a the dividend
     * @param b the divisor
     * @return {@code a / b}
     * @throws ArithmeticException if {@code b} is 0, or if the quotient exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger divide(BigInteger a, BigInteger b) {
        BigIntegerKernel kernel = kernelToDivide(a, b, "b");
        requireDigitsOfQuotient(a, b);
        return kernel.divide(a, b, execution());
    }

    /**
     * Returns the remainder of a division, as {@link BigIntegers#remainder} does. It has the sign
     * of the dividend.
     *
     * @param a the dividend
     * @param b the divisor
     * @return {@code a - b * (a / b)}
     * @throws ArithmeticException if {@code b} is 0, or if both numbers exceed the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger remainder(BigInteger a, BigInteger b) {
        BigIntegerKernel kernel = kernelToDivide(a, b, "b");
        requireDigitsOfRemainder(a, b);
        return kernel.remainder(a, b, execution());
    }

    /**
     * Returns the quotient and the remainder of two numbers, as {@link
     * BigIntegers#divideAndRemainder} does. One call takes as long as one of {@link #divide} or
     * {@link #remainder}.
     *
     * @param a the dividend
     * @param b the divisor
     * @return an array of two numbers: {@code a / b} and {@code a - b * (a / b)}
     * @throws ArithmeticException if {@code b} is 0, or if a result exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger[] divideAndRemainder(BigInteger a, BigInteger b) {
        BigIntegerKernel kernel = kernelToDivide(a, b, "b");
        requireDigitsOfQuotient(a, b);
        requireDigitsOfRemainder(a, b);
        return kernel.divideAndRemainder(a, b, execution());
    }

    /**
     * Returns the residue of a number, which is never negative, as {@link BigIntegers#mod} does.
     *
     * @param a a number
     * @param m the modulus
     * @return {@code a} modulo {@code m}, from 0 to {@code m - 1}
     * @throws ArithmeticException if {@code m} is 0 or negative, or if both numbers exceed the
     *     bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger mod(BigInteger a, BigInteger m) {
        BigIntegerKernel kernel = kernelToDivide(a, m, "m");
        requireDigitsOfRemainder(a, m);
        return kernel.mod(a, m, execution());
    }

    private static BigIntegerKernel kernelToDivide(BigInteger a, BigInteger b, String divisor) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, divisor);
        long divisorBits = b.bitLength();
        long quotientBits = a.bitLength() - divisorBits;
        return bigIntegers(divisorBits < Thresholds.NATIVE_DIVISOR_BITS
                || quotientBits < Thresholds.NATIVE_QUOTIENT_BITS
                || divisorBits * quotientBits < Thresholds.NATIVE_DIVISION_BITS);
    }

    private void requireDigitsOfQuotient(BigInteger a, BigInteger b) {
        if (isBounded()) {
            requireDigits("quotient", Lengths.log2OfQuotient(a, b));
        }
    }

    /** Assumes that the remainder is as long as the shorter number. */
    private void requireDigitsOfRemainder(BigInteger a, BigInteger b) {
        if (isBounded()) {
            requirePossibleDigits("remainder", Math.min(Lengths.log2(a), Lengths.log2(b)));
        }
    }

    /**
     * Returns the square root of a number, rounded down, as {@link BigIntegers#sqrt} does.
     *
     * @param a a number, 0 or greater
     * @return the largest {@code s} for which {@code s * s} is not greater than {@code a}
     * @throws ArithmeticException if {@code a} is negative, or if the root exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger sqrt(BigInteger a) {
        return kernelForSqrt(a).sqrt(a, execution());
    }

    /**
     * Returns the square root of a number and the remainder, as {@link
     * BigIntegers#sqrtAndRemainder} does.
     *
     * @param a a number, 0 or greater
     * @return an array of two numbers: the largest {@code s} for which {@code s * s} is not greater
     *     than {@code a}, and {@code a - s * s}
     * @throws ArithmeticException if {@code a} is negative, or if the root exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger[] sqrtAndRemainder(BigInteger a) {
        return kernelForSqrt(a).sqrtAndRemainder(a, execution());
    }

    private BigIntegerKernel kernelForSqrt(BigInteger a) {
        Objects.requireNonNull(a, "a");
        BigIntegerKernel kernel = bigIntegers(a.bitLength() < Thresholds.NATIVE_SQRT_BITS);
        if (isBounded()) {
            requireDigits("square root", Lengths.log2(a) / 2);
        }
        return kernel;
    }

    /**
     * Returns the nth root of a number, rounded towards 0, as {@link BigIntegers#nthRoot} does.
     *
     * @param a a number, 0 or greater if {@code n} is even
     * @param n the degree of the root, 1 or greater
     * @return the root
     * @throws ArithmeticException if {@code n} is less than 1, if {@code a} is negative and {@code
     *     n} is even, or if {@code a} exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger nthRoot(BigInteger a, int n) {
        Objects.requireNonNull(a, "a");
        if (n < 1) {
            throw new ArithmeticException("The argument n is " + n + ". It must be 1 or greater.");
        }
        if (n % 2 == 0 && a.signum() < 0) {
            throw new ArithmeticException("The argument a is negative, and n is " + n
                    + ". A root of even degree exists only for a number that is 0 or greater.");
        }
        BigIntegerKernel kernel = bigIntegers(a.bitLength() < Thresholds.NATIVE_SQRT_BITS);
        if (isBounded()) {
            requireDigits("number", Lengths.log2(a));
        }
        if (n == 1) {
            return a;
        }
        if (n == 2) {
            return kernel.sqrt(a, execution());
        }
        BigInteger root = new IntegerRoot(n, execution()).of(a.abs());
        return a.signum() < 0 ? root.negate() : root;
    }

    /**
     * Returns the decimal digits of a number, as {@link BigIntegers#toString(BigInteger)} does.
     *
     * @param a a number
     * @return the digits, after a minus sign if the number is negative
     * @throws ArithmeticException if the number exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public String toString(BigInteger a) {
        Objects.requireNonNull(a, "a");
        BigIntegerKernel kernel = bigIntegers(a.bitLength() < Thresholds.NATIVE_TO_STRING_BITS);
        if (isBounded()) {
            requireDigits("number", Lengths.log2(a));
        }
        return kernel.toString(a, execution());
    }

    /**
     * Parses a decimal number, as {@link BigIntegers#parse(CharSequence)} does.
     *
     * @param digits the text. Its {@code toString} method is called once, so the text may change
     *     during the computation
     * @return the number
     * @throws NullPointerException if {@code digits} or {@code digits.toString()} is null
     * @throws NumberFormatException if the text is not a decimal number, or is longer than the
     *     bound
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger parse(CharSequence digits) {
        Objects.requireNonNull(digits, "digits");
        if (isBounded() && digits.length() - 1L > maxDigits) { // before a long text is copied
            throw tooManyDigits(digits.length() - 1L);
        }
        String text = Objects.requireNonNull(digits.toString(), "digits.toString()");
        if (isBounded()) {
            boolean signed = text.startsWith("-") || text.startsWith("+");
            long length = text.length() - (signed ? 1L : 0L);
            if (length > maxDigits) {
                throw tooManyDigits(length);
            }
        }
        return bigIntegers(text.length() < Thresholds.NATIVE_PARSE_DIGITS).parse(text, execution());
    }

    /**
     * Returns the greatest common divisor of two numbers, as {@link BigIntegers#gcd} does.
     *
     * @param a a number
     * @param b a number
     * @return the largest number that divides {@code a} and {@code b}; 0 if both are 0
     * @throws ArithmeticException if both numbers exceed the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger gcd(BigInteger a, BigInteger b) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        BigIntegerKernel kernel =
                bigIntegers(Math.min(a.bitLength(), b.bitLength()) < Thresholds.NATIVE_GCD_BITS);
        if (isBounded()) {
            long shorter = Math.min(Lengths.log2(a), Lengths.log2(b));
            boolean zero = a.signum() == 0 || b.signum() == 0; // the divisor is the other number
            requirePossibleDigits(
                    "greatest common divisor",
                    zero ? Math.max(Lengths.log2(a), Lengths.log2(b)) : shorter);
        }
        return kernel.gcd(a, b, execution());
    }

    /**
     * Returns the least common multiple of two numbers, as {@link BigIntegers#lcm} does.
     *
     * @param a a number
     * @param b a number
     * @return the smallest positive number that {@code a} and {@code b} divide; 0 if one of them
     *     is 0
     * @throws ArithmeticException if the multiple exceeds the range of BigInteger or the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger lcm(BigInteger a, BigInteger b) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        bigIntegers(true); // throws what every operation throws if a setting is invalid
        if (a.signum() == 0 || b.signum() == 0) {
            return BigInteger.ZERO;
        }
        if (isBounded()) {
            requireDigits("least common multiple", Math.max(Lengths.log2(a), Lengths.log2(b)));
        }
        Parts parts = new Parts(execution());
        BigInteger divisor = forPart(parts.part(0, 0.8)).gcd(a, b);
        BigInteger quotient = divisor.equals(BigInteger.ONE)
                ? a
                : forPart(parts.part(0.8, 0.9)).divide(a, divisor);
        if (isBounded()) {
            requireDigits("least common multiple", Lengths.log2OfProduct(quotient, b));
        }
        BigInteger multiple = forPart(parts.part(0.9, 1)).multiply(quotient.abs(), b.abs());
        parts.end();
        return multiple;
    }

    /**
     * Returns the inverse of a number modulo another, as {@link BigIntegers#modInverse} does.
     *
     * @param a a number
     * @param m the modulus
     * @return the x from 0 to {@code m - 1} for which {@code a * x} is 1 modulo {@code m}
     * @throws ArithmeticException if {@code m} is not positive; if {@code a} and {@code m} have a
     *     common divisor other than 1; or if {@code m} exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger modInverse(BigInteger a, BigInteger m) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(m, "m");
        BigIntegerKernel kernel = bigIntegers(m.bitLength() < Thresholds.NATIVE_MOD_INVERSE_BITS);
        if (isBounded()) {
            requirePossibleDigits("inverse", Lengths.log2(m));
        }
        return kernel.modInverse(a, m, execution());
    }

    /**
     * Parses a decimal number, as {@link BigDecimals#parse} does.
     *
     * @param text the text. Its {@code toString} method is called once, so the text may change
     *     during the computation
     * @return the number
     * @throws NullPointerException if {@code text} or {@code text.toString()} is null
     * @throws NumberFormatException if the text is not a decimal number, or is longer than the
     *     bound
     * @throws ArithmeticException if the unscaled value exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigDecimal parseDecimal(CharSequence text) {
        Objects.requireNonNull(text, "text");
        requireLength(text.length()); // before a long text is copied
        String string = Objects.requireNonNull(text.toString(), "text.toString()");
        requireLength(string.length());
        return bigDecimals(string.length() < Thresholds.NATIVE_DECIMAL_PARSE_LENGTH)
                .parse(string, execution());
    }

    private void requireLength(long length) {
        if (isBounded() && length - MAX_SYMBOLS > maxDigits) {
            throw new NumberFormatException("The argument text has " + length
                    + " characters. The bound set by Arithmetic.withMaxDigits is " + maxDigits
                    + " digits, which allows " + MAX_SYMBOLS + " characters more.");
        }
    }

    /**
     * Returns the text of a number, as {@link BigDecimals#toString(BigDecimal)} does.
     *
     * @param a a number
     * @return the text, with an exponent if one is needed
     * @throws ArithmeticException if the unscaled value exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public String toString(BigDecimal a) {
        return toText(a).toString(a, execution());
    }

    /**
     * Returns the text of a number, as {@link BigDecimals#toEngineeringString} does.
     *
     * @param a a number
     * @return the text; an exponent is a multiple of three
     * @throws ArithmeticException if the unscaled value exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public String toEngineeringString(BigDecimal a) {
        return toText(a).toEngineeringString(a, execution());
    }

    /**
     * Returns the text of a number without an exponent, as {@link BigDecimals#toPlainString} does.
     * The text of a short number may be long: that of {@code 1E+999999999} has a billion digits.
     *
     * @param a a number
     * @return the text
     * @throws ArithmeticException if the text has more digits than the bound, or if the number is
     *     not 0 and its scale is -2<sup>31</sup>
     * @throws OutOfMemoryError if the heap or the native memory is too small, or a String cannot
     *     hold the digits
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public String toPlainString(BigDecimal a) {
        BigDecimalKernel kernel = toText(a);
        if (isBounded() && (a.scale() > 0 || a.signum() != 0)) {
            long digits = Lengths.digits(Lengths.log2(a.unscaledValue()));
            requireNumberOfDigits(
                    "text", a.scale() > 0 ? Math.max(digits, a.scale() + 1L) : digits - a.scale());
        }
        return kernel.toPlainString(a, execution());
    }

    /**
     * {@return the kernel that converts a number whose unscaled value does not exceed the bound}
     */
    private BigDecimalKernel toText(BigDecimal a) {
        Objects.requireNonNull(a, "a");
        BigInteger unscaled = a.unscaledValue();
        BigDecimalKernel kernel =
                bigDecimals(unscaled.bitLength() < Thresholds.NATIVE_DECIMAL_TO_STRING_BITS);
        if (isBounded()) {
            requireDigits("number", Lengths.log2(unscaled));
        }
        return kernel;
    }

    /**
     * Returns the exact product of two numbers, as {@link BigDecimals#multiply(BigDecimal,
     * BigDecimal)} does.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the faster algorithm for squares
     *     runs
     * @return {@code a * b}
     * @throws ArithmeticException if the scale is not an int, or if the unscaled value exceeds the
     *     range of BigInteger or the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigDecimal multiply(BigDecimal a, BigDecimal b) {
        return multiply(a, b, MathContext.UNLIMITED);
    }

    /**
     * Returns the rounded product of two numbers, as {@link BigDecimals#multiply(BigDecimal,
     * BigDecimal, MathContext)} does.
     *
     * @param a a factor
     * @param b a factor; if it is the same object as {@code a}, the faster algorithm for squares
     *     runs
     * @param context the precision and the rounding mode
     * @return {@code a * b}, rounded
     * @throws ArithmeticException if the scale is not an int, if the exact product exceeds the
     *     range of BigInteger or the bound, or if the rounding mode is {@link
     *     RoundingMode#UNNECESSARY} and the product must be rounded
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigDecimal multiply(BigDecimal a, BigDecimal b, MathContext context) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(context, "context");
        BigInteger x = a.unscaledValue();
        BigInteger y = a == b ? x : b.unscaledValue();
        int shorter = Math.min(x.bitLength(), y.bitLength());
        BigDecimalKernel kernel = bigDecimals(
                context.getPrecision() == 0
                        ? shorter
                                < (a == b
                                        ? Thresholds.NATIVE_SQUARE_BITS
                                        : Thresholds.NATIVE_MULTIPLY_BITS)
                        : (long) x.bitLength() + y.bitLength()
                                < Thresholds.NATIVE_DECIMAL_ROUND_BITS);
        if (isBounded()) {
            requireDigits("product", Lengths.log2OfProduct(x, y));
        }
        return kernel.multiply(a, b, context, execution());
    }

    /**
     * Returns the quotient of two numbers, as {@link BigDecimals#divide} does.
     *
     * @param a the dividend
     * @param b the divisor
     * @param context the precision and the rounding mode; the precision 0 requests the exact
     *     quotient
     * @return {@code a / b}, rounded
     * @throws ArithmeticException as {@link BigDecimals#divide}, or if the precision or the exact
     *     quotient exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigDecimal divide(BigDecimal a, BigDecimal b, MathContext context) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(context, "context");
        int precision = context.getPrecision();
        long dividendBits = a.unscaledValue().bitLength();
        long divisorBits = b.unscaledValue().bitLength();
        long quotientBits = precision == 0 ? dividendBits : Lengths.bits(precision);
        BigDecimalKernel kernel = bigDecimals(Math.max(dividendBits, divisorBits + quotientBits)
                < Thresholds.NATIVE_DECIMAL_DIVIDE_BITS);
        if (precision != 0) {
            requirePrecision(precision);
            return kernel.divide(a, b, context, execution());
        }
        BigDecimal quotient = kernel.divide(a, b, context, execution());
        if (isBounded()) {
            requireDigits("quotient", Lengths.log2(quotient.unscaledValue()));
        }
        return quotient;
    }

    /**
     * Returns the square root of a number, as {@link BigDecimals#sqrt} does.
     *
     * @param a a number, 0 or greater
     * @param context the precision and the rounding mode; the precision 0 requests the exact root
     * @return the square root of {@code a}, rounded
     * @throws ArithmeticException as {@link BigDecimals#sqrt}, or if the precision or the exact
     *     root exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigDecimal sqrt(BigDecimal a, MathContext context) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(context, "context");
        int precision = context.getPrecision();
        BigInteger unscaled = a.unscaledValue();
        BigDecimalKernel kernel =
                bigDecimals(Math.max(unscaled.bitLength(), 2 * Lengths.bits(precision))
                        < Thresholds.NATIVE_DECIMAL_ROOT_BITS);
        if (precision != 0) {
            requirePrecision(precision);
        } else if (isBounded()) {
            // With an odd scale, the exact root is that of a tenth of the unscaled value.
            long tenth = a.scale() > 0 && a.scale() % 2 != 0 ? 4 : 0;
            requireDigits("square root", Math.max(0, Lengths.log2(unscaled) - tenth) / 2);
        }
        return kernel.sqrt(a, context, execution());
    }

    /**
     * Returns the digits of a number in a radix, as {@link BigIntegers#toString(BigInteger, int)}
     * does.
     *
     * @param a a number
     * @param radix from {@link Character#MIN_RADIX} to {@link Character#MAX_RADIX}; any other radix
     *     stands for 10
     * @return the digits, after a minus sign if the number is negative
     * @throws ArithmeticException if the number exceeds the bound, which counts decimal digits
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public String toString(BigInteger a, int radix) {
        Objects.requireNonNull(a, "a");
        if (radix == 10 || radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
            return toString(a);
        }
        BigIntegerKernel kernel = bigIntegers(a.bitLength() < Thresholds.toRadixBits(radix));
        if (isBounded()) {
            requireDigits("number", Lengths.log2(a));
        }
        return kernel.toString(a, radix, execution());
    }

    /**
     * Parses a number in a radix, as {@link BigIntegers#parse(CharSequence, int)} does.
     *
     * @param digits the text. Its {@code toString} method is called once, so the text may change
     *     during the computation
     * @param radix from {@link Character#MIN_RADIX} to {@link Character#MAX_RADIX}
     * @return the number
     * @throws NullPointerException if {@code digits} or {@code digits.toString()} is null
     * @throws NumberFormatException if the text is not a number in the radix, if the radix is out
     *     of range, or if a number of this length exceeds the bound, which counts decimal digits
     * @throws ArithmeticException if the number exceeds the range of BigInteger
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger parse(CharSequence digits, int radix) {
        Objects.requireNonNull(digits, "digits");
        if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
            throw new NumberFormatException("Radix out of range");
        }
        if (radix == 10) {
            return parse(digits);
        }
        if (isBounded()) { // before a long text is copied
            requireDigitsOfText(digits.length() - 1L, radix);
        }
        String text = Objects.requireNonNull(digits.toString(), "digits.toString()");
        if (isBounded()) {
            boolean signed = text.startsWith("-") || text.startsWith("+");
            requireDigitsOfText(text.length() - (signed ? 1L : 0L), radix);
        }
        return bigIntegers(text.length() < Thresholds.fromRadixDigits(radix))
                .parse(text, radix, execution());
    }

    private void requireDigitsOfText(long length, int radix) {
        long decimal = Lengths.digits(Lengths.log2OfDigits(length, radix));
        if (decimal > maxDigits) {
            throw new NumberFormatException("The argument digits is as long as a number of "
                    + decimal + " decimal digits. The bound set by Arithmetic.withMaxDigits is "
                    + maxDigits + ".");
        }
    }

    /**
     * Returns the product of many numbers, as {@link BigIntegers#product} does.
     *
     * @param numbers the factors
     * @return the product; 1 if there are no factors
     * @throws NullPointerException if {@code numbers} or one of them is null
     * @throws ArithmeticException if the product exceeds the range of BigInteger or the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger product(Collection<BigInteger> numbers) {
        Objects.requireNonNull(numbers, "numbers");
        // A copy, because the collection may change, and because it may contain null.
        List<BigInteger> factors = Arrays.asList(numbers.toArray(new BigInteger[0]));
        for (int i = 0; i < factors.size(); i++) {
            if (factors.get(i) == null) {
                throw new NullPointerException(
                        "Element " + i + " of the argument numbers is null.");
            }
        }
        long log2 = Lengths.log2OfProduct(factors);
        BigIntegerKernel kernel = bigIntegers(log2 < Thresholds.NATIVE_PRODUCT_BITS);
        if (isBounded()) {
            requireDigits("product", log2);
        }
        return kernel.product(factors, execution());
    }

    /**
     * Returns n!, as {@link BigIntegers#factorial} does.
     *
     * @param n from 0 to {@link BigIntegers#MAX_FACTORIAL}
     * @return n!
     * @throws IllegalArgumentException if {@code n} is negative
     * @throws ArithmeticException if {@code n} is greater than {@link BigIntegers#MAX_FACTORIAL},
     *     or if n! exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger factorial(int n) {
        requireNotNegative(n);
        if (n > BigIntegers.MAX_FACTORIAL) {
            throw new ArithmeticException(
                    n + "! does not fit in a BigInteger. The largest n for which n! does is "
                            + BigIntegers.MAX_FACTORIAL + ".");
        }
        BigIntegerKernel kernel = bigIntegers(n < Thresholds.NATIVE_FACTORIAL);
        if (isBounded()) {
            requireDigits("factorial", Lengths.log2OfFactorial(n));
        }
        return kernel.factorial(n, execution());
    }

    /**
     * Returns a binomial coefficient, as {@link BigIntegers#binomial} does.
     *
     * @param n 0 or greater
     * @param k 0 or greater
     * @return the number of subsets with k elements of a set with n elements
     * @throws IllegalArgumentException if {@code n} or {@code k} is negative
     * @throws ArithmeticException if the coefficient exceeds the bound
     * @throws OutOfMemoryError if the heap or the native memory is too small
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger binomial(int n, int k) {
        requireNotNegative(n);
        if (k < 0) {
            throw new IllegalArgumentException(
                    "The argument k is " + k + ". It must be 0 or greater.");
        }
        if (k > n) {
            bigIntegers(true); // throws what every operation throws if a setting is invalid
            return BigInteger.ZERO;
        }
        long log2 = Lengths.log2OfBinomial(n, k);
        BigIntegerKernel kernel = bigIntegers(log2 < Thresholds.NATIVE_BINOMIAL_BITS);
        if (isBounded()) {
            requireDigits("binomial coefficient", log2);
        }
        return kernel.binomial(n, k, execution());
    }

    /**
     * Returns F(n), as {@link Fibonacci#exact} does.
     *
     * @param n the index, from 0 to {@link Fibonacci#MAX_EXACT_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n is greater than {@link Fibonacci#MAX_EXACT_INDEX}, or if
     *     F(n) exceeds the bound
     * @throws OutOfMemoryError as {@link Fibonacci#exact}
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public BigInteger fibonacci(long n) {
        requireNotNegative(n);
        if (n > Fibonacci.MAX_EXACT_INDEX) {
            throw new ArithmeticException(
                    "F(" + n + ") does not fit in a BigInteger. The largest n for which it does is "
                            + Fibonacci.MAX_EXACT_INDEX
                            + ". Use Fibonacci.writeDecimal for a larger n.");
        }
        FibonacciKernel kernel = fibonacci(n < Thresholds.NATIVE_EXACT_INDEX);
        requireDigitsOfFibonacci(n);
        return kernel.exact(n, execution());
    }

    /**
     * Returns the decimal digits of F(n), as {@link Fibonacci#decimal} does.
     *
     * @param n the index, from 0 to {@link Fibonacci#MAX_STRING_INDEX}
     * @return the digits without leading zeros; {@code "0"} for n = 0
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException as {@link Fibonacci#decimal}, or if F(n) exceeds the bound
     * @throws OutOfMemoryError as {@link Fibonacci#exact}
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public String fibonacciDecimal(long n) {
        requireNotNegative(n);
        if (n > Fibonacci.MAX_STRING_INDEX) {
            throw new ArithmeticException(
                    "The digits of F(" + n + ") do not fit in a String. The largest n for which"
                            + " they do is " + Fibonacci.MAX_STRING_INDEX
                            + ". Use Fibonacci.writeDecimal for a larger n.");
        }
        FibonacciKernel kernel = fibonacci(n < Thresholds.NATIVE_DECIMAL_INDEX);
        requireDigitsOfFibonacci(n);
        return kernel.decimal(n, execution());
    }

    /**
     * Appends the decimal digits of F(n) to an {@link Appendable}, as {@link
     * Fibonacci#appendDecimal} does. The calling thread appends them.
     *
     * @param n the index, from 0 to {@link Fibonacci#MAX_DECIMAL_INDEX}
     * @param to receives the digits; for example, a {@link java.io.Writer}
     * @throws NullPointerException if {@code to} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException as {@link Fibonacci#appendDecimal}, or if F(n) exceeds the bound
     * @throws OutOfMemoryError as {@link Fibonacci#exact}
     * @throws CancellationException as {@link Fibonacci#appendDecimal}
     * @throws IOException if {@code to} throws it; some digits may have been appended
     */
    public void appendFibonacci(long n, Appendable to) throws IOException {
        Objects.requireNonNull(to, "to");
        passDigits(
                n,
                new DigitSink() { // not a lambda: linking one may fail permanently
                    @Override
                    public void write(byte[] ascii, int length) throws IOException {
                        to.append(new String(ascii, 0, length, StandardCharsets.ISO_8859_1));
                    }
                });
    }

    /**
     * Writes the decimal digits of F(n) to a stream, as {@link Fibonacci#writeDecimal} does. The
     * calling thread writes them. The stream is neither flushed nor closed.
     *
     * @param n the index, from 0 to {@link Fibonacci#MAX_DECIMAL_INDEX}
     * @param to receives the digits
     * @throws NullPointerException if {@code to} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException as {@link Fibonacci#appendDecimal}, or if F(n) exceeds the bound
     * @throws OutOfMemoryError as {@link Fibonacci#exact}
     * @throws CancellationException as {@link Fibonacci#appendDecimal}
     * @throws IOException if {@code to} throws it; some digits may have been written
     */
    public void writeFibonacci(long n, OutputStream to) throws IOException {
        Objects.requireNonNull(to, "to");
        passDigits(n, new DigitSink() {
            @Override
            public void write(byte[] ascii, int length) throws IOException {
                to.write(ascii, 0, length);
            }
        });
    }

    private void passDigits(long n, DigitSink sink) throws IOException {
        requireNotNegative(n);
        if (n > Fibonacci.MAX_DECIMAL_INDEX) {
            throw new ArithmeticException("The digits of F(" + n
                    + ") cannot be computed. The largest supported n is "
                    + Fibonacci.MAX_DECIMAL_INDEX + ". Use a smaller n.");
        }
        FibonacciKernel kernel = fibonacci(n < Thresholds.NATIVE_DECIMAL_INDEX);
        requireDigitsOfFibonacci(n);
        kernel.writeDecimal(n, sink, execution());
    }

    static void requireNotNegative(long n) {
        if (n < 0) {
            throw new IllegalArgumentException(
                    "The argument n is " + n + ". It must be 0 or greater.");
        }
    }

    private boolean isBounded() {
        return maxDigits != NO_BOUND;
    }

    private void requireDigitsOfFibonacci(long n) {
        if (isBounded()) {
            requireDigits("Fibonacci number", Lengths.log2OfFibonacci(n));
        }
    }

    private void requirePrecision(int precision) {
        if (precision > maxDigits) {
            throw new ArithmeticException("The precision of the argument context is " + precision
                    + ". The bound set by Arithmetic.withMaxDigits is " + maxDigits + ".");
        }
    }

    private void requireDigits(String result, long log2) {
        requireNumberOfDigits(result, Lengths.digits(log2));
    }

    private void requireNumberOfDigits(String result, long digits) {
        if (digits > maxDigits) {
            throw new ArithmeticException("The " + result + " has at least " + digits
                    + " digits. The bound set by Arithmetic.withMaxDigits is " + maxDigits + ".");
        }
    }

    /** For a result whose length is only bounded by {@code log2}. */
    private void requirePossibleDigits(String result, long log2) {
        long digits = Lengths.digits(log2);
        if (digits > maxDigits) {
            throw new ArithmeticException("The " + result + " may have " + digits
                    + " digits. The bound set by Arithmetic.withMaxDigits is " + maxDigits + ".");
        }
    }

    private NumberFormatException tooManyDigits(long digits) {
        return new NumberFormatException("The argument digits has at least " + digits
                + " digits. The bound set by Arithmetic.withMaxDigits is " + maxDigits + ".");
    }

    private static BigIntegerKernel bigIntegers(boolean small) {
        return (small ? Kernels.small() : Kernels.chosen()).bigIntegers();
    }

    private static BigDecimalKernel bigDecimals(boolean small) {
        return (small ? Kernels.small() : Kernels.chosen()).bigDecimals();
    }

    private static FibonacciKernel fibonacci(boolean small) {
        return (small ? Kernels.small() : Kernels.chosen()).fibonacci();
    }
}
