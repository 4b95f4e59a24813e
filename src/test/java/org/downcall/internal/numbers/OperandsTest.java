package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresLibrary
@Timeout(60)
class OperandsTest {

    private static final int LIMBS = Math.toIntExact(Operands.LEAST_PARALLEL_LIMBS);

    private final Random random = new Random(18);
    private final long[] a = new long[LIMBS];
    private final long[] b = new long[LIMBS + 3];

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    @AfterEach
    void interruptStatusIsCleared() {
        Thread.interrupted();
    }

    /** A number that tells when it is read. */
    private static final class Observed extends BigInteger {
        private final Runnable reader;

        Observed(BigInteger number, Runnable reader) {
            super(number.toByteArray());
            this.reader = reader;
        }

        @Override
        public byte[] toByteArray() {
            reader.run();
            return super.toByteArray();
        }
    }

    private BigInteger number(int limbs) {
        return new BigInteger(64 * limbs, random).setBit(64 * limbs - 1);
    }

    private void convert(BigInteger x, BigInteger y, Executor executor) {
        Operands.toLimbs(x, MemorySegment.ofArray(a), y, MemorySegment.ofArray(b), executor);
    }

    private void assertConverted(BigInteger x, BigInteger y) {
        assertEquals(x.abs(), number(a));
        assertEquals(y.abs(), number(b));
    }

    private static BigInteger number(long[] limbs) {
        return Magnitude.toBigInteger(limbs, limbs.length);
    }

    @Test
    void bothOperandsAreWritten() {
        for (Executor executor : new Executor[] {null, Runnable::run, task -> {}}) {
            for (int limbs : new int[] {1, LIMBS - 1, LIMBS}) {
                BigInteger x = number(limbs).negate();
                BigInteger y = number(limbs + 2);
                convert(x, y, executor);
                assertConverted(x, y);
            }
        }
    }

    @Test
    void twoThreadsReadLongOperandsAtTheSameTime() throws InterruptedException {
        CyclicBarrier both = new CyclicBarrier(2);
        Runnable waitsForTheOther = () -> {
            try {
                both.await(50, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("one thread reads both operands", e);
            }
        };
        BigInteger x = new Observed(number(LIMBS), waitsForTheOther);
        BigInteger y = new Observed(number(LIMBS), waitsForTheOther);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            convert(x, y, executor);
        } finally {
            executor.shutdown();
            assertTrue(executor.awaitTermination(50, TimeUnit.SECONDS));
        }
        assertEquals(x, number(a));
        assertEquals(y, number(b));
    }

    @Test
    void theCallingThreadReadsShortOperands() {
        List<Runnable> tasks = new ArrayList<>();
        MemorySegment shorter = MemorySegment.ofArray(a).asSlice(Long.BYTES);
        MemorySegment longer = MemorySegment.ofArray(b);
        Operands.toLimbs(number(1), shorter, number(LIMBS), longer, tasks::add);
        Operands.toLimbs(number(LIMBS), longer, number(1), shorter, tasks::add);
        assertEquals(List.of(), tasks);
    }

    @Test
    void eachOperandIsReadOnce() {
        List<String> reads = Collections.synchronizedList(new ArrayList<>());
        BigInteger x = new Observed(number(LIMBS), () -> reads.add("x"));
        BigInteger y = new Observed(number(LIMBS), () -> reads.add("y"));
        convert(x, y, task -> {
            throw new RejectedExecutionException();
        });
        Collections.sort(reads);
        assertEquals(List.of("x", "y"), reads);
        assertEquals(x, number(a));
        assertEquals(y, number(b));
    }

    /** The computation that follows is then cancelled. */
    @Test
    void anInterruptedThreadConvertsWithoutTheExecutor() {
        BigInteger x = number(LIMBS);
        BigInteger y = number(LIMBS);
        Thread.currentThread().interrupt();
        convert(x, y, task -> {});
        assertTrue(Thread.interrupted());
        assertConverted(x, y);
    }

    @Test
    void whatTheExecutorOrAnOperandThrowsIsThrown() {
        IllegalStateException failure = new IllegalStateException();
        Executor broken = task -> {
            throw failure;
        };
        BigInteger unreadable = new Observed(number(LIMBS), () -> {
            throw failure;
        });
        BigInteger readable = number(LIMBS);
        assertSame(failure, thrown(readable, readable, broken));
        for (Executor executor : new Executor[] {null, Runnable::run, task -> {}}) {
            assertSame(failure, thrown(unreadable, readable, executor));
            assertSame(failure, thrown(readable, unreadable, executor));
        }
    }

    private Throwable thrown(BigInteger x, BigInteger y, Executor executor) {
        return assertThrows(IllegalStateException.class, () -> convert(x, y, executor));
    }
}
