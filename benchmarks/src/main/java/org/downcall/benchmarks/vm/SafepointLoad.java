package org.downcall.benchmarks.vm;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/**
 * The main class of a JVM in which one thread makes calls of a given length, one after the other, while another one
 * asks for collections. At its end it prints a line for {@link SafepointLog}; the rest of its output is the JVM's log.
 */
final class SafepointLoad {

    /** Of no length, so that all is linked and compiled; HotSpot's last compiler takes a method after 5000 calls. */
    private static final long CALLS_TO_WARM_UP = 20_000;

    private static volatile long length;
    private static volatile boolean stopped;
    private static volatile long calls;

    /** @param arguments the name of a method of {@link Safepoints}, the length of a call, for how long; nanoseconds */
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
            Thread.sleep(10);
        }
        length = wanted;
        TimeUnit.NANOSECONDS.sleep(wanted);

        long callsBefore = calls;
        long from = System.nanoTime();
        long to;
        do {
            // A collection ends when the next call begins: without this, each would meet its call at the same point.
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2 * wanted));
            System.gc();
            to = System.nanoTime();
        } while (to - from < duration);
        long callsMeanwhile = calls - callsBefore;
        stopped = true;
        worker.join();
        System.out.println(SafepointLog.summary(from, to, callsMeanwhile));
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
