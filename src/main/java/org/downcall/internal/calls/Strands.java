package org.downcall.internal.calls;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Runs the strands of the stages of one task on the calling thread and, at the same time, on
 * threads of an executor.
 *
 * <p>Each thread repeatedly takes the next strand that no thread has taken. The calling thread
 * therefore never waits for a strand that has not started, even if the executor is busy, or if the
 * calling thread itself occupies the executor.
 *
 * <p>A stage may take less time than it takes to wake a thread. A thread of the executor that has
 * run out of strands therefore waits for the next stage, but not for long.
 */
public final class Strands implements AutoCloseable {

    /** Runs one strand. Returns early, with the work incomplete, once {@code stopped} is true. */
    public interface Work {
        void run(long strand, BooleanSupplier stopped);
    }

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** With the calling thread, as many threads as can run at the same time. */
    static final int MOST_HELPERS = Math.max(1, PROCESSORS - 1);

    /**
     * How long a thread waits actively before it sleeps. Waking it takes about as long. On a single
     * processor, an active wait would delay the thread that it waits for.
     */
    private static final long ACTIVE_WAIT_NANOS = PROCESSORS > 1 ? 200_000 : 0;

    /**
     * How long a helper waits for the strands of others to end. A strand ends within milliseconds
     * of the others, but a listener may take any time, and may wait for other work of the executor.
     */
    private static final long ACTIVE_WAIT_IN_STAGE_NANOS = PROCESSORS > 1 ? 2_000_000 : 0;

    private final Executor executor;
    private final Thread caller = Thread.currentThread();

    /** How many tasks the executor has and has not completed. */
    private final AtomicInteger helpers = new AtomicInteger();

    /** The stage on which helpers work; null before the first stage and after the last. */
    private volatile Stage current;

    private volatile boolean closed;

    /** @param executor may be null */
    Strands(Executor executor) {
        this.executor = executor;
    }

    /** Runs the strands of a task that has one stage, as {@link #run(long, Work)} does. */
    public static void run(long strands, Executor executor, Work work) {
        try (Strands task = new Strands(executor)) {
            task.run(strands, work);
        }
    }

    /** Runs two strands with an executor, which initializes all classes that this needs. */
    public static void rehearse() {
        run(2, Runnable::run, (strand, stopped) -> stopped.getAsBoolean());
    }

    /**
     * Runs all strands of a stage. Returns, or throws, once no thread runs any of them. If the
     * calling thread is interrupted, the remaining work is not done, and the thread's interrupt
     * status is set on return, even if the executor has cleared it.
     *
     * @throws RuntimeException | Error what a strand threw, or what the executor threw when a
     *     helper was submitted, except for a RejectedExecutionException
     * @throws IllegalStateException if the executor threw a checked exception, which is its cause
     */
    void run(long strands, Work work) {
        if (executor == null || strands == 1) {
            for (long strand = 0; strand < strands && !caller.isInterrupted(); strand++) {
                work.run(strand, caller::isInterrupted);
            }
            return;
        }
        Stage stage = new Stage(strands, work, caller);
        current = stage;
        try {
            for (long i = Math.min(strands - 1, MOST_HELPERS) - helpers.get(); i > 0; i--) {
                if (!submitHelper(stage)) {
                    break; // the calling thread runs the strands that no other thread takes
                }
            }
        } catch (Throwable e) {
            stage.fail(e); // helpers may already run strands, so wait for them
        }
        try {
            stage.run();
        } finally {
            stage.await();
        }
    }

    private boolean submitHelper(Stage stage) {
        // The executor may run a helper twice, or run it and throw an exception.
        AtomicBoolean claimed = new AtomicBoolean();
        helpers.incrementAndGet();
        try {
            executor.execute(() -> {
                if (claimed.compareAndSet(false, true)) {
                    help();
                }
            });
            return true;
        } catch (Throwable e) { // may be a checked exception that is not declared
            if (claimed.compareAndSet(false, true)) {
                helpers.decrementAndGet();
            }
            if (!(e instanceof RejectedExecutionException)) {
                stage.fail(e); // strands that have started still use the caller's memory
            }
            return false;
        }
    }

    /** Takes part in the stages, on a thread of the executor, which may be the calling thread. */
    private void help() {
        try {
            Stage last = null;
            long idleSince = System.nanoTime();
            long ranUntil = idleSince;
            while (!closed) {
                Stage stage = current;
                if (stage == null) { // closed
                    return;
                }
                if (stage != last) {
                    stage.run();
                    last = stage;
                    idleSince = System.nanoTime();
                    ranUntil = idleSince;
                } else if (!stage.isDone()) {
                    idleSince = System.nanoTime();
                    if (idleSince - ranUntil > ACTIVE_WAIT_IN_STAGE_NANOS) {
                        return; // a later stage submits helpers again
                    }
                    Thread.onSpinWait();
                } else if (System.nanoTime() - idleSince > ACTIVE_WAIT_NANOS) {
                    return;
                } else {
                    Thread.onSpinWait();
                }
                if (Thread.currentThread() == caller) {
                    return;
                }
            }
        } finally {
            helpers.decrementAndGet();
        }
    }

    /** Tells the helpers that there is no further stage. */
    @Override
    public void close() {
        closed = true;
        current = null; // helpers that have not started must not keep the operands reachable
    }

    private static final class Stage {
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

        Stage(long strands, Work work, Thread caller) {
            this.strands = strands;
            this.work = work;
            this.caller = caller;
            done = new CountDownLatch((int) strands);
        }

        boolean isDone() {
            return done.getCount() == 0;
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

        /** Runs strands that no thread has taken, until there are none. */
        void run() {
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
         * Waits until all strands have ended. Neither an interrupt nor an error of the JVM ends the
         * wait, because other threads may be in a call that uses the caller's memory. An interrupt
         * and a full heap make them end soon.
         */
        void await() {
            long begin = System.nanoTime();
            while (!isDone() && System.nanoTime() - begin < ACTIVE_WAIT_NANOS) {
                Thread.onSpinWait();
            }
            Throwable unexpected = null;
            while (!isDone()) {
                try {
                    done.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (OutOfMemoryError e) { // no memory for an InterruptedException
                    fail(e);
                } catch (Throwable e) { // such as too little stack to wait; wait actively
                    unexpected = e;
                }
            }
            if (unexpected != null) {
                fail(unexpected);
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
}
