package org.downcall.checks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link Soak} for an hour, or for {@code -Dload.seconds}. Whenever its threads rest, its memory,
 * its open files and its temporary directory are measured from outside, and written to {@code
 * target/soak.csv}. After the first five minutes, or a quarter of a shorter run, none of them grows.
 */
class SoakTest {

    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("load.seconds", 3_600));

    private static final Duration WARM_UP = TIME.dividedBy(4).compareTo(Duration.ofMinutes(5)) < 0
            ? TIME.dividedBy(4)
            : Duration.ofMinutes(5);

    private static final double GROWTH = 0.01;

    @TempDir
    private Path directory;

    private record Sample(double seconds, long bytes, int files, String counts) {}

    @Test
    void nothingGrows() throws Exception {
        assumeTrue(Usage.isAvailable(), "This system has no /proc.");
        ChildJvm jvm = ChildJvm.in(directory)
                .with(
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+AlwaysPreTouch",
                        "-Dorg.downcall.memory=64m",
                        "-Dorg.downcall.check=true");
        Process process = jvm.start(Soak.class);
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        try (BufferedReader out = process.inputReader();
                BufferedWriter in = process.outputWriter();
                PrintWriter csv =
                        new PrintWriter(Files.newBufferedWriter(Path.of("target/soak.csv")))) {
            csv.println("seconds,rss,files,computed,refused,cancelled");
            while (System.nanoTime() - start < TIME.toNanos()) {
                String line = out.readLine();
                assertTrue(line != null && line.startsWith("resting "), jvm::toString);
                Sample sample = new Sample(
                        (System.nanoTime() - start) / 1e9,
                        Usage.residentBytes(process.pid()),
                        Usage.openFiles(process.pid()),
                        line.substring(8).replace(' ', ','));
                assertEquals(List.of(), jvm.leftBehind());
                samples.add(sample);
                csv.printf(
                        Locale.ROOT,
                        "%.1f,%d,%d,%s%n",
                        sample.seconds,
                        sample.bytes,
                        sample.files,
                        sample.counts);
                csv.flush();
                in.write('\n');
                in.flush();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals("", jvm.errors());
        List<Sample> warm = samples.stream()
                .filter(sample -> sample.seconds > WARM_UP.toSeconds())
                .toList();
        int part = Math.max(1, warm.size() / 5);
        List<Sample> firstPart = warm.subList(0, part);
        List<Sample> lastPart = warm.subList(warm.size() - part, warm.size());
        double first = meanBytes(firstPart);
        double last = meanBytes(lastPart);
        int firstFiles = mostFiles(firstPart);
        int lastFiles = mostFiles(lastPart);
        System.out.printf(
                Locale.ROOT,
                "soak: %d s, RSS %.1f MiB in the first fifth after the warm-up, %.1f MiB in the"
                        + " last (%+.2f %%); open files %d to %d; computed, refused, cancelled %s%n",
                TIME.toSeconds(),
                first / (1 << 20),
                last / (1 << 20),
                100 * (last / first - 1),
                warm.stream().mapToInt(Sample::files).min().getAsInt(),
                warm.stream().mapToInt(Sample::files).max().getAsInt(),
                warm.getLast().counts);
        assertTrue(last <= first * (1 + GROWTH), first + " to " + last + " bytes");
        assertTrue(lastFiles <= firstFiles, firstFiles + " to " + lastFiles + " open files");
    }

    private static double meanBytes(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::bytes).average().getAsDouble();
    }

    private static int mostFiles(List<Sample> samples) {
        return samples.stream().mapToInt(Sample::files).max().getAsInt();
    }
}
