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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.downcall.benchmarks.results.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
            assertEquals(RunMode.DEFAULT.slices(), measured.forksInNanoseconds().getFirst().length);
            assertTrue(measured.allocated().isPresent());
            assertTrue(
                    !measured.json().get("jvmArgs").toString().contains(TurnProfiler.PROPERTY),
                    "the address means nothing later");
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
