package org.downcall;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.concurrent.CancellationException;
import org.downcall.internal.Kernels;
import org.downcall.internal.numbers.FibonacciKernel;

/**
 * Fibonacci numbers: F(0) = 0, F(1) = 1, F(n) = F(n-1) + F(n-2).
 *
 * <p>All kernels return the same results. By default, the kernel that is faster for the given n
 * runs, as each method states. With {@code -Dorg.downcall.backend=native}, the native kernel runs
 * for every n. See {@link Backend}.
 *
 * <p><b>Threads.</b> Every method is thread-safe, keeps no state between calls, and uses the
 * calling thread only. A virtual thread occupies its carrier thread while it computes. {@link
 * Arithmetic} has the same operations with several threads, with bounds for untrusted input, with
 * waiting for memory, and with reports of progress.
 *
 * <p><b>Interruption.</b> If a thread is interrupted during a long computation in C, the
 * computation is cancelled within about 100 milliseconds. Its memory is freed, the method throws
 * {@link CancellationException}, and the thread's interrupt status remains set. Short computations,
 * and those in Java, run to completion.
 *
 * <p><b>Errors.</b> Every method throws {@link UnsatisfiedLinkError}, which states the reason and
 * the remedy, if {@code org.downcall.backend=native} is set and the native library is unavailable;
 * and {@link IllegalArgumentException} if a system property of this module is invalid.
 */
public final class Fibonacci {

    /** The largest n for which F(n) fits in a {@code long}: F(92) = 7540113804746346429. */
    public static final int MAX_LONG_INDEX = FibonacciKernel.MAX_LONG_INDEX;

    /**
     * The largest n for which F(n) fits in a {@link BigInteger}: {@value}. A BigInteger holds
     * 2<sup>31</sup> - 1 bits. By Binet's formula, F(n) has floor(n log<sub>2</sub> phi -
     * log<sub>2</sub> sqrt(5)) + 1 bits, where phi = (1 + sqrt(5)) / 2.
     */
    public static final long MAX_EXACT_INDEX = FibonacciKernel.MAX_EXACT_INDEX;

    /**
     * The largest n whose digits {@link #decimal} returns: {@value}. F(n) then has 2<sup>31</sup> -
     * 9 digits, the length to which the JDK limits its own arrays. In general, F(n) has floor(n
     * log<sub>10</sub> phi - log<sub>10</sub> sqrt(5)) + 1 digits.
     */
    public static final long MAX_STRING_INDEX = FibonacciKernel.MAX_STRING_INDEX;

    /**
     * The largest n for which the digits of F(n) can be computed: 2<sup>34</sup>. F(2<sup>34</sup>)
     * has 3.6 * 10<sup>9</sup> digits.
     */
    public static final long MAX_DECIMAL_INDEX = FibonacciKernel.MAX_DECIMAL_INDEX;

    /**
     * Returns F(n).
     *
     * <p>This method reads a table, in O(1). By default it runs in Java, because this takes less
     * time than a downcall.
     *
     * @param n the index, from 0 to {@link #MAX_LONG_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n is greater than {@link #MAX_LONG_INDEX}
     */
    public static long longValue(int n) {
        Arithmetic.requireNotNegative(n);
        if (n > MAX_LONG_INDEX) {
            throw new ArithmeticException(
                    "F(" + n + ") does not fit in a long. The largest n for which it does is "
                            + MAX_LONG_INDEX + ". Use Fibonacci.exact for a larger n.");
        }
        return Kernels.small().fibonacci().longValue(n);
    }

    /**
     * Returns F(n) mod 2<sup>64</sup>. The 64 bits of the result are an unsigned number; see {@link
     * Long#toUnsignedString(long)}.
     *
     * <p>This method uses fast doubling, F(2k) = F(k) (2 F(k+1) - F(k)) and F(2k+1) =
     * F(k)<sup>2</sup> + F(k+1)<sup>2</sup>, in O(log n). By default it runs in Java, because C is
     * not faster and the downcall would only add to the time.
     *
     * @param n the index, 0 or greater
     * @return the lowest 64 bits of F(n)
     * @throws IllegalArgumentException if n is negative
     */
    public static long wrapping(long n) {
        Arithmetic.requireNotNegative(n);
        return Kernels.small().fibonacci().wrapping(n);
    }

    /**
     * Returns the same value as {@link #wrapping}, computed by n - 1 dependent additions. Articles
     * that compare the speed of two languages often measure this loop, so it is here for comparison
     * only: no language compensates for the slower algorithm. Use {@link #wrapping} instead.
     *
     * <p>This method takes O(n). By default it runs in Java, because C is not faster.
     *
     * @param n the index, 0 or greater
     * @return the lowest 64 bits of F(n)
     * @throws IllegalArgumentException if n is negative
     */
    public static long wrappingIterative(int n) {
        Arithmetic.requireNotNegative(n);
        return Kernels.small().fibonacci().wrappingIterative(n);
    }

    /**
     * Returns F(n).
     *
     * <p>The native kernel uses fast doubling on 64-bit limbs, which it multiplies by
     * number-theoretic transforms, in O(n log n log log n). For a small n, Java is faster and runs
     * by default.
     *
     * <p>The computation takes up to 12 times as much native memory as the result: 1 MB for n =
     * 10<sup>6</sup>, 10 MB for 10<sup>7</sup>, 90 MB for 10<sup>8</sup>, 920 MB for
     * 10<sup>9</sup>. The result takes n / 11.5 bytes of the heap, and twice as many while it is
     * created.
     *
     * @param n the index, from 0 to {@link #MAX_EXACT_INDEX}
     * @return F(n)
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n is greater than {@link #MAX_EXACT_INDEX}
     * @throws OutOfMemoryError if the heap or the native memory is too small. If the native memory
     *     is, the error is thrown before the computation starts and states how much is required
     * @throws CancellationException if the calling thread is interrupted during a computation in C
     */
    public static BigInteger exact(long n) {
        return Arithmetic.of().fibonacci(n);
    }

    /**
     * Returns the decimal digits of F(n).
     *
     * <p>The native kernel computes with decimal words throughout, which takes a fraction of the
     * time of {@link #exact} and a conversion. F(n) has n / 4.78 digits. The computation takes
     * about five times as many bytes of native memory. For a small n, Java is faster and runs by
     * default.
     *
     * @param n the index, from 0 to {@link #MAX_STRING_INDEX}
     * @return the digits without leading zeros; {@code "0"} for n = 0
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n is greater than {@link #MAX_STRING_INDEX} or, without the
     *     native library, greater than {@link #MAX_EXACT_INDEX}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #exact(long)}
     */
    public static String decimal(long n) {
        return Arithmetic.of().fibonacciDecimal(n);
    }

    /**
     * Appends the decimal digits of F(n) to an {@link Appendable}. Use this method if the digits
     * are too many for a String or for the heap. The native kernel first computes all of them in
     * native memory, and then appends them in pieces of about 20 000 characters. Without the native
     * library, all digits are on the heap.
     *
     * @param n the index, from 0 to {@link #MAX_DECIMAL_INDEX}
     * @param to receives the digits; for example, a {@link java.io.Writer}
     * @throws NullPointerException if {@code to} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException if n is greater than {@link #MAX_DECIMAL_INDEX} or, without the
     *     native library, greater than {@link #MAX_EXACT_INDEX}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #exact(long)}; once the digits have been computed,
     *     only {@code to} reacts to an interrupt
     * @throws IOException if {@code to} throws it; some digits may have been appended
     */
    public static void appendDecimal(long n, Appendable to) throws IOException {
        Arithmetic.of().appendFibonacci(n, to);
    }

    /**
     * Writes the decimal digits of F(n) to a stream as ASCII bytes. Otherwise, this method does the
     * same as {@link #appendDecimal(long, Appendable)}. The stream is neither flushed nor closed.
     *
     * @param n the index, from 0 to {@link #MAX_DECIMAL_INDEX}
     * @param to receives the digits
     * @throws NullPointerException if {@code to} is null
     * @throws IllegalArgumentException if n is negative
     * @throws ArithmeticException as {@link #appendDecimal(long, Appendable)}
     * @throws OutOfMemoryError as {@link #exact(long)}
     * @throws CancellationException as {@link #appendDecimal(long, Appendable)}
     * @throws IOException if {@code to} throws it; some digits may have been written
     */
    public static void writeDecimal(long n, OutputStream to) throws IOException {
        Arithmetic.of().writeFibonacci(n, to);
    }

    private Fibonacci() {}
}
