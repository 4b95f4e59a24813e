package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.downcall.Fibonacci;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.JavaFibonacci;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads get the same results as one thread. */
class ConcurrencyTest {

    static Stream<Named<ExecutorService>> executors() {
        return Stream.of(
                Named.of("platform threads", Executors.newFixedThreadPool(32)),
                Named.of("virtual threads", Executors.newVirtualThreadPerTaskExecutor()));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void manyThreadsGetTheSameResults(ExecutorService executor)
            throws InterruptedException, ExecutionException {
        FibonacciKernel oracle = new JavaFibonacci();
        try (executor) {
            List<Future<BigInteger>> results = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int n = 100 + 73 * i;
                results.add(executor.submit(() -> {
                    assertEquals(oracle.wrapping(n), Fibonacci.wrapping(n));
                    assertEquals(oracle.wrapping(n), Fibonacci.wrappingIterative(n));
                    return Fibonacci.exact(n);
                }));
            }
            for (int i = 0; i < results.size(); i++) {
                int n = 100 + 73 * i;
                assertEquals(oracle.exact(n), results.get(i).get(), "n = " + n);
            }
        }
    }
}
