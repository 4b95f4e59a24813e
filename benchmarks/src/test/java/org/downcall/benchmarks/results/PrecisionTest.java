package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PrecisionTest {

    private static Ratio ratio(double value, double halfWidth, double p) {
        double low = value / (1 + halfWidth);
        double high = value * (1 + halfWidth);
        Verdict verdict = low > 1 ? Verdict.FASTER : high < 1 ? Verdict.SLOWER : Verdict.UNDECIDED;
        return new Ratio(value, low, high, verdict, true, p);
    }

    @Test
    void halfOfTheRatiosHaveNarrowerIntervalsThanTheMedian() {
        List<Ratio> ratios = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> ratio(1.2, i / 100.0, 0.001))
                .toList();
        Precision precision = Precision.of(ratios);
        assertEquals(5, precision.ratios());
        assertEquals(0.03, precision.median(), 1e-9);
        assertEquals(0.02, precision.lowerQuartile(), 0.005);
        assertEquals(0, precision.large());
    }

    @Test
    void ratiosWithoutAnIntervalOrWithoutTurnsDoNotCount() {
        Ratio noInterval = new Ratio(2, Double.NaN, Double.NaN, Verdict.UNDECIDED, true, 0.5);
        Ratio noTurns = new Ratio(2, 1.9, 2.1, Verdict.FASTER);
        Precision precision = Precision.of(List.of(noInterval, noTurns));
        assertEquals(new Precision(0, Double.NaN, Double.NaN, 0, 0), precision);
    }

    @Test
    void largeRatiosThatAreUndecidedAreCounted() {
        Precision precision = Precision.of(Stream.of(
                        ratio(1.6, 0.1, 1e-6),
                        ratio(0.5, 0.1, 1e-6),
                        ratio(1.7, 1.0, 0.2),
                        ratio(1.4, 1.0, 0.3))
                .toList());
        assertEquals(3, precision.large());
        assertEquals(1, precision.undecided());
    }
}
