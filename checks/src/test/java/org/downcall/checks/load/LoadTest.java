package org.downcall.checks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link Load} with half of the memory that its threads ask for. The memory is measured from
 * outside. The throughput is compared with that of one thread for each processor, which has enough
 * memory, round by round.
 */
class LoadTest {

    private static final int ROUNDS = Integer.getInteger("load.rounds", 5);

    /** The fraction of the ideal throughput that must remain. */
    private static final double LEAST_THROUGHPUT = 0.95;

    /** What malloc adds: blocks are rounded up, and it keeps some of what is freed. */
    private static final double MEMORY_OF_THE_ALLOCATOR = 0.10;

    /** What the JVM adds: compiled code, stacks of the threads, and data of the collector. */
    private static final long MEMORY_OF_THE_JVM = 64 << 20;

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
        // All of the heap is resident from the beginning, so it does not grow.
        ChildJvm jvm = ChildJvm.in(directory)
                .with("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-Dorg.downcall.memory=" + limit);
        Process process = jvm.start(Load.class, String.valueOf(ROUNDS));
        AtomicLong peak = new AtomicLong();
        Map<String, Long> counts = new HashMap<>();
        List<Double> throughputs = new ArrayList<>();
        List<Double> efficiencies = new ArrayList<>();
        long before;
        try (BufferedReader out = process.inputReader()) {
            assertEquals("ready", out.readLine(), jvm.errors());
            before = Usage.residentBytes(process.pid());
            Thread sampler = Thread.ofPlatform().start(() -> sample(process, peak));
            process.outputWriter().write("go\n");
            process.outputWriter().flush();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("round")) {
                    throughputs.add(Double.valueOf(words[1]));
                    efficiencies.add(Double.valueOf(words[2]));
                } else {
                    counts.put(words[0], Long.valueOf(words[1]));
                }
            }
            sampler.join();
        }
        assertEquals(0, process.waitFor(), jvm.errors());
        assertEquals("", jvm.errors());
        long used = peak.get() - before;
        System.out.printf(
                Locale.ROOT,
                "load: demand %d MiB, limit %d MiB, peak of RSS beyond the idle process %d MiB%n"
                        + "load: %s%nload: throughput relative to the ideal %s%n"
                        + "load: work per processor time relative to the ideal %s%n",
                demand >> 20,
                limit >> 20,
                used >> 20,
                counts,
                throughputs,
                efficiencies);

        assertEquals(0, counts.get("failed"));
        assertEquals(0, counts.get("refused-after-waiting"));
        assertTrue(counts.get("refused") > 0, "The limit was never reached.");
        assertTrue(counts.get("longest-ms") <= Load.MAX_WAIT.toMillis(), counts::toString);
        assertTrue(
                used <= limit * (1 + MEMORY_OF_THE_ALLOCATOR) + MEMORY_OF_THE_JVM,
                () -> used + " bytes");
        assertTrue(median(throughputs) >= LEAST_THROUGHPUT, throughputs::toString);
        assertEquals(List.of(), jvm.leftBehind());
    }

    private static void sample(Process process, AtomicLong peak) {
        try {
            while (process.isAlive()) {
                peak.accumulateAndGet(Usage.residentBytes(process.pid()), Math::max);
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // The process has ended.
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
