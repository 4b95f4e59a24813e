package org.downcall.checks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;

/**
 * Runs operations on the shortest stacks, and on a stack that is used up except for some frames.
 * Each result is right, or the operation throws a StackOverflowError.
 */
public final class ShortStacks {

    private static final int MOST_FRAMES = 8_000;

    private static int depth;
    private static int right;
    private static int overflows;

    public static void main(String[] args) throws Exception {
        List<Operation> operations = new ArrayList<>(Operation.shortOnes());
        operations.addAll(Operation.longOnes());
        Executor sameThread = Runnable::run;
        for (Operation operation : operations) {
            operation.run(Arithmetic.of());
            inThread(1, () -> operation.run(Arithmetic.of()));
            Thread virtual = Thread.ofVirtual().start(() -> operation.run(Arithmetic.of()));
            virtual.join();
        }
        for (Operation operation : operations.subList(0, 9)) {
            for (int free = 0; free < MOST_FRAMES; free += 1 + free / 24) {
                int frames = free;
                inThread(1 << 20, () -> {
                    depth = 0;
                    try {
                        descend();
                    } catch (StackOverflowError e) {
                        // depth is now that of the deepest frame.
                    }
                    descendTo(depth - frames, () -> operation.run(Arithmetic.of()));
                    descendTo(
                            depth - frames,
                            () -> operation.run(Arithmetic.of().withExecutor(sameThread)));
                });
                MemoryInUse.assertNone();
            }
            operation.run(Arithmetic.of());
        }
        System.out.println(
                right > 0 && overflows > 0 ? "all right" : right + " right, " + overflows);
    }

    private static void inThread(long stackSize, Runnable action) throws Exception {
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(null, action, "short stack", stackSize);
        thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
        thread.start();
        thread.join();
        if (failure[0] != null) {
            throw new AssertionError(failure[0]);
        }
    }

    private static void descend() {
        depth++;
        descend();
    }

    private static void descendTo(int left, Runnable action) {
        try {
            descendOrRun(left, action);
            right++;
        } catch (StackOverflowError e) {
            overflows++;
        }
    }

    private static void descendOrRun(int left, Runnable action) {
        if (left > 0) {
            descendOrRun(left - 1, action);
        } else {
            action.run();
        }
    }

    private ShortStacks() {}
}
