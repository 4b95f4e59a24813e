package org.downcall.internal.calls;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Runs the strands of a stage on the calling thread and, at the same time, on threads of an
 * executor.
 *
 * <p>Each thread repeatedly takes the next strand that no thread has taken. The calling thread
 * therefore never waits for a strand that has not started, even if the executor is busy, or if the
 * calling thread itself occupies the executor.
 */
public final class Strands {

    /**
     * Runs one strand. Returns early, with the work incomplete, once {@code stopped} returns true.
     */
    public interface Work {
        void run(long strand, BooleanSupplier stopped);
    }

    /**
     * Runs all strands. Returns, or throws, once no thread runs any of them. If the calling thread
     * is interrupted, the remaining work is not done, and the thread's interrupt status is set on
     * return, even if the executor has cleared it.
     *
     * @param executor may be null
     * @throws RuntimeException | Error what a strand threw, or what the executor threw when a
     *     strand was submitted, except for a RejectedExecutionException
     * @throws IllegalStateException if the executor threw a checked exception, which is its cause
     */
    public static void run(long strands, Executor executor, Work work) {
        Thread caller = Thread.currentThread();
        if (executor == null || strands == 1) {
            for (long strand = 0; strand < strands && !caller.isInterrupted(); strand++) {
                work.run(strand, caller::isInterrupted);
            }
            return;
        }
        Shared shared = new Shared(strands, work, caller);
        for (long i = 1; i < strands; i++) {
            try {
                executor.execute(shared);
            } catch (RejectedExecutionException e) {
                break; // The calling thread runs the strands that no other thread takes.
            } catch (Throwable e) { // may be a checked exception that is not declared
                shared.fail(e); // Strands that have started still use the caller's memory.
                break;
            }
        }
        shared.run();
        shared.await();
    }

    private static final class Shared implements Runnable {

        private final long strands;
        private final Work work;
        private final Thread caller;
        private final AtomicInteger taken = new AtomicInteger();
        private final CountDownLatch done;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        /**
         * Whether the caller was interrupted. This is not the same as its interrupt status: an
         * executor that blocks may clear the status, after some strands have already stopped.
         */
        private volatile boolean interrupted;

        Shared(long strands, Work work, Thread caller) {
            this.strands = strands;
            this.work = work;
            this.caller = caller;
            done = new CountDownLatch((int) strands);
        }

        void fail(Throwable e) {
            failure.compareAndSet(null, e);
        }

        private boolean stopped() {
            if (caller.isInterrupted()) {
                interrupted = true;
            }
            return interrupted || failure.get() != null;
        }

        @Override
        public void run() {
            for (int strand = taken.getAndIncrement();
                    strand < strands;
                    strand = taken.getAndIncrement()) {
                try {
                    if (!stopped()) {
                        work.run(strand, this::stopped);
                    }
                } catch (Throwable e) {
                    fail(e);
                } finally {
                    done.countDown();
                }
            }
        }

        /**
         * Waits until all strands have ended. An interrupt does not end the wait, because other
         * threads may be in a call that uses the caller's memory. It makes them end soon.
         */
        void await() {
            for (; ; ) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
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
            if (e != null) {
                throw new IllegalStateException("The executor threw a checked exception.", e);
            }
        }
    }

    private Strands() {}
}
