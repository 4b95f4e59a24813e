package org.downcall;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.downcall.internal.DecimalWords;
import org.downcall.internal.FibonacciKernel;
import org.downcall.internal.Kernels;

/**
 * Fibonacci numbers: F(0) = 0, F(1) = 1, F(n) = F(n-1) + F(n-2).
 *
 * <p>Every method is thread-safe, keeps nothing between calls, and returns the same result
 * whichever kernel runs. C runs where it measured faster, and Java elsewhere; each method says
 * which. With {@code -Dorg.downcall.backend=native} C runs everywhere; see {@link Backend}.
 *
 * <p>Every method throws {@link UnsatisfiedLinkError}, with the cause and the remedy, if
 * {@code org.downcall.backend=native} is set and the library cannot be loaded, and
 * {@link IllegalArgumentException} if a system property of this module has a value that does not
 * exist.
 */
public final class Fibonacci {

    /** The largest n for which F(n) fits a {@code long}: F(92) = 7540113804746346429. */
    public static final int MAX_LONG_INDEX = 92;

    /**
     * The largest n for which a {@link BigInteger} can hold F(n). It can hold 2<sup>31</sup> - 1
     * bits, and F(n) has floor(n log<sub>2</sub> phi - log<sub>2</sub> sqrt(5)) + 1.
     */
    public static final long MAX_EXACT_INDEX = 3_093_278_590L;

    /**
     * The largest n for which a String can hold the digits of F(n), of which there are floor(n
     * log<sub>10</sub> phi - log<sub>10</sub> sqrt(5)) + 1.
     */
    public static final long MAX_STRING_INDEX = 10_275_649_013L;

    /**
     * The largest n whose digits can be computed: 2<sup>34</sup>, a number of 3.6 * 10<sup>9</sup>
     * digits.
     */
    public static final long MAX_DECIMAL_INDEX = 1L << 34;

    /**
     * From here on C is faster, and below it Java is: BigInteger needs two doublings from the table
     * up to F(371), which cost about as much as a call and its buffers. Measured in a loop on
     * x86-64 (Zen 3) through both kernels.
     */
    static final long EXACT_IN_C_FROM = 372;

    /**
     * The same for {@link #decimal}: up to here, BigInteger's conversion takes less than the
     * doublings in decimal.
     */
    static final long DECIMAL_IN_C_FROM = 2_000;

    /** For work worth a call. */
    private static final FibonacciKernel KERNEL = Kernels.CHOSEN.fibonacci();

    /** For work that Java has done before a call would return. */
    private static final FibonacciKernel SMALL = Kernels.CHOSEN.smallFibonacci();

    /**
     * F(n), exact.
     *
     * <p>O(1): a look-up in a table, in Java by default, where it costs less than a call.
     *
     * @param n the index, from 0 to {@link #MAX_LONG_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n exceeds {@link #MAX_LONG_INDEX}
     */
    public static long longValue(int n) {
        requireNotNegative(n);
        if (n > MAX_LONG_INDEX) {
            throw new ArithmeticException(
                    "F(" + n + ") does not fit a long: n must be at most " + MAX_LONG_INDEX);
        }
        return Kernels.require(SMALL).longValue(n);
    }

    /**
     * F(n) mod 2<sup>64</sup>, as the 64 bits of a {@code long}; read it with
     * {@link Long#toUnsignedString(long)}.
     *
     * <p>O(log n) by fast doubling, in Java by default: C is no faster, so the call would be lost.
     *
     * @param n the index, 0 or more
     * @return the lowest 64 bits of F(n)
     * @throws IllegalArgumentException if n is negative
     */
    public static long wrapping(long n) {
        requireNotNegative(n);
        return Kernels.require(SMALL).wrapping(n);
    }

    /**
     * The same value as {@link #wrapping}, by n - 1 additions one after the other. It is here for
     * comparison alone: it is the loop that articles on "speeding up" a language with another one
     * like to time, and neither language makes up for the algorithm. Use {@link #wrapping}.
     *
     * <p>O(n), in Java by default: C is no faster.
     *
     * @param n the index, 0 or more
     * @return the lowest 64 bits of F(n)
     * @throws IllegalArgumentException if n is negative
     */
    public static long wrappingIterative(int n) {
        requireNotNegative(n);
        return Kernels.require(SMALL).wrappingIterative(n);
    }

    /**
     * F(n), exact.
     *
     * <p>O(n log n log log n) by fast doubling on 64-bit limbs with products by number-theoretic
     * transforms, in C by default, except that Java serves small n, where it is done sooner. While
     * C runs it holds up to 12 times the memory of the result outside the heap: 1 MB for n =
     * 10<sup>6</sup>, 10 MB for 10<sup>7</sup>, 90 MB for 10<sup>8</sup>, 920 MB for
     * 10<sup>9</sup>. On the heap, the result takes n / 11.5 bytes, and twice that while it is
     * made.
     *
     * <p>The calling thread can be interrupted: it notices within some 100 milliseconds, frees what
     * it holds, and stays interrupted.
     *
     * @param n the index, from 0 to {@link #MAX_EXACT_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n exceeds {@link #MAX_EXACT_INDEX}
     * @throws OutOfMemoryError if the heap or the native memory is too small for the result or its
     *     scratch space; nothing was computed then, and the message says how much it takes
     * @throws CancellationException if the calling thread is interrupted while C computes
     */
    public static BigInteger exact(long n) {
        return exactBy(n, null);
    }

    /**
     * F(n), exact, as {@link #exact(long)}, on several threads: where the computation has
     * independent parts, some of them run on the executor's threads while the calling thread does
     * the others. It is never necessary that the executor has a thread to spare.
     *
     * @param n the index, from 0 to {@link #MAX_EXACT_INDEX}
     * @param executor who lends threads
     * @return F(n)
     * @throws NullPointerException if {@code executor} is null
     * @throws IllegalArgumentException as {@link #exact(long)}
     * @throws ArithmeticException as {@link #exact(long)}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #exact(long)}
     */
    public static BigInteger exact(long n, Executor executor) {
        return exactBy(n, Objects.requireNonNull(executor, "executor"));
    }

    private static BigInteger exactBy(long n, Executor executor) {
        requireNotNegative(n);
        if (n > MAX_EXACT_INDEX) {
            throw new ArithmeticException(
                    "F(" + n + ") does not fit a BigInteger: n must be at most " + MAX_EXACT_INDEX);
        }
        return Kernels.require(n < EXACT_IN_C_FROM ? SMALL : KERNEL).exact(n, executor);
    }

    /**
     * The decimal digits of F(n).
     *
     * <p>In C the computation is decimal from the beginning, which takes a fraction of the time of
     * {@link #exact} and a conversion. It holds some five times the memory of the digits outside
     * the heap; there are n / 4.78 of them. Java serves small n. Cancellation is as for
     * {@link #exact(long)}.
     *
     * @param n the index, from 0 to {@link #MAX_STRING_INDEX}
     * @return the digits, without zeros in front; {@code "0"} for n = 0
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n exceeds {@link #MAX_STRING_INDEX}, or, without the native
     *     library, {@link #MAX_EXACT_INDEX}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #exact(long)}
     */
    public static String decimal(long n) {
        return decimalBy(n, null);
    }

    /**
     * The decimal digits of F(n), as {@link #decimal(long)}, on several threads as
     * {@link #exact(long, Executor)}.
     *
     * @param n the index, from 0 to {@link #MAX_STRING_INDEX}
     * @param executor who lends threads
     * @return the digits, without zeros in front; {@code "0"} for n = 0
     * @throws NullPointerException if {@code executor} is null
     * @throws IllegalArgumentException as {@link #decimal(long)}
     * @throws ArithmeticException as {@link #decimal(long)}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #exact(long)}
     */
    public static String decimal(long n, Executor executor) {
        return decimalBy(n, Objects.requireNonNull(executor, "executor"));
    }

    private static String decimalBy(long n, Executor executor) {
        requireDecimal(n, MAX_STRING_INDEX, "a String");
        return Kernels.require(n < DECIMAL_IN_C_FROM ? SMALL : KERNEL).decimal(n, executor);
    }

    /**
     * Appends the decimal digits of F(n), for numbers that are longer than a String can be, or than
     * the heap has room for. All digits are computed first, in memory outside the heap, and then
     * appended in pieces of some ten thousand.
     *
     * @param n the index, from 0 to {@link #MAX_DECIMAL_INDEX}
     * @param to where the digits go, such as a {@link java.io.Writer}
     * @throws NullPointerException if {@code to} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n exceeds {@link #MAX_DECIMAL_INDEX}, or, without the native
     *     library, {@link #MAX_EXACT_INDEX}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #exact(long)}; if it is interrupted later, what
     *     {@code to} does decides
     * @throws IOException if {@code to} throws it; some digits may have been appended then
     */
    public static void appendDecimal(long n, Appendable to) throws IOException {
        append(n, to, null);
    }

    /**
     * Appends the decimal digits of F(n), as {@link #appendDecimal(long, Appendable)}, on several
     * threads as {@link #exact(long, Executor)}; the calling thread appends them.
     *
     * @param n the index, from 0 to {@link #MAX_DECIMAL_INDEX}
     * @param to where the digits go, such as a {@link java.io.Writer}
     * @param executor who lends threads
     * @throws NullPointerException if {@code to} or {@code executor} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException as {@link #appendDecimal(long, Appendable)}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #appendDecimal(long, Appendable)}
     * @throws IOException if {@code to} throws it; some digits may have been appended then
     */
    public static void appendDecimal(long n, Appendable to, Executor executor) throws IOException {
        append(n, to, Objects.requireNonNull(executor, "executor"));
    }

    private static void append(long n, Appendable to, Executor executor) throws IOException {
        Objects.requireNonNull(to, "to");
        writeTo(
                n,
                (ascii, length) ->
                        to.append(new String(ascii, 0, length, StandardCharsets.ISO_8859_1)),
                executor);
    }

    /**
     * Writes the decimal digits of F(n) as ASCII bytes, otherwise as {@link #appendDecimal(long,
     * Appendable)}. The stream is neither flushed nor closed.
     *
     * @param n the index, from 0 to {@link #MAX_DECIMAL_INDEX}
     * @param to where the digits go
     * @throws NullPointerException if {@code to} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException as {@link #appendDecimal(long, Appendable)}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #appendDecimal(long, Appendable)}
     * @throws IOException if {@code to} throws it; some digits may have been written then
     */
    public static void writeDecimal(long n, OutputStream to) throws IOException {
        write(n, to, null);
    }

    /**
     * Writes the decimal digits of F(n), as {@link #writeDecimal(long, OutputStream)}, on several
     * threads as {@link #exact(long, Executor)}; the calling thread writes them.
     *
     * @param n the index, from 0 to {@link #MAX_DECIMAL_INDEX}
     * @param to where the digits go
     * @param executor who lends threads
     * @throws NullPointerException if {@code to} or {@code executor} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException as {@link #appendDecimal(long, Appendable)}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #appendDecimal(long, Appendable)}
     * @throws IOException if {@code to} throws it; some digits may have been written then
     */
    public static void writeDecimal(long n, OutputStream to, Executor executor) throws IOException {
        write(n, to, Objects.requireNonNull(executor, "executor"));
    }

    private static void write(long n, OutputStream to, Executor executor) throws IOException {
        Objects.requireNonNull(to, "to");
        writeTo(n, (ascii, length) -> to.write(ascii, 0, length), executor);
    }

    private static void writeTo(long n, DecimalWords.Sink sink, Executor executor)
            throws IOException {
        requireDecimal(n, MAX_DECIMAL_INDEX, "the memory of its computation");
        Kernels.require(n < DECIMAL_IN_C_FROM ? SMALL : KERNEL).decimal(n, sink, executor);
    }

    private static void requireDecimal(long n, long largest, String place) {
        requireNotNegative(n);
        if (n > largest) {
            throw new ArithmeticException("The digits of F(" + n + ") do not fit " + place
                    + ": n must be at most " + largest);
        }
    }

    private static void requireNotNegative(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must not be negative, but is " + n);
        }
    }

    private Fibonacci() {}
}
