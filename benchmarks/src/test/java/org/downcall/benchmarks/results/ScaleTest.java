package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {

    @ParameterizedTest
    @CsvSource({
        "0, ns",
        "12.3, ns",
        "999.9, ns",
        "1e3, us",
        "999_999, us",
        "1e6, ms",
        "999e6, ms",
        "1e9, s",
        "1e12, s"
    })
    void theShortestTimeChoosesTheUnit(String nanoseconds, String unit) {
        assertEquals(
                unit,
                Scale.ofTime(Double.parseDouble(nanoseconds.replace("_", ""))).unit());
    }

    @ParameterizedTest
    @CsvSource({"0.5, ops/s", "1000, ops/s", "1001, Kops/s", "1e6, Kops/s", "1.1e6, Mops/s"})
    void theLowestRateDeterminesTheUnit(double perSecond, String unit) {
        assertEquals(unit, Scale.ofOperations(perSecond).unit());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 | 2509.16 | 2,509.2",
                "2509.16 | 2509.16 | 2.5092",
                "2e6 | 1234567890 | 1,234.5679"
            })
    void figuresAreWrittenInTheUnit(double shortest, double nanoseconds, String expected) {
        assertEquals(expected, Scale.ofTime(shortest).format(nanoseconds));
    }
}
