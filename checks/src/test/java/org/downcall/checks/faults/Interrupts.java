package org.downcall.checks.faults;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;

/** Interrupts every long operation at every report of its progress. */
public final class Interrupts {

    public static void main(String[] args) throws Exception {
        int interrupts = 0;
        for (Operation operation : Operation.longOnes()) {
            interrupts += interruptAll(operation, Arithmetic.of());
            interrupts += interruptAll(
                    operation, Arithmetic.of().withExecutor(ForkJoinPool.commonPool()));
        }
        System.out.println(interrupts > 100 ? "all right" : interrupts + " interrupts");
    }

    private static int interruptAll(Operation operation, Arithmetic arithmetic) throws Exception {
        AtomicInteger reports = new AtomicInteger();
        operation.run(arithmetic.withProgress(fraction -> reports.incrementAndGet()));
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
        return cancelled;
    }

    private Interrupts() {}
}
