package org.downcall.internal.calls;

/**
 * Runs code that initializes classes, such as the first call of a method handle.
 *
 * <p>A class whose initializer fails can never be used again in this JVM, even if the cause, a full
 * heap or a short stack, is gone a moment later. This includes classes of the JDK. Such code
 * therefore runs on a new thread, which has its own stack, and only if enough of the heap is free.
 *
 * <p>This class and its nested class have no initializers, so the caller may have little stack
 * left.
 */
public final class Preparation {

    /** The deepest preparation uses less than 64 KiB with -Xint. */
    private static final long STACK_BYTES = 1 << 20;

    /**
     * Loading the library and preparing a task take 2 MB together. As much again is for what other
     * threads allocate at the same time. The blocks are small, because the JVM may be unable to
     * allocate a large block in a fragmented heap.
     */
    private static final int RESERVED_BLOCKS = 64;

    private static final int BLOCK_BYTES = 1 << 16;

    /** With as much of the heap unused, filling some of it with zeros would only take time. */
    private static final long AMPLE_BYTES = 64 << 20;

    /**
     * Runs an action and waits for its end. An interrupt does not end the wait. The thread's
     * interrupt status remains set.
     *
     * @throws OutOfMemoryError if the heap is nearly full or no thread can be started; the action
     *     has not run, and a later attempt may succeed
     * @throws RuntimeException | Error what the action throws
     */
    public static void run(Runnable action) {
        requireFreeHeap();
        start(action).await();
    }

    /** Starts an action on a new thread while another preparation, which must wait for it, runs. */
    public static Attempt start(Runnable action) {
        Attempt attempt = new Attempt(action);
        attempt.thread.start();
        return attempt;
    }

    private static void requireFreeHeap() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() >= AMPLE_BYTES) {
            return;
        }
        byte[][] blocks = new byte[RESERVED_BLOCKS][];
        for (int i = 0; i < RESERVED_BLOCKS; i++) {
            blocks[i] = new byte[BLOCK_BYTES];
        }
    }

    /** An action that has been started. */
    public static final class Attempt implements Runnable {

        private final Runnable action;
        private final Thread thread;
        private Throwable failure;

        private Attempt(Runnable action) {
            this.action = action;
            thread = new Thread(null, this, "downcall-preparation", STACK_BYTES, false);
        }

        @Override
        public void run() {
            try {
                action.run();
            } catch (Throwable e) {
                failure = e;
            }
        }

        /**
         * Waits for the end of the action. Neither an interrupt nor an error of the JVM ends the
         * wait. The thread's interrupt status remains set.
         *
         * @throws RuntimeException | Error what the action throws
         */
        public void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (OutOfMemoryError e) { // no memory for an InterruptedException
                    interrupted = true;
                } catch (StackOverflowError e) { // too little stack to wait; wait actively
                    Thread.onSpinWait();
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    private Preparation() {}
}
