package org.downcall.checks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;

/**
 * Mixed operations on as many threads as a server could have, and the same operations on one thread
 * for each processor, in turns. Prints what {@link LoadTest} asserts.
 *
 * <p>One half of the threads waits for memory, the other half does not.
 */
public final class Load {

    private static final int PLATFORM_THREADS = 64;
    private static final int VIRTUAL_THREADS = 10_000;

    private static final int OPERATIONS_OF_A_PLATFORM_THREAD = 16;
    private static final int OPERATIONS_OF_A_VIRTUAL_THREAD = 2;

    static final Duration MAX_WAIT = Duration.ofSeconds(60);

    /** What platform threads compute: from a millisecond to a tenth of a second each. */
    private static final List<Operation> LARGE = List.of(
            Operation.multiply(400_000, 300_000),
            Operation.square(6_000_000),
            Operation.pow(100_000, 12),
            Operation.toDecimal(400_000),
            Operation.parse(120_000),
            Operation.fibonacci(2_000_000),
            Operation.fibonacciDecimal(300_000),
            Operation.multiply(16_000_000, 16_000_000),
            Operation.divisions(500_000, 400_000).getFirst(), // the quotient
            Operation.divisions(160_000_000, 3_000).get(1), // the remainder
            Operation.squareRoots(1_500_000).getFirst(),
            Operation.divisors(100_000, 20_000).getFirst(),
            Operation.factorial(50_000),
            Operation.decimalQuotient(100_000));

    /** What virtual threads compute: fractions of a millisecond each. */
    private static final List<Operation> SMALL = Operation.shortOnes();

    /** An operation of one thread, and how long it takes if nothing else competes. */
    private static final class Kind {
        final Operation operation;
        final AtomicLong nanos = new AtomicLong();
        final AtomicLong runs = new AtomicLong();

        /** How often a crowd has computed it. */
        final AtomicLong done = new AtomicLong();

        Kind(Operation operation) {
            this.operation = operation;
        }

        double meanSeconds() {
            return nanos.get() / 1e9 / Math.max(1, runs.get());
        }
    }

    private static final List<Kind> large = LARGE.stream().map(Kind::new).toList();
    private static final List<Kind> small = SMALL.stream().map(Kind::new).toList();

    private static final Arithmetic WAITING = Arithmetic.of().withMaxWait(MAX_WAIT);

    /** The outcome of one round: the work that was done, in seconds of one processor. */
    private record Round(double seconds, double processorSeconds, double work) {
        double throughput() {
            return work / seconds;
        }
    }

    private static final AtomicLong computed = new AtomicLong();
    private static final AtomicLong refused = new AtomicLong();
    private static final AtomicLong refusedAfterWaiting = new AtomicLong();
    private static final AtomicLong failed = new AtomicLong();
    private static final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private static final LongAccumulator lastToStart = new LongAccumulator(Math::max, 0);

    /**
     * @param args the number of rounds; or {@code threads}, to run only the small operations, on
     *     all threads; or {@code demand}, with a memory limit of 0, to print how many bytes the
     *     threads ask for that can run at the same time
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("demand")) {
            System.out.println(PLATFORM_THREADS * meanBytes(LARGE)
                    + Runtime.getRuntime().availableProcessors() * meanBytes(SMALL));
            return;
        }
        if (args[0].equals("threads")) {
            waitForTest("ready");
            crowd(small);
            waitForTest("done");
            return;
        }
        int rounds = Integer.parseInt(args[0]);
        ideal(); // warm-up
        for (List<Kind> kinds : List.of(large, small)) {
            kinds.forEach(kind -> {
                kind.nanos.set(0);
                kind.runs.set(0);
            });
        }
        System.gc();
        waitForTest("ready");
        List<Round> ideals = new ArrayList<>();
        List<Round> crowds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ideals.add(ideal());
            crowds.add(crowd(large));
        }
        for (int round = 0; round < rounds; round++) {
            Round ideal = ideals.get(round);
            Round crowd = crowds.get(round);
            double throughput = crowd.throughput() / ideal.throughput();
            double efficiency =
                    crowd.work / crowd.processorSeconds / (ideal.work / ideal.processorSeconds);
            System.out.println("round " + throughput + " " + efficiency);
        }
        System.out.println("computed " + computed);
        System.out.println("refused " + refused);
        System.out.println("refused-after-waiting " + refusedAfterWaiting);
        System.out.println("failed " + failed);
        System.out.println("longest-ms " + longest.get() / 1_000_000);
        System.out.println("last-to-start-ms " + lastToStart.get() / 1_000_000);
        waitForTest("done");
    }

    /** Until the test has measured this process. */
    private static void waitForTest(String message) throws IOException {
        System.out.println(message);
        if (System.in.read() < 0) {
            System.exit(1);
        }
    }

    private static long meanBytes(List<Operation> operations) {
        long sum = 0;
        for (Operation operation : operations) {
            try {
                operation.run(Arithmetic.of());
            } catch (OutOfMemoryError e) {
                sum += bytesIn(e.getMessage());
            }
        }
        return sum / operations.size();
    }

    /** {@return the first amount in a message, such as 5.5 MiB} */
    private static long bytesIn(String message) {
        Matcher amount = Pattern.compile("requires ([0-9.]+) ([KMG]iB|bytes)").matcher(message);
        if (!amount.find()) {
            throw new AssertionError(message);
        }
        int shift = 10 * " KMG".indexOf(amount.group(2).charAt(0));
        return (long) (Double.parseDouble(amount.group(1)) * (1L << Math.max(0, shift)));
    }

    /** All operations of a round, as a queue from which one thread for each processor takes. */
    private static Round ideal() throws InterruptedException {
        ConcurrentLinkedQueue<Kind> queue = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < PLATFORM_THREADS * OPERATIONS_OF_A_PLATFORM_THREAD; i++) {
            queue.add(large.get(i % large.size()));
        }
        for (int i = 0; i < VIRTUAL_THREADS * OPERATIONS_OF_A_VIRTUAL_THREAD; i++) {
            queue.add(small.get(i % small.size()));
        }
        long cpu = cpuNanos();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (Kind kind = queue.poll(); kind != null; kind = queue.poll()) {
                    long begin = System.nanoTime();
                    kind.operation.run(Arithmetic.of());
                    kind.nanos.addAndGet(System.nanoTime() - begin);
                    kind.runs.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double work = 0;
        for (List<Kind> kinds : List.of(large, small)) {
            for (Kind kind : kinds) {
                work += kind.meanSeconds() * perRound(kind);
            }
        }
        return new Round((System.nanoTime() - start) / 1e9, (cpuNanos() - cpu) / 1e9, work);
    }

    private static double perRound(Kind kind) {
        return large.contains(kind)
                ? (double) PLATFORM_THREADS * OPERATIONS_OF_A_PLATFORM_THREAD / large.size()
                : (double) VIRTUAL_THREADS * OPERATIONS_OF_A_VIRTUAL_THREAD / small.size();
    }

    /**
     * The same operations, each on the thread that wants its result.
     *
     * @param ofPlatformThreads what the platform threads compute
     */
    private static Round crowd(List<Kind> ofPlatformThreads) throws InterruptedException {
        List<Kind> all = Stream.concat(large.stream(), small.stream()).toList();
        all.forEach(kind -> kind.done.set(0));
        long cpu = cpuNanos();
        long start = System.nanoTime();
        CountDownLatch ended = new CountDownLatch(PLATFORM_THREADS + VIRTUAL_THREADS);
        for (int i = 0; i < PLATFORM_THREADS; i++) {
            int first = i;
            Thread.ofPlatform().start(() -> {
                run(start, first, ofPlatformThreads, OPERATIONS_OF_A_PLATFORM_THREAD);
                ended.countDown();
            });
        }
        for (int i = 0; i < VIRTUAL_THREADS; i++) {
            int first = i;
            Thread.ofVirtual().start(() -> {
                run(start, first, small, OPERATIONS_OF_A_VIRTUAL_THREAD);
                ended.countDown();
            });
        }
        ended.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        double work = 0;
        for (Kind kind : all) {
            work += kind.meanSeconds() * kind.done.get();
        }
        return new Round(seconds, (cpuNanos() - cpu) / 1e9, work);
    }

    private static void run(long start, int first, List<Kind> kinds, int count) {
        lastToStart.accumulate(System.nanoTime() - start);
        boolean waits = first % 2 == 0;
        Arithmetic arithmetic = waits ? WAITING : Arithmetic.of();
        for (int i = 0; i < count; i++) {
            Kind kind = kinds.get((first / 2 + i) % kinds.size());
            long begin = System.nanoTime();
            try {
                kind.operation.run(arithmetic);
                kind.done.incrementAndGet();
                computed.incrementAndGet();
            } catch (OutOfMemoryError e) {
                refused.incrementAndGet();
                if (waits) {
                    refusedAfterWaiting.incrementAndGet();
                }
            } catch (Throwable e) {
                failed.incrementAndGet();
                e.printStackTrace();
            }
            longest.accumulate(System.nanoTime() - begin);
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private Load() {}
}
