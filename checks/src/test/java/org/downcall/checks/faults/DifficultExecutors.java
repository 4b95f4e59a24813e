package org.downcall.checks.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;
import org.downcall.checks.Searches;

/**
 * Runs every long operation, and searches, with executors that do not do what is expected of them.
 */
public final class DifficultExecutors {

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    public static void main(String[] args) throws Exception {
        Queue<Runnable> late = new ArrayDeque<>();
        ExecutorService shutDown = Executors.newFixedThreadPool(2);
        shutDown.shutdown();
        AtomicInteger calls = new AtomicInteger();
        Map<String, Executor> executors = new LinkedHashMap<>();
        executors.put("runs in the caller", Runnable::run);
        executors.put("never runs", command -> {});
        executors.put("runs too late", late::add);
        executors.put("runs twice", command -> {
            command.run();
            Thread.ofVirtual().start(command);
        });
        executors.put("rejects", command -> {
            throw new RejectedExecutionException();
        });
        executors.put("rejects some", command -> {
            if (calls.incrementAndGet() % 3 == 0) {
                throw new RejectedExecutionException();
            }
            Thread.ofPlatform().start(command);
        });
        executors.put("is shut down", shutDown);
        executors.put("throws", command -> {
            throw new Failure();
        });
        executors.put("throws after it has run some", command -> {
            if (calls.incrementAndGet() % 3 == 0) {
                throw new Failure();
            }
            Thread.ofPlatform().start(command);
        });
        executors.put("interrupts its threads", command -> {
            Thread thread = Thread.ofPlatform().start(command);
            thread.interrupt();
        });
        List<Consumer<Executor>> computations = new ArrayList<>();
        for (Operation operation : Operation.longOnes()) {
            computations.add(executor -> operation.run(Arithmetic.of().withExecutor(executor)));
        }
        Searches searches = new Searches(100_000, 3);
        computations.add(searches::single);
        computations.add(searches::batch);
        for (Consumer<Executor> computation : computations) {
            for (Map.Entry<String, Executor> entry : executors.entrySet()) {
                boolean threw = false;
                try {
                    computation.accept(entry.getValue());
                } catch (Failure e) {
                    threw = true;
                }
                if (threw && !entry.getKey().startsWith("throws")) {
                    throw new AssertionError(entry.getKey());
                }
                MemoryInUse.assertNone();
                late.forEach(Runnable::run);
                late.clear();
            }
        }
        for (Operation operation : Operation.longOnes()) {
            shutDownDuring(operation);
        }
        System.out.println("all right");
    }

    private static void shutDownDuring(Operation operation) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        operation.run(Arithmetic.of()
                .withExecutor(executor)
                .withProgress(fraction -> executor.shutdownNow()));
        executor.shutdownNow(); // An operation may have made no report.
        MemoryInUse.assertNone();
    }

    private DifficultExecutors() {}
}
