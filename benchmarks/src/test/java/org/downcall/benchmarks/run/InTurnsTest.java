package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.parallel.Isolated;

/** With JMH. */
@Timeout(600)
@Isolated("It measures times.")
class InTurnsTest {

    private static final PrintStream LOG = new PrintStream(OutputStream.nullOutputStream());

    private static JmhTrial trial(String contender) {
        return JmhTrial.of(KnownWork.class, "work", Map.of("contender", contender));
    }

    @Test
    void contendersInJvmsOfTheirOwnTakeTurnsAndOneThatFailsDoesNotStopThem() throws Exception {
        JmhTrial one = trial("one");
        JmhTrial fails = trial("unknown");
        JmhTrial twice = trial("twice").withHugePages();
        Map<JmhTrial, Callable<Measurement>> results = InTurns.measure(
                List.of(one, fails, twice), RunMode.DEFAULT, List.of(), LOG, new Random(1));
        Measurement first = results.get(one).call();
        assertThrows(Exception.class, results.get(fails)::call);
        Measurement other = results.get(twice).call();
        assertTrue(first.tookTurnsWith(other));
        for (Measurement measured : List.of(first, other)) {
            assertEquals(1, measured.forks());
            assertEquals(
                    RunMode.DEFAULT.timing().slices(),
                    measured.forksInNanoseconds().getFirst().length);
            assertTrue(measured.allocated().isPresent());
            assertTrue(
                    !measured.json().get("jvmArgs").toString().contains(TurnProfiler.PROPERTY),
                    "the address means nothing later");
        }
    }

    /** The least number of sets that have an interval. */
    @Test
    @EnabledIfEnvironmentVariable(named = "DOWNCALL_LONG_TESTS", matches = "true")
    void twiceTheWorkIsFoundBesideABusyLoopForEachProcessor() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        List<Thread> loops = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> Thread.ofPlatform().daemon().start(() -> {
                    while (!ended.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        try {
            JmhTrial one = trial("one");
            JmhTrial twice = trial("twice");
            List<Measurement> ones = new ArrayList<>();
            List<Measurement> twices = new ArrayList<>();
            Random random = new Random(1);
            for (int set = 0; set < 3; set++) {
                Map<JmhTrial, Callable<Measurement>> results = InTurns.measure(
                        List.of(one, twice), RunMode.DEFAULT, List.of(), LOG, random);
                ones.add(results.get(one).call());
                twices.add(results.get(twice).call());
            }
            Ratio ratio = Ratio.of(
                    ones.stream().reduce(Measurement::plus).orElseThrow(),
                    twices.stream().reduce(Measurement::plus).orElseThrow());
            assertEquals(2, ratio.value(), 0.5);
            assertEquals(Verdict.FASTER, ratio.verdict());
        } finally {
            ended.set(true);
            for (Thread loop : loops) {
                loop.join();
            }
        }
    }

    /** A sample of 5 ms, for which the contender waits a second. */
    @Test
    void theTimeThatAContenderWaitsIsNotMeasured() throws Exception {
        String former = System.getProperty(TurnProfiler.PROPERTY);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Integer> slow = new FutureTask<>(() -> turnsAfterASecond(server));
            Thread.ofPlatform().daemon().start(slow);
            String address = server.getLocalPort() + ":0:0";
            System.setProperty(TurnProfiler.PROPERTY, address + ":1");
            Measurement measured = trial("one").measure(RunMode.SMOKE, LOG, address, List.of());
            assertEquals(2, slow.get(), "the warm-up is a turn");
            double nanoseconds = measured.time().mean();
            assertTrue(nanoseconds < 200_000, () -> nanoseconds + " ns");
        } finally {
            if (former == null) {
                System.clearProperty(TurnProfiler.PROPERTY);
            } else {
                System.setProperty(TurnProfiler.PROPERTY, former);
            }
        }
    }

    /** {@return the number of turns} */
    private static int turnsAfterASecond(ServerSocket server) throws Exception {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(Long.BYTES + Integer.BYTES + Long.BYTES);
            int turns = 0;
            while (in.read() == TurnClient.READY) {
                Thread.sleep(1000);
                socket.getOutputStream().write(TurnClient.GO);
                turns++;
            }
            return turns;
        }
    }
}
