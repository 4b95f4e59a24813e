package org.downcall.benchmarks.article;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares with values calculated by hand from the definitions of pytest-benchmark. */
class RoundStatisticsTest {

    private static final double TOLERANCE = 1e-12;

    @Test
    void meanAndStandardDeviationOfASample() {
        // The squares of the deviations from 5 are 9 1 1 1 0 0 4 16: 32, divided by 8 - 1.
        RoundStatistics statistics = RoundStatistics.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9});
        assertEquals(2, statistics.min());
        assertEquals(9, statistics.max());
        assertEquals(5, statistics.mean(), TOLERANCE);
        assertEquals(Math.sqrt(32.0 / 7), statistics.standardDeviation(), TOLERANCE);
        assertEquals(8, statistics.rounds());
        assertEquals(0.2, statistics.operationsPerTime(), TOLERANCE);
    }

    @Test
    void quartilesOfAnEvenNumberAreTheMediansOfTheHalves() {
        // 2 4 4 4 | 5 5 7 9: 4 and 6
        RoundStatistics statistics = RoundStatistics.of(new double[] {9, 7, 5, 5, 4, 4, 4, 2});
        assertEquals(4.5, statistics.median(), TOLERANCE);
        assertEquals(2, statistics.interquartileRange(), TOLERANCE);
        // 1 2 3 | 4 5 6: 2 and 5
        assertEquals(
                3,
                RoundStatistics.of(new double[] {1, 2, 3, 4, 5, 6}).interquartileRange(),
                TOLERANCE);
    }

    @Test
    void quartilesOfAnOddNumberAreTheMeanOfBothDefinitions() {
        // With the middle one the halves of 10 20 30 40 50 have the medians 20 and 40, without it
        // 15 and 45.
        assertEquals(
                25,
                RoundStatistics.of(new double[] {10, 20, 30, 40, 50}).interquartileRange(),
                TOLERANCE);
        // 10 ... 70: 25 and 55 with it, 20 and 60 without.
        assertEquals(
                35,
                RoundStatistics.of(new double[] {10, 20, 30, 40, 50, 60, 70}).interquartileRange(),
                TOLERANCE);
    }

    @Test
    void outliersAreCountedByBothDefinitions() {
        // Mean 10, deviation sqrt((8 * 1 + 10^2 + 10^2) / 9) = 4.8; quartiles 9 and 11, so the
        // fences are 6 and 14.
        RoundStatistics statistics =
                RoundStatistics.of(new double[] {9, 9, 9, 9, 11, 11, 11, 11, 0, 20});
        assertEquals(2, statistics.beyondDeviation());
        assertEquals(2, statistics.beyondFences());
    }

    @Test
    void aTimeOnTheFenceIsNotAnOutlier() {
        // Quartiles 2 and 4, fences -1 and 7.
        RoundStatistics statistics = RoundStatistics.of(new double[] {2, 2, 2, 3, 3, 4, 4, 7});
        assertEquals(0, statistics.beyondFences());
        assertEquals(
                1, RoundStatistics.of(new double[] {2, 2, 2, 3, 3, 4, 4, 7.5}).beyondFences());
    }

    @Test
    void identicalTimesHaveNoSpread() {
        RoundStatistics statistics =
                RoundStatistics.of(new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1});
        assertEquals(0, statistics.standardDeviation());
        assertEquals(0, statistics.interquartileRange());
        assertEquals(0, statistics.beyondDeviation());
        assertEquals(0, statistics.beyondFences());
        assertEquals(0.1, statistics.median());
    }

    @Test
    void aSingleRoundIsAccepted() {
        RoundStatistics statistics = RoundStatistics.of(new double[] {3});
        assertEquals(new RoundStatistics(3, 3, 3, 0, 3, 0, 0, 0, 1), statistics);
    }

    @Test
    void zeroRoundsAreAnError() {
        assertThrows(IllegalArgumentException.class, () -> RoundStatistics.of(new double[0]));
    }

    @Test
    void theTimesAreNotModified() {
        double[] times =
                IntStream.range(0, 1000).mapToDouble(i -> i * 7919 % 1000).toArray();
        double[] before = times.clone();
        RoundStatistics.of(times);
        assertArrayEquals(before, times, () -> "now " + Arrays.toString(times));
    }
}
