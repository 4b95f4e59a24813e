package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(bytes), Duration.ofMinutes(10));

    @Test
    void theEstimateIsCorrectedByTheTimeSoFar() {
        assertEquals(Duration.ofMinutes(10), progress.left());
        progress.step(Duration.ofMinutes(2), Duration.ofMinutes(3));
        assertEquals(Duration.ofMinutes(12), progress.left());
        progress.step(Duration.ofMinutes(8), Duration.ofMinutes(8));
        assertEquals(Duration.ZERO, progress.left());
        progress.step(Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertEquals(Duration.ZERO, progress.left());
    }

    @Test
    void everyStepIsPrintedImmediately() {
        progress.begin(3, 90, "one long");
        progress.step(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertEquals("[3/90] one long (about 10 min left) .", bytes.toString());
        progress.end(" FAILED");
        assertEquals(
                "[3/90] one long (about 10 min left) . FAILED" + System.lineSeparator(),
                bytes.toString());
    }

    @Test
    void theEstimateIsRoundedToMinutes() {
        assertEquals("less than a minute", Progress.words(Duration.ofSeconds(59)));
        assertEquals("about 1 min", Progress.words(Duration.ofSeconds(60)));
        assertEquals("about 2 min", Progress.words(Duration.ofSeconds(95)));
    }
}
