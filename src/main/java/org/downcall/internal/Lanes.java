package org.downcall.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Independent pieces of work, by the calling thread and whoever an executor lends.
 *
 * <p>Each thread takes the next lane that nobody has taken, so that an executor that is busy, or
 * that the caller itself occupies, only leaves more for the caller: it never waits for a lane that
 * has not begun.
 */
final class Lanes {

    /** Does one lane; returns early, with the work undone, as soon as {@code stopped} says so. */
    interface Work {
        void run(long lane, BooleanSupplier stopped);
    }

    /**
     * Returns when no thread works any more: because all lanes are done, or the calling thread was
     * interrupted.
     *
     * @throws RuntimeException | Error what a lane threw
     */
    static void run(long lanes, Executor executor, Work work) {
        Thread caller = Thread.currentThread();
        if (executor == null || lanes == 1) {
            for (long lane = 0; lane < lanes && !caller.isInterrupted(); lane++) {
                work.run(lane, caller::isInterrupted);
            }
            return;
        }
        Shared shared = new Shared(lanes, work, caller);
        for (long i = 1; i < lanes; i++) {
            try {
                executor.execute(shared);
            } catch (RejectedExecutionException e) {
                break; // the caller does what nobody else does
            } catch (RuntimeException | Error e) {
                shared.fail(e); // but those that have begun use the caller's memory
                break;
            }
        }
        shared.run();
        shared.await();
    }

    private static final class Shared implements Runnable {

        private final long lanes;
        private final Work work;
        private final Thread caller;
        private final AtomicInteger taken = new AtomicInteger();
        private final CountDownLatch done;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Shared(long lanes, Work work, Thread caller) {
            this.lanes = lanes;
            this.work = work;
            this.caller = caller;
            done = new CountDownLatch((int) lanes);
        }

        void fail(Throwable e) {
            failure.compareAndSet(null, e);
        }

        private boolean stopped() {
            return failure.get() != null || caller.isInterrupted();
        }

        @Override
        public void run() {
            for (int lane = taken.getAndIncrement(); lane < lanes; lane = taken.getAndIncrement()) {
                try {
                    if (!stopped()) {
                        work.run(lane, this::stopped);
                    }
                } catch (Throwable e) {
                    fail(e);
                } finally {
                    done.countDown();
                }
            }
        }

        /**
         * Others may be in a call that uses our memory, so an interrupt does not end this; it makes
         * them end soon.
         */
        void await() {
            boolean interrupted = false;
            for (; ; ) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    // The flag was cleared: the lanes are to see it.
                    fail(e);
                }
            }
            if (interrupted) {
                caller.interrupt();
            }
            Throwable e = failure.get();
            if (e instanceof Error error) {
                throw error;
            }
            if (e instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    private Lanes() {}
}
