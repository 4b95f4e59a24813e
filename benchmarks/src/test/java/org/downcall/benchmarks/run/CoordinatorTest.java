package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With contenders in this JVM. */
@Timeout(60)
class CoordinatorTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** The contenders in the order of their slices. */
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());

    private final AtomicInteger measuring = new AtomicInteger();
    private volatile boolean together;

    /** @param disturbed whether a turn is disturbed */
    private FutureTask<?> contender(
            Coordinator coordinator, int number, int turns, IntPredicate disturbed) {
        return start(() -> {
            try (TurnClient client = new TurnClient(coordinator.address(number))) {
                client.await();
                for (int turn = 0; turn < turns; turn++) {
                    client.await();
                    together |= measuring.incrementAndGet() > 1;
                    order.add(number);
                    measuring.decrementAndGet();
                    client.end(disturbed.test(turn));
                }
            }
            return null;
        });
    }

    private static FutureTask<?> start(java.util.concurrent.Callable<?> contender) {
        FutureTask<?> task = new FutureTask<>(contender);
        Thread.ofVirtual().start(task);
        return task;
    }

    private List<Optional<Coordinator.Slices>> conduct(
            List<Integer> rounds, long seed, IntPredicate disturbed) throws Exception {
        try (Coordinator coordinator = new Coordinator(rounds, LONG, seed)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < rounds.size(); i++) {
                int turns = rounds.get(i) + Coordinator.spares(rounds.get(i));
                running.add(contender(coordinator, i, turns, i == 1 ? disturbed : turn -> false));
            }
            List<Optional<Coordinator.Slices>> slices = coordinator.conduct(running);
            for (Future<?> task : running) {
                task.get();
            }
            return slices;
        }
    }

    @Test
    void oneContenderMeasuresAtATimeAndEachOnceARound() throws Exception {
        conduct(List.of(3, 3, 3), 1, turn -> false);
        assertEquals(9, order.size());
        for (int round = 0; round < 3; round++) {
            assertEquals(3, new TreeSet<>(order.subList(3 * round, 3 * round + 3)).size());
        }
        assertTrue(!together);
    }

    @Test
    void theSeedDecidesTheOrder() throws Exception {
        conduct(List.of(3, 3, 3), 5, turn -> false);
        List<Integer> first = List.copyOf(order);
        order.clear();
        conduct(List.of(3, 3, 3), 5, turn -> false);
        assertEquals(first, order);
        assertEquals(
                3,
                IntStream.range(0, 20)
                        .mapToObj(seed -> {
                            order.clear();
                            try {
                                conduct(List.of(1, 1, 1), seed, turn -> false);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                            return order.getFirst();
                        })
                        .distinct()
                        .count());
    }

    @Test
    void aDisturbedSliceIsRepeatedWhileThereAreSpareOnes() throws Exception {
        List<Optional<Coordinator.Slices>> slices =
                conduct(List.of(8, 8), 1, turn -> turn == 1 || turn == 4);
        assertEquals(0, slices.get(0).orElseThrow().disturbed());
        assertArrayEquals(
                new int[] {0, 1, 2, 3, 4, 5, 6, 7}, slices.get(0).orElseThrow().turns());
        assertEquals(2, slices.get(1).orElseThrow().disturbed());
        assertArrayEquals(
                new int[] {0, 2, 3, 5, 6, 7, 8, 9}, slices.get(1).orElseThrow().turns());
    }

    @Test
    void onABusyMachineTheRepetitionsEnd() throws Exception {
        Coordinator.Slices slices =
                conduct(List.of(4, 4), 1, turn -> true).get(1).orElseThrow();
        assertEquals(5, slices.disturbed());
        assertArrayEquals(new int[] {1, 2, 3, 4}, slices.turns());
    }

    @Test
    void aContenderWithFewerRoundsEndsEarlier() throws Exception {
        List<Optional<Coordinator.Slices>> slices = conduct(List.of(3, 1), 1, turn -> false);
        assertEquals(3, slices.get(0).orElseThrow().turns().length);
        assertEquals(1, slices.get(1).orElseThrow().turns().length);
        assertEquals(4, order.size());
    }

    @Test
    void contendersThatEndOrHangDoNotBlockTheOthers() throws Exception {
        try (Coordinator coordinator =
                new Coordinator(List.of(3, 3, 3, 3), Duration.ofMillis(500), 1)) {
            Future<?> sound = contender(coordinator, 0, 3, turn -> false);
            Future<?> ends = contender(coordinator, 1, 1, turn -> false);
            Future<?> neverConnects = start(() -> null);
            Future<?> hangs = start(() -> {
                TurnClient client = new TurnClient(coordinator.address(3));
                client.await();
                client.await();
                Thread.sleep(LONG);
                return null;
            });
            List<Optional<Coordinator.Slices>> slices =
                    coordinator.conduct(List.of(sound, ends, neverConnects, hangs));
            assertEquals(
                    List.of(true, false, false, false),
                    slices.stream().map(Optional::isPresent).toList());
            sound.get();
        }
    }

    @Test
    void aStrangerGetsNoTurn() throws Exception {
        try (Coordinator coordinator = new Coordinator(List.of(1), Duration.ofSeconds(5), 1)) {
            int port = Integer.parseInt(coordinator.address(0).split(":")[0]);
            try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
                stranger.getOutputStream().write(new byte[20]);
                Future<?> contender = contender(coordinator, 0, 1, turn -> false);
                assertTrue(coordinator.conduct(List.of(contender)).getFirst().isPresent());
                assertEquals(-1, stranger.getInputStream().read());
            }
        }
    }

    @Test
    void aConnectionThatIsResetDoesNotEndTheRun() throws Exception {
        try (Coordinator coordinator = new Coordinator(List.of(1), Duration.ofSeconds(5), 1)) {
            int port = Integer.parseInt(coordinator.address(0).split(":")[0]);
            Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port);
            stranger.setSoLinger(true, 0);
            stranger.close();
            Future<?> contender = contender(coordinator, 0, 1, turn -> false);
            assertTrue(coordinator.conduct(List.of(contender)).getFirst().isPresent());
        }
    }

    @Test
    void aContenderWhoseSuiteEndsDoesNotWaitForever() throws Exception {
        Future<?> waits;
        try (Coordinator coordinator = new Coordinator(List.of(1, 1), LONG, 1)) {
            waits = contender(coordinator, 0, 1, turn -> false);
            Future<?> fails = start(() -> {
                new Socket(InetAddress.getLoopbackAddress(), 1).close();
                return null;
            });
            coordinator.conduct(List.of(waits, fails));
        }
        waits.get();
    }

    @Test
    void aSliceIsDisturbedIfItGotLessOfTheProcessorThanTheBest() throws IOException {
        ProcessorShare running = new ProcessorShare();
        assertEquals(false, running.wasDisturbed(20_000, 10, 20_000, 0, 0));
        assertEquals(false, running.wasDisturbed(19_000, 10, 20_000, 0, 0));
        assertEquals(true, running.wasDisturbed(15_000, 10, 20_000, 0, 0));
        ProcessorShare coarse = new ProcessorShare();
        assertEquals(false, coarse.wasDisturbed(20_000, 10_000, 20_000, 0, 0));
        assertEquals(false, coarse.wasDisturbed(10_000, 10_000, 20_000, 0, 0));
    }

    @Test
    void threadsThatWaitOrHelpEachOtherAreNotDisturbed() {
        ProcessorShare blocked = new ProcessorShare();
        assertEquals(false, blocked.wasDisturbed(2_000, 10, 20_000, 0, 0));
        assertEquals(false, blocked.wasDisturbed(1_000, 10, 20_000, 0, 0));
        ProcessorShare parallel = new ProcessorShare();
        assertEquals(false, parallel.wasDisturbed(38_000, 10, 20_000, 0, 0));
        assertEquals(false, parallel.wasDisturbed(20_000, 10, 20_000, 0, 0));
    }

    /** The first slice of a JVM loads classes while the benchmark runs. */
    @Test
    void whatTheAskingThreadDoesDoesNotMakeASliceTheBest() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Thread worker = Thread.ofPlatform().daemon().start(() -> {
            while (!ended.get()) {
                Thread.onSpinWait();
            }
        });
        try {
            ProcessorShare share = new ProcessorShare();
            share.begin();
            long start = System.nanoTime();
            while (System.nanoTime() - start < 50_000_000) {
                Thread.onSpinWait();
            }
            share.wasDisturbed();
            assertTrue(share.best() < 1.1, () -> share.best() + " processors for one thread");
        } finally {
            ended.set(true);
            worker.join();
        }
    }

    @Test
    void aPauseOfTheCollectorDoesNotDisturbTheSliceOfTheContenderThatCausedIt() {
        ProcessorShare collecting = new ProcessorShare();
        assertEquals(false, collecting.wasDisturbed(20_000, 10, 20_000, 0, 0));
        assertEquals(false, collecting.wasDisturbed(12_000, 10, 20_000, 7_000, 9_000));
        assertEquals(true, collecting.wasDisturbed(8_000, 10, 20_000, 7_000, 9_000));
        ProcessorShare always = new ProcessorShare();
        assertEquals(false, always.wasDisturbed(10_000, 10, 20_000, 9_000, 11_000));
        assertEquals(true, always.wasDisturbed(10_000, 10, 30_000, 9_000, 11_000));
    }
}
