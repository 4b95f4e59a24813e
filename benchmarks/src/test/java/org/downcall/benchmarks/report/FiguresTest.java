package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.downcall.benchmarks.results.Estimate;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "6.7123, 0.0341, 6.71 ± 0.04 ns",
        "6.7123, 0.5, 6.71 ± 0.50 ns",
        "6.7123, 1.21, 6.7 ± 1.3 ns",
        "6.7123, 34, 7 ± 34 ns",
        "0.5091, 0.0004, 0.509 ± 0.001 ns",
        "0.0123, 0.0001, 0.012 ± 0.001 ns",
        "812.3, 0.2, 812 ± 1 ns",
        "812.3, 145, 810 ± 150 ns",
        "999.4, 1, 999 ± 1 ns",
        "999.9, 1, 1.00 ± 0.01 µs",
        "12345, 9000, 12.3 ± 9.0 µs",
        "1234567, 100, 1.23 ± 0.01 ms",
        "2.5e9, 1e8, 2.50 ± 0.10 s",
        "5, 0, 5.00 ± 0.00 ns",
        "0, 0, 0 ± 0 ns",
        "6.7123, NaN, 6.71 ± ? ns"
    })
    void givesNoDigitThatTheErrorDoesNotSupport(double mean, double error, String text) {
        assertEquals(text, Figures.time(new Estimate(mean, error, mean, mean)));
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0 B", "15.9999, 16 B", "1023, 1023 B", "4096, 4.00 KiB", "4194304, 4.00 MiB"})
    void countsWholeBytes(double bytes, String text) {
        assertEquals(text, Figures.bytes(Optional.of(new Estimate(bytes, 0, bytes, bytes))));
    }

    @Test
    void unknownBytesAreNotZero() {
        assertEquals("", Figures.bytes(Optional.empty()));
    }

    @Test
    void aRatioWithoutAVerdictIsNotPrinted() {
        assertEquals("2.71× faster", Figures.ratio(new Ratio(2.714, 2.6, 2.8, Verdict.FASTER)));
        assertEquals("4.00× slower", Figures.ratio(new Ratio(0.25, 0.2, 0.3, Verdict.SLOWER)));
        assertEquals("123× faster", Figures.ratio(new Ratio(123.4, 120, 130, Verdict.FASTER)));
        assertEquals("no difference shown", Figures.ratio(new Ratio(2, 0.5, 4, Verdict.UNDECIDED)));
    }

    @Test
    void aRatioNearOneIsPrintedInPercent() {
        assertEquals("0.4 % faster", Figures.ratio(new Ratio(1.004, 1.001, 1.007, Verdict.FASTER)));
        assertEquals(
                "9.9 % slower", Figures.ratio(new Ratio(1 / 1.099, 0.9, 0.92, Verdict.SLOWER)));
        assertEquals(
                "1.10× slower", Figures.ratio(new Ratio(1 / 1.1001, 0.9, 0.92, Verdict.SLOWER)));
        assertEquals(
                "less than 0.1 % faster",
                Figures.ratio(new Ratio(1.0004, 1.0001, 1.0007, Verdict.FASTER)));
    }

    @Test
    void anIntervalMayHaveNoUpperEnd() {
        assertEquals(
                "0.50 to ∞",
                Figures.interval(new Ratio(2, 0.5, Double.POSITIVE_INFINITY, Verdict.UNDECIDED)));
        assertEquals(
                "unknown",
                Figures.interval(new Ratio(2, Double.NaN, Double.NaN, Verdict.UNDECIDED)));
    }
}
