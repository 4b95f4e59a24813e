package org.downcall.checks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;
import org.downcall.checks.Searches;

/**
 * Runs operations and searches on the shortest stack that the JVM permits, below more and more frames, until the
 * stack is used up. Each result is right, or the operation throws a StackOverflowError and frees its
 * memory.
 */
public final class ShortStacks {

    private static int right;
    private static int overflows;

    /** Whether the operation has been called, so there was stack enough for the frames above it. */
    private static boolean called;

    private static int step;

    /** @param args how many more frames there are each time */
    public static void main(String[] args) throws Exception {
        step = Integer.parseInt(args[0]);
        List<Operation> operations = new ArrayList<>(Operation.shortOnes());
        operations.addAll(Operation.longOnes());
        for (Operation operation : operations) {
            operation.run(Arithmetic.of());
            inThread(() -> operation.run(Arithmetic.of()));
            Thread virtual = Thread.ofVirtual().start(() -> operation.run(Arithmetic.of()));
            virtual.join();
        }
        Arithmetic sameThread = Arithmetic.of().withExecutor(Runnable::run);
        for (Operation operation : Operation.shortOnes()) {
            runAtEveryDepth(() -> operation.run(Arithmetic.of()));
            runAtEveryDepth(() -> operation.run(sameThread));
            operation.run(Arithmetic.of());
        }
        Operation longOne = Operation.multiply(1_400_000, 1_300_000);
        runAtEveryDepth(() -> longOne.run(sameThread));
        Searches searches = new Searches(1_000, 3);
        for (Executor executor : new Executor[] {null, Runnable::run}) {
            runAtEveryDepth(() -> searches.single(executor));
            runAtEveryDepth(() -> searches.batch(executor));
            searches.batch(executor);
        }
        System.err.println(right + " right, " + overflows + " overflows");
        System.out.println(
                right > 0 && overflows > 0 ? "all right" : right + " right, " + overflows);
    }

    private static void runAtEveryDepth(Runnable computation) throws Exception {
        called = true;
        for (int depth = 0; called; depth += step) {
            int frames = depth;
            called = false;
            inThread(() -> {
                try {
                    descend(frames, () -> {
                        called = true;
                        computation.run();
                    });
                    right++;
                } catch (StackOverflowError e) {
                    overflows++;
                }
            });
            MemoryInUse.assertNone();
        }
    }

    private static void inThread(Runnable action) throws Exception {
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(null, action, "short stack", 1); // the JVM's minimum
        thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
        thread.start();
        thread.join();
        if (failure[0] != null) {
            throw new AssertionError(failure[0]);
        }
    }

    private static void descend(int frames, Runnable action) {
        if (frames > 0) {
            descend(frames - 1, action);
        } else {
            action.run();
        }
    }

    private ShortStacks() {}
}
