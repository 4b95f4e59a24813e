package org.downcall.checks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;

/**
 * Computes until it reads a line from the standard input. Prints a line whenever all threads rest,
 * and continues when it has read a line. Some computations are refused, and some are cancelled. A
 * quarter of them compare vectors.
 */
public final class Soak {

    private static final int THREADS = 8;
    private static final Duration BETWEEN_RESTS = Duration.ofSeconds(10);

    private static final AtomicLong computed = new AtomicLong();
    private static final AtomicLong refused = new AtomicLong();
    private static final AtomicLong cancelled = new AtomicLong();
    private static volatile long rest;

    public static void main(String[] args) throws Exception {
        List<Operation> operations = new java.util.ArrayList<>(Operation.shortOnes());
        operations.addAll(Operation.longOnes());
        rest = System.nanoTime();
        CyclicBarrier resting = new CyclicBarrier(THREADS, Soak::rest);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                VectorLoad vectors = new VectorLoad(random, Path.of("rows-" + i + ".npy"));
                threads.submit(() -> {
                    try {
                        while (true) {
                            if (System.nanoTime() - rest > 0) {
                                resting.await();
                            }
                            computeOne(operations, vectors, random);
                        }
                    } catch (Throwable e) {
                        e.printStackTrace();
                        System.exit(1);
                    }
                });
            }
        }
    }

    private static void rest() {
        System.gc();
        returnFreedMemory();
        System.out.println("resting " + computed + " " + refused + " " + cancelled);
        try {
            if (System.in.read() != '\n') {
                System.exit(0);
            }
        } catch (java.io.IOException e) {
            System.exit(1);
        }
        rest = System.nanoTime() + BETWEEN_RESTS.toNanos();
    }

    /**
     * Makes malloc return freed memory to the system. It would keep some for each of up to eight
     * arenas per processor, which fill up slowly, and would look like a leak.
     */
    private static void returnFreedMemory() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
        } catch (JMException e) {
            // This JVM, or the C library, does not have it. Then the freed memory counts, too.
        }
    }

    private static void computeOne(List<Operation> operations, VectorLoad vectors, Random random)
            throws IOException {
        Operation operation = operations.get(random.nextInt(operations.size()));
        Arithmetic arithmetic = Arithmetic.of();
        if (random.nextBoolean()) {
            arithmetic = arithmetic.withMaxWait(Duration.ofSeconds(random.nextInt(60)));
        }
        if (random.nextInt(4) == 0) {
            arithmetic = arithmetic.withExecutor(ForkJoinPool.commonPool());
        }
        boolean cancel = random.nextInt(8) == 0;
        if (cancel) {
            arithmetic = arithmetic.withProgress(fraction -> {
                if (fraction > 0.5) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        boolean ofVectors = random.nextInt(4) == 0;
        try {
            if (ofVectors) {
                vectors.compute();
            } else {
                operation.run(arithmetic);
            }
            computed.incrementAndGet();
        } catch (OutOfMemoryError e) {
            refused.incrementAndGet();
        } catch (java.util.concurrent.CancellationException e) {
            cancelled.incrementAndGet();
        }
        Thread.interrupted();
    }

    private Soak() {}
}
