package org.downcall.benchmarks.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/**
 * The main class of a JVM in which one thread makes calls of a given length, one after the other,
 * while another thread requests collections. At the end it prints what {@link SafepointLog} needs;
 * the rest of its output is the log of the JVM.
 */
final class SafepointLoad {

    /** C2 compiles a method after 5000 calls. */
    private static final long CALLS_TO_WARM_UP = 20_000;

    /**
     * Nanoseconds. The warm-up calls run some iterations of the loop, and a varying number of them.
     * The compiler omits the backward branch of a loop that never iterated, and the first long call
     * would be recompiled while it is measured.
     */
    private static final long SHORTEST_TO_WARM_UP = 200;

    private static final long LONGEST_TO_WARM_UP = 1_000;

    /** For methods that are still being compiled when the calls get their final length. */
    private static final Duration TIME_TO_SETTLE = Duration.ofMillis(50);

    private static volatile long length = SHORTEST_TO_WARM_UP;
    private static volatile boolean stopped;
    private static volatile long calls;

    /**
     * @param arguments the name of a method of {@link Safepoints}, the length of a call and the
     *     duration of the run in nanoseconds
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
            // A collection ends when the next call begins. Without a random pause, every collection
            // would begin at the same point of a call.
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2 * wanted));
            long asked = System.nanoTime();
            System.gc();
            to = System.nanoTime();
            collections.add(SafepointLog.collection(asked, to));
        } while (to - from < duration || calls == callsBefore); // a busy machine delays the worker
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

    /** The same as bench_spin in C. The JVM can stop it at each iteration. */
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
