package org.downcall;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.downcall.internal.Kernels;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.DigitSink;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.Lengths;
import org.downcall.internal.numbers.Thresholds;

/**
 * The operations of {@link BigIntegers} and {@link Fibonacci}, performed in a way that the caller
 * chooses: on several threads, with a bound on the numbers, waiting for memory, or reporting
 * progress. The class is named after what its instances offer, all arithmetic of this module;
 * "context" or "options" would name an argument, and these are receivers.
 *
 * <p>{@link #of()} returns the arithmetic that the static methods use: one thread, no bound, no
 * waiting, no reports. The {@code with} methods return a copy that differs in one respect:
 * {@snippet lang=java :
 * private static final Arithmetic REQUESTS =
 *         Arithmetic.of().withMaxDigits(100_000).withMaxWait(Duration.ofSeconds(2));
 *
 * BigInteger number = REQUESTS.parse(request.getParameter("number"));
 * }
 *
 * <p>Results are those of the static methods, and so are errors, memory and interruption; see
 * {@link BigIntegers} and {@link Fibonacci}. Instances are immutable and thread-safe if the executor
 * and the listener are thread-safe.
 */
public final class Arithmetic {

    private static final long NO_BOUND = Long.MAX_VALUE;

    /** Null stands for the default. This class has no initializer: see Preparation. */
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
     * computation run on the executor's threads and on the calling thread. The computation completes
     * even if the executor has no idle thread, or rejects all work.
     *
     * @param executor runs strands of computations in addition to the calling thread
     * @return the copy
     * @throws NullPointerException if {@code executor} is null
     */
    public Arithmetic withExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return new Arithmetic(executionToChange().withExecutor(executor), maxDigits);
    }

    /**
     * Returns a copy that refuses long numbers before any work is done, for input from strangers. A
     * bound on the digits is a bound on the time and memory of an operation.
     *
     * <ul>
     *   <li>{@link #parse} throws {@link NumberFormatException} if the text has more than {@code
     *       maxDigits} characters, not counting one sign. Leading zeros count.
     *   <li>All other operations throw {@link ArithmeticException} if the result has more than
     *       {@code maxDigits} decimal digits. The length of a result is estimated from those of the
     *       operands, so one digit more may pass. The length of a remainder is taken to be that of
     *       the shorter operand.
     * </ul>
     *
     * @param maxDigits the largest number of digits, 1 or greater; {@link Long#MAX_VALUE} means that
     *     there is no bound, which is the default
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
     * throwing an {@link OutOfMemoryError} immediately. Computations that wait get memory in the
     * order in which they came. One that does not wait takes what is free, even if others wait. A
     * computation that alone requires more than the limit does not wait.
     *
     * <p>An interrupt ends the wait with a {@link CancellationException}; the thread's interrupt
     * status remains set. A virtual thread does not occupy its carrier thread while it waits.
     *
     * @param maxWait how long to wait; zero, the default, means not at all
     * @return the copy
     * @throws NullPointerException if {@code maxWait} is null
     * @throws IllegalArgumentException if {@code maxWait} is negative
     */
    public Arithmetic withMaxWait(Duration maxWait) {
        Objects.requireNonNull(maxWait, "maxWait");
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException(
                    "The argument maxWait is " + maxWait + ". It must be zero or positive.");
        }
        long nanos = TimeUnit.NANOSECONDS.convert(maxWait); // at most Long.MAX_VALUE: 292 years
        return new Arithmetic(executionToChange().withMaxWaitNanos(nanos), maxDigits);
    }

    /**
     * Returns a copy that reports how much of a long computation is done. The calling thread passes
     * the listener the fraction of the computation's steps that are done: greater than 0, greater
     * each time, and 1 at the end. A step takes some milliseconds, but steps differ, so the fraction
     * is not exactly that of the time. The conversion of the result to a Java object follows.
     * Computations in Java, and short ones in C, are not reported.
     *
     * <p>An exception or error that the listener throws ends the computation. Its memory is freed,
     * and the operation throws the exception.
     *
     * @param listener is told the fraction
     * @return the copy
     * @throws NullPointerException if {@code listener} is null
     */
    public Arithmetic withProgress(DoubleConsumer listener) {
        Objects.requireNonNull(listener, "listener");
        return new Arithmetic(executionToChange().withProgress(listener), maxDigits);
    }

    /** Choosing kernels, as every operation does first, initializes the class Execution. */
    private Execution execution() {
        return execution != null ? execution : Execution.DEFAULT;
    }

    private Execution executionToChange() {
        Kernels.small(); // initializes the class Execution
        return execution();
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
     * Returns the remainder of a division, as {@link BigIntegers#remainder} does. It has the sign of the
     * dividend.
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
     * @throws ArithmeticException if {@code m} is 0 or negative, or if both numbers exceed the bound
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

    /** A remainder may be as long as the shorter number, and it is assumed to be. */
    private void requireDigitsOfRemainder(BigInteger a, BigInteger b) {
        if (isBounded()) {
            requireDigits("remainder", Math.min(Lengths.log2(a), Lengths.log2(b)));
        }
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
     * Parses a decimal number, as {@link BigIntegers#parse} does.
     *
     * @param digits the text. Its {@code toString} method is called once, so the text may change
     *     during the computation
     * @return the number
     * @throws NullPointerException if {@code digits} or {@code digits.toString()} is null
     * @throws NumberFormatException if the text is not a decimal number, or is longer than the bound
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
     * Returns F(n), as {@link Fibonacci#exact} does.
     *
     * @param n the index, from 0 to {@link Fibonacci#MAX_EXACT_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n is greater than {@link Fibonacci#MAX_EXACT_INDEX}, or if F(n)
     *     exceeds the bound
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
                (ascii, length) ->
                        to.append(new String(ascii, 0, length, StandardCharsets.ISO_8859_1)));
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
        passDigits(n, (ascii, length) -> to.write(ascii, 0, length));
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

    private void requireDigits(String result, long log2) {
        long digits = Lengths.digits(log2);
        if (digits > maxDigits) {
            throw new ArithmeticException("The " + result + " has at least " + digits
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

    private static FibonacciKernel fibonacci(boolean small) {
        return (small ? Kernels.small() : Kernels.chosen()).fibonacci();
    }
}
