package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.NativeBigIntegers;
import org.downcall.internal.numbers.NativeFibonacci;
import org.downcall.internal.numbers.NativeResources;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks as the kernels use them: threads, interrupts, memory. */
@RequiresLibrary
@Timeout(60)
class NativeTaskTest {

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    private final NativeResources checked = new NativeResources(true, NativeMemory.unlimited());
    private final BigIntegerKernel bigIntegers = new NativeBigIntegers(checked);
    private final FibonacciKernel fibonacci = new NativeFibonacci(checked);

    private static NativeMemory limited(long bytes) {
        return new NativeMemory(bytes, "org.example.memory");
    }

    @Tag("slow")
    @Test
    void severalThreadsComputeTheSameResult() {
        Executor[] executors = {
            ForkJoinPool.commonPool(), command -> Thread.ofVirtual().start(command), Runnable::run
        };
        Random random = new Random(40);
        BigInteger a = new BigInteger(4_000_000, random);
        BigInteger b = new BigInteger(3_000_000, random);
        BigInteger product = bigIntegers.multiply(a, b, Execution.DEFAULT);
        String digits = bigIntegers.toString(product, Execution.DEFAULT);
        BigInteger f = fibonacci.exact(3_000_000, Execution.DEFAULT);
        for (Executor one : executors) {
            Execution executor = Execution.DEFAULT.withExecutor(one);
            assertEquals(product, bigIntegers.multiply(a, b, executor));
            assertEquals(digits, bigIntegers.toString(product, executor));
            assertEquals(product, bigIntegers.parse(digits, executor));
            assertEquals(bigIntegers.pow(a, 3, Execution.DEFAULT), bigIntegers.pow(a, 3, executor));
            assertEquals(f, fibonacci.exact(3_000_000, executor));
            assertEquals(
                    bigIntegers.toString(f, Execution.DEFAULT),
                    fibonacci.decimal(3_000_000, executor));
        }
    }

    /**
     * Returns the CPU time that the process takes from the interrupt to the end of the computation.
     * Other processes add to the elapsed time, but not to this one.
     */
    private static long millisecondsToStop(Executor executor, FibonacciKernel kernel, long n)
            throws Exception {
        var process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicLong ended = new AtomicLong();
        AtomicBoolean interruptedAfter = new AtomicBoolean();
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                kernel.exact(n, Execution.DEFAULT.withExecutor(executor));
            } catch (Throwable e) {
                thrown.set(e);
            }
            ended.set(process.getProcessCpuTime());
            interruptedAfter.set(Thread.currentThread().isInterrupted());
        });
        Thread.sleep(300);
        long interrupted = process.getProcessCpuTime();
        worker.interrupt();
        worker.join();
        assertTrue(interruptedAfter.get(), "the interrupt status is set");
        assertEquals(CancellationException.class, thrown.get().getClass());
        assertEquals(
                "The computation of F(" + n
                        + ") was cancelled. The calling thread was interrupted.",
                thrown.get().getMessage());
        return TimeUnit.NANOSECONDS.toMillis(ended.get() - interrupted);
    }

    @Tag("slow")
    @Test
    void anInterruptIsNoticedSoon() throws Exception {
        // It takes about 100 ms. The limit allows for slower CPUs and for the JVM's own threads.
        assertTrue(millisecondsToStop(null, fibonacci, 2_000_000_000L) < 1_000);
        try (var executor = Executors.newFixedThreadPool(2)) {
            assertTrue(millisecondsToStop(executor, fibonacci, 2_000_000_000L) < 1_000);
        }
    }

    @Test
    void aThreadThatIsAlreadyInterruptedComputesNothing() {
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class, () -> fibonacci.exact(100_000_000, Execution.DEFAULT));
        assertTrue(Thread.interrupted());
        Thread.currentThread().interrupt();
        // A computation in one call is not cancelled.
        assertEquals(
                fibonacci.wrapping(20_000),
                fibonacci.exact(20_000, Execution.DEFAULT).longValue());
        assertTrue(Thread.interrupted());
    }

    @Test
    void theErrorStatesTheDigitsOfANumberInARadix() {
        NativeBigIntegers limited =
                new NativeBigIntegers(new NativeResources(false, limited(1L << 20)));
        String text = "2".repeat(1_000_000);
        OutOfMemoryError e = assertThrows(
                OutOfMemoryError.class, () -> limited.parse(text, 3, Execution.DEFAULT));
        assertTrue(
                e.getMessage()
                        .startsWith("The computation of a number of 1000000 digits in radix 3 "),
                e.getMessage());
    }

    @Test
    void theErrorStatesHowMuchMemoryIsRequiredAndEveryTaskFreesItsMemory() {
        NativeMemory memory = limited(10L << 20);
        FibonacciKernel limited = new NativeFibonacci(new NativeResources(false, memory));
        for (int i = 0; i < 20; i++) {
            assertTrue(limited.exact(5_000_000, Execution.DEFAULT).bitLength() > 3_000_000);
            Thread.currentThread().interrupt();
            assertThrows(
                    CancellationException.class, () -> limited.exact(5_000_000, Execution.DEFAULT));
            assertTrue(Thread.interrupted());
            OutOfMemoryError e = assertThrows(
                    OutOfMemoryError.class, () -> limited.exact(100_000_000, Execution.DEFAULT));
            String pattern =
                    "The computation of F\\(100000000\\) requires \\d+\\.\\d MiB of native memory\\. All"
                            + " computations together may use 10\\.0 MiB\\. Set"
                            + " -Dorg\\.example\\.memory=SIZE to allow more; the default is the"
                            + " maximum heap size \\(-Xmx\\)\\.";
            assertTrue(e.getMessage().matches(pattern), e.getMessage());
        }
        long address = memory.allocate(9L << 20, "A", new MemoryWait(0));
        OutOfMemoryError e = assertThrows(
                OutOfMemoryError.class, () -> memory.allocate(2L << 20, "B", new MemoryWait(0)));
        assertTrue(e.getMessage().contains(", of which 9.0 MiB are in use. "), e.getMessage());
        memory.free(address, 9L << 20);
        memory.free(memory.allocate(10L << 20, "B", new MemoryWait(0)), 10L << 20);
        NativeMemory unlimitedMemory = NativeMemory.unlimited();
        e = assertThrows(
                OutOfMemoryError.class,
                () -> unlimitedMemory.allocate(1L << 60, "C", new MemoryWait(0)));
        assertEquals(
                "The computation of C requires 1073741824.0 GiB of native memory. The operating"
                        + " system refused to allocate it. Use a machine with more memory, or stop"
                        + " other processes.",
                e.getMessage());
    }

    /** The error is thrown after the strands that have started, and the memory is freed. */
    @Test
    void aTaskWhoseExecutorFailsFreesItsMemory() {
        NativeMemory memory = limited(30L << 20);
        FibonacciKernel limited = new NativeFibonacci(new NativeResources(false, memory));
        for (int i = 0; i < 10; i++) {
            Executor failing = command -> {
                Thread.ofPlatform().start(command);
                throw new OutOfMemoryError("unable to create native thread");
            };
            assertThrows(
                    OutOfMemoryError.class,
                    () -> limited.exact(20_000_000, Execution.DEFAULT.withExecutor(failing)));
        }
        assertTrue(limited.exact(20_000_000, Execution.DEFAULT).testBit(0)
                == limited.exact(20_000_000, Execution.DEFAULT.withExecutor(Runnable::run))
                        .testBit(0));
    }

    /** On the shortest stack that the JVM permits, below more and more frames. */
    @Test
    void aStackThatIsNearlyUsedUpLeaksNothing() throws Exception {
        NativeMemory memory = limited(1L << 20);
        BigIntegerKernel limited = new NativeBigIntegers(new NativeResources(false, memory));
        BigInteger a = BigInteger.ONE.shiftLeft(20_000).subtract(BigInteger.ONE);
        String digits = limited.toString(a, Execution.DEFAULT);
        AtomicReference<String> result = new AtomicReference<>();
        boolean[] called = {true};
        int overflows = 0;
        for (int depth = 0; called[0]; depth++) {
            int frames = depth;
            called[0] = false;
            result.set(digits);
            Runnable descent = () -> descend(frames, () -> {
                called[0] = true;
                result.set(null);
                result.set(limited.toString(a, Execution.DEFAULT));
            });
            Thread thread = new Thread(null, descent, "short stack", 1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
            thread.start();
            thread.join();
            if (thrown.get() != null) {
                assertInstanceOf(StackOverflowError.class, thrown.get(), "depth " + frames);
            }
            overflows += result.get() == null ? 1 : 0;
            assertEquals(digits, result.get() == null ? digits : result.get());
            memory.free(memory.allocate(1L << 20, "A", new MemoryWait(0)), 1L << 20);
        }
        assertTrue(overflows > 0);
    }

    private static void descend(int frames, Runnable action) {
        if (frames > 0) {
            descend(frames - 1, action);
        } else {
            action.run();
        }
    }

    /** One operand is so short that no transform and little scratch space is needed. */
    @Tag("slow")
    @Test
    void anInterruptIsNoticedInVeryUnequalProducts() throws Exception {
        BigInteger a = BigInteger.ONE.shiftLeft(1_500_000_000).subtract(BigInteger.ONE);
        for (int bits : new int[] {3_500, 20_000}) {
            BigInteger b = new BigInteger(bits, new Random(bits)).setBit(bits - 1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread worker = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                try {
                    bigIntegers.multiply(a, b, Execution.DEFAULT);
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            worker.join();
            assertEquals(CancellationException.class, thrown.get().getClass(), bits + " bits");
        }
    }

    @Test
    void amountsOfMemoryInMessages() {
        assertEquals("1.0 KiB", ByteSize.format(1024));
        assertEquals("1023 bytes", ByteSize.format(1023));
        assertEquals("5.5 GiB", ByteSize.format(11L << 29));
    }
}
