package org.downcall.benchmarks.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/**
 * The main class of a JVM in which one thread makes calls of a given length, one after the other,
 * while another one asks for collections. At its end it prints what {@link SafepointLog} needs; the
 * rest of its output is the JVM's log.
 */
final class SafepointLoad {

    /** HotSpot's last compiler takes a method after 5000 calls. */
    private static final long CALLS_TO_WARM_UP = 20_000;

    /**
     * Nanoseconds; some turns of the loop, and not always as many: of a loop that never went round,
     * the compiler leaves out the way back, and the first long call would have to be compiled anew
     * while it is measured.
     */
    private static final long SHORTEST_TO_WARM_UP = 200;

    private static final long LONGEST_TO_WARM_UP = 1_000;

    /** For what is still compiled when the calls get as long as wanted. */
    private static final Duration TIME_TO_SETTLE = Duration.ofMillis(50);

    private static volatile long length = SHORTEST_TO_WARM_UP;
    private static volatile boolean stopped;
    private static volatile long calls;

    /**
     * @param arguments the name of a method of {@link Safepoints}, the length of a call, for how
     *     long; nanoseconds
     */
    public static void main(String[] arguments) throws InterruptedException {
        LongUnaryOperator work = work(arguments[0]);
        long wanted = Long.parseLong(arguments[1]);
        long duration = Long.parseLong(arguments[2]);

        Thread worker = new Thread(() -> {
            for (long made = 1; !stopped; made++) {
                work.applyAsLong(length);
                calls = made;
            }
        });
        worker.setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        worker.start();
        while (calls < CALLS_TO_WARM_UP) {
            Thread.sleep(1);
            length = ThreadLocalRandom.current()
                    .nextLong(SHORTEST_TO_WARM_UP, LONGEST_TO_WARM_UP + 1);
        }
        length = wanted;
        Thread.sleep(TIME_TO_SETTLE.plusNanos(wanted));

        List<String> collections = new ArrayList<>();
        long callsBefore = calls;
        long from = System.nanoTime();
        long to;
        do {
            // A collection ends when the next call begins: without this, each would meet its call
            // at the same point.
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2 * wanted));
            long asked = System.nanoTime();
            System.gc();
            to = System.nanoTime();
            collections.add(SafepointLog.collection(asked, to));
        } while (to - from < duration);
        long callsMeanwhile = calls - callsBefore;
        stopped = true;
        worker.join();
        collections.forEach(System.out::println);
        System.out.println(SafepointLog.end(callsMeanwhile));
    }

    static LongUnaryOperator work(String method) {
        return switch (method) {
            case "java" -> SafepointLoad::spin;
            case "critical" -> VmFunctions::spinCritical;
            case "plain" -> VmFunctions::spin;
            default -> throw new IllegalArgumentException(method);
        };
    }

    /** The same as bench_spin in C. The JVM can stop it at each turn. */
    private static long spin(long nanoseconds) {
        long start = System.nanoTime();
        long turns = 0;
        do {
            turns++;
        } while (System.nanoTime() - start < nanoseconds);
        return turns;
    }

    private SafepointLoad() {}
}
