package org.downcall.checks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;
import org.downcall.checks.Searches;

/**
 * Runs operations and searches on the shortest stack that the JVM permits, below more and more
 * frames, until the stack is used up. Each result is right, or the operation throws a
 * StackOverflowError and frees its memory.
 */
public final class ShortStacks {

    private static int right;
    private static int overflows;

    /** Whether the operation has been called, so there was stack enough for the frames above it. */
    private static boolean called;

    private static int step;

    /** The first number of frames, so that all numbers occur. */
    private static final Random offsets = new Random(1);

    private static Thread.Builder threads;

    private static boolean withLongOnes;

    /**
     * @param args how many more frames there are each time; {@code platform}, or {@code virtual} if
     *     the default size of stacks is the shortest, which virtual threads have; {@code long}, or
     *     {@code short} without long computations
     */
    public static void main(String[] args) throws Exception {
        step = Integer.parseInt(args[0]);
        threads = args[1].equals("virtual")
                ? Thread.ofVirtual()
                : Thread.ofPlatform().stackSize(1);
        withLongOnes = args[2].equals("long");
        // The main thread may have a short stack, too.
        Thread main = new Thread(null, ShortStacks::runAll, "main", 64 << 20);
        main.start();
        main.join();
    }

    private static void runAll() {
        try {
            runAllOrThrow();
            System.err.println(right + " right, " + overflows + " overflows");
            System.out.println(
                    right > 0 && overflows > 0 ? "all right" : right + " right, " + overflows);
        } catch (Throwable e) {
            e.printStackTrace();
        }
    }

    private static void runAllOrThrow() throws Exception {
        List<Operation> operations = new ArrayList<>(Operation.shortOnes());
        if (withLongOnes) {
            operations.addAll(Operation.longOnes());
        }
        for (Operation operation : operations) {
            operation.run(Arithmetic.of());
            inThread(() -> operation.run(Arithmetic.of()));
        }
        Arithmetic sameThread = Arithmetic.of().withExecutor(Runnable::run);
        for (Operation operation : Operation.shortOnes()) {
            runAtEveryDepth(() -> operation.run(Arithmetic.of()));
            operation.run(Arithmetic.of());
        }
        Operation product = Operation.multiply(1_400_000, 1_300_000);
        Operation quotient = Operation.divisions(1_500_000, 1_500_000).getFirst();
        for (Operation inSteps : withLongOnes ? List.of(product, quotient) : List.of(product)) {
            runAtEveryDepth(() -> inSteps.run(sameThread));
            inSteps.run(sameThread);
        }
        Searches searches = new Searches(1_000, 3);
        for (Executor executor : new Executor[] {null, Runnable::run}) {
            runAtEveryDepth(() -> searches.single(executor));
            runAtEveryDepth(() -> searches.batch(executor));
            searches.batch(executor);
        }
    }

    private static void runAtEveryDepth(Runnable computation) throws Exception {
        called = true;
        for (int depth = offsets.nextInt(step); called; depth += step) {
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
        Thread thread =
                threads.uncaughtExceptionHandler((t, e) -> failure[0] = e).start(action);
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
