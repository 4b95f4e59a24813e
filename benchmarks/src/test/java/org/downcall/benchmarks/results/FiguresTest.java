package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
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
        "6.7123, NaN, 6.71 ns"
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

    @ParameterizedTest
    @CsvSource({
        "11.78, 10.9, 12.7, '11.8×, 10.9 to 12.7'",
        "2.714, 2.6, 2.8, '2.71×, 2.60 to 2.80'",
        "1.004, 0.998, 1.01, '1.00×, 1.00 to 1.01'",
        "0.25, 0.2, 0.3, '0.25×, 0.20 to 0.30'",
        "0.0054321, 0.004, 0.007, '0.0054×, 0.0040 to 0.0070'",
        "123.4, 120, 1300, '123×, 120 to 1,300'",
        "2, NaN, NaN, 2.00×",
        "2, 0.5, Infinity, 2.00×",
        "2, 0, 5, 2.00×"
    })
    void aRatioHasItsIntervalIfThereIsOne(double value, double low, double high, String text) {
        for (Verdict verdict : Verdict.values()) {
            assertEquals(text, Figures.ratio(new Ratio(value, low, high, verdict)));
        }
    }

    @Test
    void anUnknownIntervalIsNamed() {
        assertEquals(
                "no interval",
                Figures.interval(new Ratio(2, 0.5, Double.POSITIVE_INFINITY, Verdict.UNDECIDED)));
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "10000, '10,000'", "1e5, 10⁵", "1e10, 10¹⁰", "2e6, '2,000,000'"})
    void largePowersOfTenAreShort(double number, String text) {
        assertEquals(text, Figures.amount(number));
    }
}
