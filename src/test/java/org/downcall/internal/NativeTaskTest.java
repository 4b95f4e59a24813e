package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long computations as a whole: threads, interrupts, memory. */
@RequiresLibrary
@Timeout(60)
class NativeTaskTest {

    private final NativeMemory unlimited = new NativeMemory(Long.MAX_VALUE);
    private final BigIntegerKernel bigIntegers = new NativeBigIntegers(new Check(true), unlimited);
    private final FibonacciKernel fibonacci = new NativeFibonacci(new Check(true), unlimited);

    @Test
    void severalThreadsGetWhatOneGets() {
        Executor[] executors = {ForkJoinPool.commonPool(), command -> Thread.ofVirtual().start(command), Runnable::run};
        Random random = new Random(40);
        BigInteger a = new BigInteger(4_000_000, random);
        BigInteger b = new BigInteger(3_000_000, random);
        BigInteger product = bigIntegers.multiply(a, b, null);
        String digits = bigIntegers.toString(product, null);
        BigInteger f = fibonacci.exact(3_000_000, null);
        for (Executor executor : executors) {
            assertEquals(product, bigIntegers.multiply(a, b, executor));
            assertEquals(digits, bigIntegers.toString(product, executor));
            assertEquals(product, bigIntegers.parse(digits, executor));
            assertEquals(bigIntegers.pow(a, 3, null), bigIntegers.pow(a, 3, executor));
            assertEquals(f, fibonacci.exact(3_000_000, executor));
            assertEquals(bigIntegers.toString(f, null), fibonacci.decimal(3_000_000, executor));
        }
    }

    private static long millisecondsToStop(Executor executor, FibonacciKernel kernel, long n) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicLong ended = new AtomicLong();
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                kernel.exact(n, executor);
            } catch (Throwable e) {
                thrown.set(e);
            }
            ended.set(System.nanoTime());
            assertTrue(Thread.currentThread().isInterrupted());
        });
        Thread.sleep(300);
        long interrupted = System.nanoTime();
        worker.interrupt();
        worker.join();
        assertEquals(CancellationException.class, thrown.get().getClass());
        assertEquals("F(" + n + ") was given up, because its thread was interrupted.", thrown.get().getMessage());
        return TimeUnit.NANOSECONDS.toMillis(ended.get() - interrupted);
    }

    @Test
    void anInterruptIsNoticedSoon() throws Exception {
        // Some 100 ms, and five times that because machines that run tests are busy.
        assertTrue(millisecondsToStop(null, fibonacci, 2_000_000_000L) < 500);
        try (var executor = Executors.newFixedThreadPool(2)) {
            assertTrue(millisecondsToStop(executor, fibonacci, 2_000_000_000L) < 500);
        }
    }

    @Test
    void aThreadThatIsInterruptedBeforehandGivesUpAtOnce() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> fibonacci.exact(100_000_000, null));
        assertTrue(Thread.interrupted());
        Thread.currentThread().interrupt();
        // What is done in one call is not given up.
        assertEquals(fibonacci.wrapping(20_000), fibonacci.exact(20_000, null).longValue());
        assertTrue(Thread.interrupted());
    }

    @Test
    void tooMuchMemoryIsRefusedWithHowMuchItIsAndWhatWasTakenIsFreeAgainHoweverItEnded() {
        NativeMemory memory = new NativeMemory(10L << 20);
        FibonacciKernel limited = new NativeFibonacci(new Check(false), memory);
        for (int i = 0; i < 20; i++) {
            assertTrue(limited.exact(5_000_000, null).bitLength() > 3_000_000);
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> limited.exact(5_000_000, null));
            assertTrue(Thread.interrupted());
            OutOfMemoryError e = assertThrows(OutOfMemoryError.class, () -> limited.exact(100_000_000, null));
            String pattern = "F\\(100000000\\) takes \\d+\\.\\d MiB outside the heap\\. All computations together may take"
                    + " 10\\.0 MiB: -Dorg\\.downcall\\.memory=SIZE allows more, and -Xmx is its default\\.";
            assertTrue(e.getMessage().matches(pattern), e.getMessage());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = memory.allocate(9L << 20, "A", arena);
            assertEquals(0, segment.address() % NativeMemory.ALIGNMENT);
            assertEquals(9L << 20, segment.byteSize());
            OutOfMemoryError e = assertThrows(OutOfMemoryError.class, () -> memory.allocate(2L << 20, "B", arena));
            assertTrue(e.getMessage().contains(", of which 9.0 MiB are taken: "), e.getMessage());
        }
        OutOfMemoryError e = assertThrows(
                OutOfMemoryError.class,
                () -> new NativeMemory(Long.MAX_VALUE).allocate(1L << 46, "C", Arena.global()));
        assertEquals("C takes 65536.0 GiB outside the heap, which the system has not", e.getMessage());
    }

    @Test
    void amountsOfMemoryInWords() {
        assertEquals("1.0 KiB", Bytes.inWords(1024));
        assertEquals("1023 bytes", Bytes.inWords(1023));
        assertEquals("5.5 GiB", Bytes.inWords(11L << 29));
    }
}
