package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.HeapScratch;
import org.downcall.internal.calls.NativeTask;
import org.downcall.internal.calls.NativeTasks;

/**
 * Products in C, for {@link Combinatorics}. Numbers stay limbs from one product to the next,
 * without leading zeros. They are kept on the heap, because a task holds ten times the memory of
 * its result.
 */
final class NativeProducts implements Combinatorics.Products<long[]> {

    /** How many limbs are copied at a time, because no safepoint is reached during a copy. */
    private static final int COPIED_LIMBS = 1 << 17;

    private final ResidueCheck check;
    private final NativeTasks tasks;
    private final Parts parts;
    private final InterruptCheck interrupt = new InterruptCheck();
    private Execution part;

    NativeProducts(ResidueCheck check, NativeTasks tasks, Execution execution) {
        this.check = check;
        this.tasks = tasks;
        parts = new Parts(execution);
        part = execution;
    }

    @Override
    public void part(double from, double to) {
        part = parts.part(from, to);
    }

    @Override
    public long[] ofWords(long[] words) {
        interrupt.next(words.length);
        try (NativeTask task = tasks.productOfWords(words.length, part)) {
            copy(words, task.a());
            task.run();
            check.productOfWords(task.a(), task.result());
            return limbsOf(task.result());
        }
    }

    @Override
    public long[] multiply(long[] a, long[] b) {
        if (a.length + b.length <= Thresholds.CRITICAL_PRODUCT_LIMBS) {
            return withoutLeadingZeros(multiplyInOneCall(a, b, check));
        }
        interrupt.next((long) a.length + b.length);
        long aBits = (long) a.length * Long.SIZE;
        try (NativeTask task = a == b
                ? tasks.square(aBits, part)
                : tasks.multiply(aBits, (long) b.length * Long.SIZE, part)) {
            copy(a, task.a());
            if (a != b) {
                copy(b, task.b());
            }
            task.run();
            check.product(task.a(), task.b(), task.result());
            return limbsOf(task.result());
        }
    }

    /**
     * {@return the product of two numbers, with as many limbs as both together} One critical call.
     * If both are the same array, C computes a square.
     *
     * @param a at most {@link Thresholds#CRITICAL_PRODUCT_LIMBS} limbs, together with {@code b}
     */
    static long[] multiplyInOneCall(long[] a, long[] b, ResidueCheck check) {
        long[] product = new long[a.length + b.length];
        MemorySegment scratch =
                HeapScratch.take(Downcalls.multiplyScratchLimbs(a.length, b.length));
        MemorySegment first = MemorySegment.ofArray(a);
        MemorySegment second = a == b ? first : MemorySegment.ofArray(b);
        MemorySegment result = MemorySegment.ofArray(product);
        Downcalls.multiply(result, first, second, scratch);
        HeapScratch.giveBack(scratch);
        check.product(first, second, result);
        return product;
    }

    /**
     * A call of C takes as long as a product of many words in Java. Measured on Zen 4 by taking
     * turns in one process.
     */
    @Override
    public int directFactorial() {
        return 1_500;
    }

    @Override
    public long[] square(long[] a) {
        return multiply(a, a);
    }

    private static long[] limbsOf(MemorySegment limbs) {
        long count = limbs.byteSize() / Long.BYTES;
        while (count > 1 && limbs.getAtIndex(ValueLayout.JAVA_LONG, count - 1) == 0) {
            count--;
        }
        long[] array = new long[(int) count];
        for (int at = 0; at < array.length; at += COPIED_LIMBS) {
            int some = Math.min(COPIED_LIMBS, array.length - at);
            MemorySegment.copy(
                    limbs, ValueLayout.JAVA_LONG, (long) at * Long.BYTES, array, at, some);
        }
        return array;
    }

    private static void copy(long[] array, MemorySegment limbs) {
        for (int at = 0; at < array.length; at += COPIED_LIMBS) {
            int some = Math.min(COPIED_LIMBS, array.length - at);
            MemorySegment.copy(
                    array, at, limbs, ValueLayout.JAVA_LONG, (long) at * Long.BYTES, some);
        }
    }

    private static long[] withoutLeadingZeros(long[] limbs) {
        int count = limbs.length;
        while (count > 1 && limbs[count - 1] == 0) {
            count--;
        }
        return count == limbs.length ? limbs : Arrays.copyOf(limbs, count);
    }
}
