package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static Measurement measured(double... samples) {
        return Measurement.of("p.C.m", "avgt", Map.of(), "ns/op", samples);
    }

    @Test
    void reportsADrift() {
        Measurement drifting = IntStream.range(0, 5)
                .mapToObj(fork -> measured(120, 101, 100, 100))
                .reduce(Measurement::plus)
                .orElseThrow();
        Settling settling = Settling.missedBy(drifting).orElseThrow();
        assertEquals(120, settling.first());
        assertEquals(100, settling.last());
        assertEquals(-1.0 / 6, settling.change(), 1e-12);
    }

    @Test
    void reportsADriftInTheFewSamplesOfADefaultRun() {
        Measurement drifting = measured(120, 110, 100).plus(measured(125, 105, 100));
        assertTrue(drifting.time().error() > 22.5, "the drift itself makes the error large");
        assertEquals(122.5, Settling.missedBy(drifting).orElseThrow().first());
        assertTrue(
                Settling.missedBy(measured(100, 110, 120)).isPresent(),
                "becoming slower is a drift, too");
    }

    @Test
    void fluctuationIsNotADrift() {
        assertEquals(Optional.empty(), Settling.missedBy(measured(120, 80, 130, 100)));
        assertEquals(
                Optional.empty(),
                Settling.missedBy(measured(120, 110, 100).plus(measured(100, 110, 120))));
    }

    @Test
    void aSmallChangeIsNotADriftEvenIfItIsCertain() {
        double[] samples =
                IntStream.range(0, 1000).mapToDouble(i -> 100 + i * 0.004).toArray();
        assertEquals(Optional.empty(), Settling.missedBy(measured(samples)));
    }

    @Test
    void aFirstRoundIsNotADrift() {
        double[] samples =
                IntStream.range(0, 1000).mapToDouble(i -> i == 0 ? 400 : 100).toArray();
        Measurement slices = measured(samples).ofTurns(IntStream.range(0, 10).toArray(), 100, 0, 1);
        assertEquals(Optional.empty(), Settling.missedBy(slices));
    }

    @Test
    void singleSamplesShowNoDrift() {
        assertEquals(Optional.empty(), Settling.missedBy(measured(100)));
        assertEquals(Optional.empty(), Settling.missedBy(measured(100, 200)));
    }

    @Test
    void singleShotsAreSeparateEvents() {
        assertEquals(
                Optional.empty(),
                Settling.missedBy(Measurement.of(
                        "p.C.m", "ss", Map.of(), "ns/op", 900, 100, 100, 100, 100, 100, 100)));
    }
}
