package org.downcall.checks.faults;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;
import org.downcall.checks.Searches;

/** Interrupts every long operation at every report of its progress, and searches at many times. */
public final class Interrupts {

    private static final int PARTS = 50;

    public static void main(String[] args) throws Exception {
        int interrupts = 0;
        Executor pool = ForkJoinPool.commonPool();
        for (Operation operation : Operation.longOnes()) {
            interrupts += interruptAll(operation, Arithmetic.of());
            interrupts += interruptAll(operation, Arithmetic.of().withExecutor(pool));
        }
        Searches searches = new Searches(100_000, 16);
        int searchInterrupts = 0;
        for (Executor executor : new Executor[] {null, pool}) {
            searchInterrupts += interruptAtAnyTime(() -> searches.single(executor));
            searchInterrupts += interruptAtAnyTime(() -> searches.batch(executor));
        }
        System.err.println(interrupts + " interrupts, " + searchInterrupts + " of searches");
        System.out.println(searchInterrupts > 10 ? "all right" : searchInterrupts + " of searches");
    }

    /** Without reports of progress, another thread interrupts a computation, later and later. */
    private static int interruptAtAnyTime(Runnable computation) throws Exception {
        computation.run();
        long start = System.nanoTime();
        computation.run();
        long duration = System.nanoTime() - start;
        Thread computing = Thread.currentThread();
        int cancelled = 0;
        for (int part = 0; part < PARTS; part++) {
            long delay = duration * part / PARTS;
            Thread interrupter = Thread.ofPlatform().start(() -> {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < delay) {
                    Thread.onSpinWait();
                }
                computing.interrupt();
            });
            try {
                computation.run(); // An interrupt may come too late.
            } catch (CancellationException e) {
                cancelled++;
                if (!Thread.currentThread().isInterrupted()) {
                    throw new AssertionError("The interrupt status was lost.");
                }
            }
            while (interrupter.isAlive()) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
            MemoryInUse.assertNone();
        }
        computation.run();
        return cancelled;
    }

    private static int interruptAll(Operation operation, Arithmetic arithmetic) throws Exception {
        AtomicInteger reports = new AtomicInteger();
        operation.run(arithmetic.withProgress(fraction -> reports.incrementAndGet()));
        if (reports.get() < 3) {
            return atLeastOne(operation, interruptAtAnyTime(() -> operation.run(arithmetic)));
        }
        int cancelled = 0;
        // The last report follows the last step, so an interrupt is too late.
        for (int at = 0; at < reports.get() - 1; at++) {
            AtomicInteger left = new AtomicInteger(at);
            try {
                operation.run(arithmetic.withProgress(fraction -> {
                    if (left.getAndDecrement() == 0 && fraction < 1) {
                        Thread.currentThread().interrupt();
                    }
                }));
                // With several threads, the number of reports differs from run to run.
            } catch (CancellationException e) {
                cancelled++;
                if (!Thread.currentThread().isInterrupted()) {
                    throw new AssertionError("The interrupt status was lost.");
                }
            }
            Thread.interrupted();
            MemoryInUse.assertNone();
        }
        operation.run(arithmetic);
        return atLeastOne(operation, cancelled);
    }

    private static int atLeastOne(Operation operation, int cancelled) {
        if (cancelled == 0) {
            throw new AssertionError(operation.name() + " was never cancelled.");
        }
        return cancelled;
    }

    private Interrupts() {}
}
