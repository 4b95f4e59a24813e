package org.downcall.internal.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorSearch;
import org.downcall.VectorType;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.VectorCalls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that are interrupted, observed, or whose matrix is closed, while they run. */
@RequiresLibrary
class RunningSearchTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST_ROUNDS = 100;

    private final VectorKernel inJava = new JavaVectors();
    private final VectorKernel inC = new NativeVectors();

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    /** A thread that has run an action, and how the action ended. */
    private static final class Runner {
        private final Thread thread;
        private volatile Throwable thrown;
        private volatile boolean interrupted;

        Runner(Runnable action) {
            thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    action.run();
                } catch (Throwable e) {
                    thrown = e;
                }
                interrupted = Thread.currentThread().isInterrupted();
            });
        }

        /** Waits until the thread executes code of a class. */
        void awaitIn(Class<?> code) throws InterruptedException {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (Arrays.stream(thread.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().equals(code.getName()))) {
                assertTrue(thread.isAlive(), () -> "the search has ended: " + thrown);
                assertTrue(System.nanoTime() < end, "the search has not started");
                Thread.sleep(1);
            }
        }

        void join() throws InterruptedException {
            assertTrue(thread.join(LIMIT), "the search does not end");
        }
    }

    // ---- Interrupts

    /** All rows are the same memory, so there can be so many that a search takes hours. */
    private static SearchRequest endless(Arena arena, int queries, int n, long rows) {
        return new SearchRequest(
                VectorKernel.DOT,
                VectorKernel.INT8,
                n,
                arena.allocate(n),
                0,
                null,
                rows,
                null,
                null,
                MemorySegment.ofArray(new byte[queries * n]),
                n,
                queries,
                null,
                10);
    }

    private static void assertInterruptCancels(VectorKernel kernel, Runnable search)
            throws InterruptedException {
        Runner runner = new Runner(search);
        runner.awaitIn(kernel instanceof JavaVectors ? JavaVectors.class : VectorCalls.class);
        runner.thread.interrupt();
        runner.join();
        assertInstanceOf(CancellationException.class, runner.thrown);
        assertTrue(runner.interrupted, "the interrupt status is set");
    }

    /** The first search of a kernel calls C before it starts. */
    private void rehearse(VectorKernel kernel) {
        try (Arena arena = Arena.ofShared()) {
            kernel.search(endless(arena, 1, 1, 10), Execution.DEFAULT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void anInterruptCancelsASearch(int queries) throws InterruptedException {
        for (VectorKernel kernel : List.of(inC, inJava)) {
            rehearse(kernel);
            try (Arena arena = Arena.ofShared()) {
                SearchRequest request = endless(arena, queries, 64, 1L << 40);
                assertInterruptCancels(kernel, () -> kernel.search(request, Execution.DEFAULT));
            }
        }
    }

    /** No thread of the executor uses the memory afterwards: the arena can be closed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void anInterruptCancelsASearchOnSeveralThreads(int queries) throws InterruptedException {
        rehearse(inC);
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Execution onSeveralThreads = Execution.DEFAULT.withExecutor(executor);
            try (Arena arena = Arena.ofShared()) {
                SearchRequest request = endless(arena, queries, 64, 1L << 40);
                assertInterruptCancels(inC, () -> inC.search(request, onSeveralThreads));
            }
        }
    }

    @Test
    void anInterruptCancelsTheComputationOfValues() throws InterruptedException {
        int rows = 4_000_000;
        for (VectorKernel kernel : List.of(inC, inJava)) {
            rehearse(kernel);
            try (Arena arena = Arena.ofShared()) {
                SearchRequest request = endless(arena, 1, 1 << 20, rows);
                assertInterruptCancels(
                        kernel, () -> kernel.values(request, 0, rows, new double[rows]));
            }
        }
    }

    // ---- Progress

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void progressGrowsToOneOnTheCallingThread(int queries) {
        try (ExecutorService executor = Executors.newFixedThreadPool(2);
                VectorMatrix rows = VectorMatrix.allocate(VectorType.INT8, 100_000, 64);
                VectorMatrix some = VectorMatrix.allocate(VectorType.INT8, queries, 64)) {
            VectorSearch search = VectorSearch.of(VectorMetric.DOT, 10);
            List<List<VectorMatch>> expected = search.run(rows, some);
            Thread caller = Thread.currentThread();
            for (VectorSearch reported : List.of(search, search.withExecutor(executor))) {
                List<Double> fractions = new ArrayList<>();
                VectorSearch reporting = reported.withProgress(fraction -> {
                    assertSame(caller, Thread.currentThread());
                    fractions.add(fraction);
                });
                assertEquals(expected, reporting.run(rows, some));
                assertTrue(fractions.getFirst() > 0, fractions::toString);
                assertEquals(1.0, fractions.getLast());
                assertEquals(new ArrayList<>(new TreeSet<>(fractions)), fractions);
                assertTrue(reported != search || fractions.size() > 3, fractions::toString);
            }
        }
    }

    /** The matrix can be closed afterwards, so no thread reads it. */
    @Test
    void anExceptionOfTheListenerEndsTheSearch() {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            VectorSearch search = VectorSearch.of(VectorMetric.DOT, 10);
            for (VectorSearch reported : List.of(search, search.withExecutor(executor))) {
                IllegalStateException late = new IllegalStateException("late");
                VectorSearch reporting = reported.withProgress(fraction -> {
                    throw late;
                });
                VectorMatrix rows = VectorMatrix.allocate(VectorType.INT8, 100_000, 64);
                assertSame(
                        late,
                        assertThrows(
                                IllegalStateException.class,
                                () -> reporting.run(rows, new byte[64])));
                rows.close();
            }
        }
    }

    @Test
    void theErrorNamesAnInvalidOption() {
        VectorSearch search = VectorSearch.of(VectorMetric.DOT, 10);
        assertEquals(
                "maxWait",
                assertThrows(NullPointerException.class, () -> search.withMaxWait(null))
                        .getMessage());
        assertEquals(
                "listener",
                assertThrows(NullPointerException.class, () -> search.withProgress(null))
                        .getMessage());
        assertEquals(
                "The argument maxWait is PT-1S. It must be zero or positive.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> search.withMaxWait(Duration.ofSeconds(-1)))
                        .getMessage());
    }

    // ---- Closing

    private enum Kind {
        SINGLE,
        BATCH,
        SINGLE_ON_SEVERAL_THREADS,
        BATCH_ON_SEVERAL_THREADS
    }

    /** A matrix, and a search that is repeated until it fails or is stopped. */
    private static final class Searches {
        private static final int ROWS = 100_000;
        private static final int DIMENSIONS = 64;

        final VectorMatrix matrix = VectorMatrix.allocate(VectorType.INT8, ROWS, DIMENSIONS);
        final AtomicBoolean stopped = new AtomicBoolean();
        final AtomicInteger right = new AtomicInteger();
        final Function<VectorMatrix, List<List<VectorMatch>>> search;
        final List<List<VectorMatch>> expected;
        final Runner runner;

        Searches(Kind kind, ExecutorService executor) throws InterruptedException {
            byte[] bytes = new byte[DIMENSIONS];
            Random random = new Random(4);
            for (long row = 0; row < ROWS; row += 10) {
                random.nextBytes(bytes);
                matrix.set(row, bytes);
            }
            VectorMatrix queries = VectorMatrix.allocate(VectorType.INT8, 6, DIMENSIONS);
            for (long row = 0; row < queries.rows(); row++) {
                queries.set(row, matrix.bytes(10 * row));
            }
            VectorSearch one = VectorSearch.of(VectorMetric.DOT, 10);
            VectorSearch several = one.withExecutor(executor);
            search = switch (kind) {
                case SINGLE -> m -> List.of(one.run(m, bytes));
                case BATCH -> m -> one.run(m, queries);
                case SINGLE_ON_SEVERAL_THREADS -> m -> List.of(several.run(m, bytes));
                case BATCH_ON_SEVERAL_THREADS -> m -> several.run(m, queries);
            };
            expected = search.apply(matrix);
            runner = new Runner(() -> {
                while (!stopped.get()) {
                    assertEquals(expected, search.apply(matrix));
                    right.incrementAndGet();
                }
                queries.close();
            });
            while (right.get() == 0 && runner.thread.isAlive()) {
                Thread.sleep(1);
            }
        }

        /** {@return whether the matrix is closed now} */
        boolean close() {
            try {
                matrix.close();
                return true;
            } catch (IllegalStateException e) {
                return false; // C reads the rows.
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMatrixIsNotClosedWhileCReadsIt(Kind kind) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < MOST_ROUNDS; round++) {
                Searches searches = new Searches(kind, executor);
                boolean refused = !searches.close();
                if (refused) {
                    assertEquals(searches.expected, searches.search.apply(searches.matrix));
                }
                searches.stopped.set(true);
                searches.runner.join();
                if (refused) {
                    assertNull(searches.runner.thrown);
                    assertTrue(searches.close());
                    assertThrows(IllegalStateException.class, () -> searches.matrix.bytes(0));
                    return;
                }
            }
        }
        throw new AssertionError("close() never threw an exception");
    }

    @ParameterizedTest
    @EnumSource
    void aSearchOfAMatrixThatIsClosedThrows(Kind kind) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 2; round++) {
                Searches searches = new Searches(kind, executor);
                long end = System.nanoTime() + LIMIT.toNanos();
                while (!searches.close()) {
                    assertTrue(System.nanoTime() < end, "the matrix cannot be closed");
                }
                searches.runner.join();
                assertInstanceOf(IllegalStateException.class, searches.runner.thrown);
                assertFalse(searches.right.get() == 0);
            }
        }
    }
}
