package org.downcall.internal.numbers;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.HeapScratch;
import org.downcall.internal.calls.NativeTask;
import org.downcall.internal.calls.NativeTasks;
import org.downcall.internal.calls.Rehearsal;

/**
 * The native kernel of Fibonacci numbers. It calls C in three ways:
 *
 * <ul>
 *   <li>through the handle that jextract generated;
 *   <li>through a critical handle of {@link Downcalls}, if the call takes at most about ten
 *       microseconds;
 *   <li>through a {@link NativeTask}, which makes many calls, if the computation may take long, or
 *       if it is one of the first, so that the critical handle is not linked for it.
 * </ul>
 */
public final class NativeFibonacci implements FibonacciKernel {

    private final ResidueCheck check;
    private final NativeTasks tasks;
    private final NativeResources rehearsed;

    private final Rehearsal words = new Calls("words");
    private final Rehearsal shortNumbers = new Calls("shortNumbers");
    private final Rehearsal longNumbers = new Calls("longNumbers");
    private final Rehearsal digits = new Calls("digits");

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
                case "words" -> rehearseWords();
                case "shortNumbers" -> rehearseShortNumbers();
                case "longNumbers" -> rehearseLongNumbers();
                case "digits" -> rehearseDigits();
                default -> throw new AssertionError(operation);
            }
        }
    }

    private void rehearseWords() {
        Downcalls.fibonacciLong(1);
        Downcalls.fibonacciWrapping(1);
        Downcalls.fibonacciWrappingIterative(1);
    }

    private void rehearseShortNumbers() {
        exactInOneCall(1_000);
    }

    private void rehearseLongNumbers() {
        new NativeFibonacci(rehearsed).exactInTask(1_000, Execution.DEFAULT);
    }

    private void rehearseDigits() {
        new NativeFibonacci(rehearsed).decimalInTask(1_000, Execution.DEFAULT);
    }

    // F(1000) has more than one limb and more than one decimal word.

    /** Creates a kernel that does not check its results and does not limit its memory. */
    public NativeFibonacci() {
        this(new NativeResources());
    }

    public NativeFibonacci(NativeResources resources) {
        check = resources.check();
        tasks = resources.tasks();
        rehearsed = resources.forRehearsal();
    }

    @Override
    public long longValue(int n) {
        words.require();
        return Downcalls.fibonacciLong(n);
    }

    @Override
    public long wrapping(long n) {
        words.require();
        return Downcalls.fibonacciWrapping(n);
    }

    @Override
    public long wrappingIterative(int n) {
        words.require();
        return Downcalls.fibonacciWrappingIterative(n);
    }

    @Override
    public BigInteger exact(long n, Execution execution) {
        if (n <= Thresholds.CRITICAL_EXACT_INDEX) {
            if (tasks.countEarly()) {
                longNumbers.require();
                return new NativeFibonacci(rehearsed).exactInTask(n, Execution.DEFAULT);
            }
            shortNumbers.require();
            return exactInOneCall(n);
        }
        longNumbers.require();
        return exactInTask(n, execution);
    }

    /**
     * @param n up to {@link Thresholds#CRITICAL_EXACT_INDEX}
     * @return what {@code dc_fib_exact_limbs} returns, or a little more. Calling C would take
     *     longer than clearing a few more limbs, and the handle would have to be linked.
     */
    static int resultLimbs(long n) {
        return (int) n / 91 + 4;
    }

    /** {@return the same for {@code dc_fib_exact_scratch_limbs}} */
    static int scratchLimbs(long n) {
        return (int) n / 16 + 152;
    }

    private BigInteger exactInOneCall(long n) {
        long[] limbs = new long[resultLimbs(n)];
        MemorySegment result = MemorySegment.ofArray(limbs);
        MemorySegment scratch = HeapScratch.take(scratchLimbs(n));
        int count = (int) Downcalls.fibonacciExact(result, scratch, n);
        HeapScratch.giveBack(scratch);
        check.fibonacci(n, result.asSlice(0, (long) count * Long.BYTES));
        return Magnitude.toBigInteger(limbs, count);
    }

    private BigInteger exactInTask(long n, Execution execution) {
        try (NativeTask task = tasks.fibonacci(n, execution)) {
            byte[] magnitude = Magnitude.arrayFor(task.result());
            task.run();
            check.fibonacci(n, task.result());
            return Magnitude.toBigInteger(1, task.result(), magnitude);
        }
    }

    @Override
    public String decimal(long n, Execution execution) {
        digits.require();
        return decimalInTask(n, execution);
    }

    private String decimalInTask(long n, Execution execution) {
        int wordDigits = Downcalls.fibonacciWordDigits(n);
        try (NativeTask task = tasks.fibonacciDecimal(n, execution)) {
            task.run();
            check.fibonacciDecimal(n, task.result(), wordDigits);
            return DecimalWords.toString(false, task.result(), wordDigits);
        }
    }

    @Override
    public void writeDecimal(long n, DigitSink sink, Execution execution) throws IOException {
        digits.require();
        int wordDigits = Downcalls.fibonacciWordDigits(n);
        try (NativeTask task = tasks.fibonacciDecimal(n, execution)) {
            task.run();
            check.fibonacciDecimal(n, task.result(), wordDigits);
            DecimalWords.write(task.result(), wordDigits, sink);
        }
    }
}
