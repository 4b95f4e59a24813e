package org.downcall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.downcall.internal.RequiresLibrary;
import org.junit.jupiter.api.Test;

/** Waiting for memory, as the public classes offer it, in a JVM whose limit is small. */
@RequiresLibrary
class ContextTest {

    @Test
    void operationsAndSearchesWaitForMemory() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.downcall.backend=native",
                        "-Dorg.downcall.memory=24M",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName())
                .redirectErrorStream(true);
        builder.environment() // java would print what it finds there
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals("""
                product: 50 ms
                root: 50 ms
                multiple: 50 ms
                search: 50 ms
                """, output);
    }

    /** The program. It prints for how long each operation has waited in vain. */
    static final class Waiting {

        /** Its square requires nearly all of the memory. */
        private static final BigInteger MUCH = BigInteger.ONE.shiftLeft(18_000_000);

        private static final BigInteger A = BigInteger.ONE.shiftLeft(4_000_000);

        public static void main(String[] args) throws InterruptedException {
            Arithmetic some = Arithmetic.of().withMaxWait(Duration.ofMillis(50));
            Arithmetic much = Arithmetic.of().withMaxWait(Duration.ofMinutes(1));
            BigInteger c = A.subtract(BigInteger.ONE);
            check("product", () -> some.square(A), () -> much.square(A));
            check("root", () -> some.nthRoot(A, 3), () -> much.nthRoot(A, 3));
            check("multiple", () -> some.lcm(A, c), () -> much.lcm(A, c));
            try (VectorMatrix rows = VectorMatrix.allocate(VectorType.INT8, 10_000, 1);
                    VectorMatrix queries = VectorMatrix.allocate(VectorType.INT8, 40, 1)) {
                VectorSearch search = VectorSearch.of(VectorMetric.DOT, 10_000);
                VectorSearch shorter = search.withMaxWait(Duration.ofMillis(50));
                VectorSearch longer = search.withMaxWait(Duration.ofMinutes(1));
                check("search", () -> shorter.run(rows, queries), () -> longer.run(rows, queries));
            }
        }

        /** While another thread computes, nearly all of the memory is in use. */
        private static void check(String name, Supplier<?> some, Supplier<?> much)
                throws InterruptedException {
            CountDownLatch started = new CountDownLatch(1);
            Semaphore mayEnd = new Semaphore(0);
            Arithmetic slow = Arithmetic.of().withProgress(fraction -> {
                started.countDown();
                mayEnd.acquireUninterruptibly();
                mayEnd.release();
            });
            Thread other = Thread.ofPlatform().daemon().start(() -> slow.square(MUCH));
            if (!started.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("the other computation has not started");
            }
            try {
                some.get();
                throw new AssertionError(name + " found memory");
            } catch (OutOfMemoryError e) {
                System.out.println(name + ": "
                        + e.getMessage().replaceAll("(?s).* waited for (\\d+ ms)\\..*", "$1"));
            }
            Thread waiter = Thread.ofPlatform().start(much::get);
            while (waiter.getState() != Thread.State.TIMED_WAITING && waiter.isAlive()) {
                Thread.sleep(1);
            }
            mayEnd.release();
            waiter.join();
            other.join();
        }
    }
}
