package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.downcall.benchmarks.results.Measurement;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private static Measurement measured(String contender, double... medians) {
        List<Measurement> sets = new ArrayList<>();
        for (int set = 0; set < medians.length; set++) {
            sets.add(Measurement.of(
                            "a.KernelBenchmark.run",
                            "avgt",
                            Map.of("contender", contender, "size", "100"),
                            "ns/op",
                            medians[set])
                    .ofTurns(new int[] {0}, 1, 0, set));
        }
        return sets.stream().reduce(Measurement::plus).orElseThrow();
    }

    @Test
    void aLineForEachContenderHasRatioIntervalAndBar() {
        assertEquals(
                List.of(
                        "    java    1.20 +- 0.00 us",
                        "    native     11.8x  11.4 to 12.2                   |====",
                        "    gmp        0.10x  0.10 to 0.10               ====|",
                        "    same       1.00x  1.00 to 1.00                   |",
                        "    slow     0.0012x  0.0012 to 0.0012   ============|"),
                Answer.lines(List.of(
                        measured("java", 1200, 1200, 1200),
                        measured("native", 101, 102, 102),
                        measured("gmp", 12000, 12000, 12000),
                        measured("same", 1201, 1201, 1201),
                        measured("slow", 1e6, 1e6, 1e6))));
    }

    @Test
    void theTimeHasItsErrorIfThereAreEnoughJvms() {
        assertEquals(
                List.of("    run  1.20 +- 0.03 us"),
                Answer.lines(List.of(measured("java", 1195, 1200, 1205))));
        assertEquals(
                List.of("    run  1.20 us"), Answer.lines(List.of(measured("java", 1195, 1205))));
    }

    @Test
    void theBarIsLogarithmic() {
        assertEquals("            |============", Answer.bar(5000));
        assertEquals("            |====", Answer.bar(10));
        assertEquals("            |", Answer.bar(1.1));
        assertEquals("        ====|", Answer.bar(0.1));
    }
}
