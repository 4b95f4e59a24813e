package org.downcall.checks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link Load} with half of the memory that its threads ask for. The memory is measured from
 * outside, and so is what the JVM itself takes for as many threads. The throughput is compared with that of one thread for each processor, which has enough
 * memory, round by round.
 */
class LoadTest {

    private static final int ROUNDS = Integer.getInteger("load.rounds", 5);

    /** The fraction of the ideal throughput that must remain. */
    private static final double LEAST_THROUGHPUT = 0.95;

    /** What malloc adds: blocks are rounded up, and it keeps some of what is freed. */
    private static final double MEMORY_OF_THE_ALLOCATOR = 0.10;

    /** How much the memory of the JVM itself varies from run to run, for example compiled code. */
    private static final long VARIATION = 16 << 20;

    @TempDir
    private Path directory;

    @BeforeEach
    void theOperatingSystemReportsMemory() {
        assumeTrue(Usage.isAvailable(), "This system has no /proc.");
    }

    @Test
    void manyThreadsWithHalfOfTheMemory() throws Exception {
        long demand = Long.parseLong(ChildJvm.in(directory)
                .with("-Dorg.downcall.memory=0", "-Dorg.downcall.backend=native")
                .run(Load.class, "demand")
                .out()
                .strip());
        long limit = demand / 2;
        Run threads = run(ChildJvm.in(directory).with("-Dorg.downcall.backend=java"), "threads");
        ChildJvm jvm = ChildJvm.in(directory).with("-Dorg.downcall.memory=" + limit);
        Run run = run(jvm, String.valueOf(ROUNDS));
        List<Double> throughputs = new ArrayList<>();
        List<Double> efficiencies = new ArrayList<>();
        Map<String, Long> counts = new HashMap<>();
        for (String line : run.lines) {
            String[] words = line.split(" ");
            if (words[0].equals("round")) {
                throughputs.add(Double.valueOf(words[1]));
                efficiencies.add(Double.valueOf(words[2]));
            } else {
                counts.put(words[0], Long.valueOf(words[1]));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "load: demand %d MiB, limit %d MiB; the resident memory grew by at most %d MiB, and"
                        + " with Java kernels by %d MiB%n"
                        + "load: %s%nload: throughput relative to the ideal %s%n"
                        + "load: work per processor time relative to the ideal %s%n",
                demand >> 20,
                limit >> 20,
                run.grown >> 20,
                threads.grown >> 20,
                counts,
                throughputs,
                efficiencies);

        assertEquals(0, counts.get("failed"));
        assertEquals(0, counts.get("refused-after-waiting"));
        assertTrue(counts.get("refused") > 0, "The limit was never reached.");
        assertTrue(counts.get("longest-ms") <= Load.MAX_WAIT.toMillis(), counts::toString);
        assertTrue(counts.get("last-to-start-ms") <= Load.MAX_WAIT.toMillis(), counts::toString);
        assertTrue(
                run.grown <= limit * (1 + MEMORY_OF_THE_ALLOCATOR) + threads.grown + VARIATION,
                () -> run.grown + " bytes, of which " + threads.grown + " are the JVM's");
        assertTrue(median(throughputs) >= LEAST_THROUGHPUT, throughputs::toString);
        assertEquals(List.of(), jvm.leftBehind());
    }

    /**
     * What a process printed, and how much its resident memory exceeded that of the idle process at
     * most.
     */
    private record Run(List<String> lines, long grown) {}

    private static Run run(ChildJvm jvm, String what) throws Exception {
        // All of the heap is resident from the beginning, so it does not grow.
        Process process =
                jvm.with("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch").start(Load.class, what);
        List<String> lines = new ArrayList<>();
        long grown;
        try (BufferedReader out = process.inputReader();
                BufferedWriter in = process.outputWriter()) {
            assertEquals("ready", out.readLine(), jvm.errors());
            Usage.forgetPeak(process.pid());
            long before = Usage.residentBytes(process.pid());
            goOn(in);
            String line;
            while ((line = out.readLine()) != null && !line.equals("done")) {
                lines.add(line);
            }
            assertEquals("done", line, jvm.errors());
            grown = Usage.peakBytes(process.pid()) - before;
            goOn(in);
            assertEquals(0, process.waitFor(), jvm.errors());
        } finally {
            process.destroyForcibly();
        }
        assertEquals("", jvm.errors());
        return new Run(lines, grown);
    }

    private static void goOn(BufferedWriter in) throws IOException {
        in.write('\n');
        in.flush();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
