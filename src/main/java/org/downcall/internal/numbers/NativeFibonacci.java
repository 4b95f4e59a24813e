package org.downcall.internal.numbers;

import static org.downcall.internal.bindings.downcall_h.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.concurrent.Executor;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.NativeTask;
import org.downcall.internal.calls.NativeTasks;

/**
 * The native kernel of Fibonacci numbers. It calls C in three ways:
 *
 * <ul>
 *   <li>through the method that jextract generated;
 *   <li>through a critical handle of {@link Downcalls}, if the call takes at most about ten
 *       microseconds;
 *   <li>through a {@link NativeTask}, which makes many calls, if the computation may take long.
 * </ul>
 */
public final class NativeFibonacci implements FibonacciKernel {

    private final ResidueCheck check;
    private final NativeTasks tasks;

    /** Creates a kernel that does not check its results and does not limit its memory. */
    public NativeFibonacci() {
        this(new NativeResources());
    }

    public NativeFibonacci(NativeResources resources) {
        check = resources.check();
        tasks = resources.tasks();
    }

    @Override
    public long longValue(int n) {
        return Downcalls.fibonacciLong(n);
    }

    @Override
    public long wrapping(long n) {
        return Downcalls.fibonacciWrapping(n);
    }

    @Override
    public long wrappingIterative(int n) {
        return dc_fib_wrapping_iterative(n);
    }

    @Override
    public BigInteger exact(long n, Executor executor) {
        return n <= Thresholds.CRITICAL_EXACT_INDEX ? exactInOneCall(n) : exactInTask(n, executor);
    }

    private BigInteger exactInOneCall(long n) {
        int resultLimbs = (int) Downcalls.fibonacciExactLimbs(n);
        int scratchLimbs = (int) Downcalls.fibonacciExactScratchLimbs(n);
        byte[] magnitude = new byte[resultLimbs * Long.BYTES];
        MemorySegment result = MemorySegment.ofArray(new long[resultLimbs]);
        MemorySegment scratch = MemorySegment.ofArray(new long[scratchLimbs]);
        long limbs = Downcalls.fibonacciExact(result, scratch, n);
        check.fibonacci(n, result.asSlice(0, limbs * Long.BYTES));
        return Magnitude.toBigInteger(1, result, limbs, magnitude);
    }

    private BigInteger exactInTask(long n, Executor executor) {
        try (NativeTask task = tasks.fibonacci(n, executor)) {
            byte[] magnitude = Magnitude.arrayFor(task.result());
            task.run();
            check.fibonacci(n, task.result());
            return Magnitude.toBigInteger(1, task.result(), magnitude);
        }
    }

    @Override
    public String decimal(long n, Executor executor) {
        int wordDigits = dc_fib_word_digits(n);
        try (NativeTask task = tasks.fibonacciDecimal(n, executor)) {
            task.run();
            check.fibonacciDecimal(n, task.result(), wordDigits);
            return DecimalWords.toString(false, task.result(), wordDigits);
        }
    }

    @Override
    public void writeDecimal(long n, DigitSink sink, Executor executor) throws IOException {
        int wordDigits = dc_fib_word_digits(n);
        try (NativeTask task = tasks.fibonacciDecimal(n, executor)) {
            task.run();
            check.fibonacciDecimal(n, task.result(), wordDigits);
            DecimalWords.write(task.result(), wordDigits, sink);
        }
    }
}
