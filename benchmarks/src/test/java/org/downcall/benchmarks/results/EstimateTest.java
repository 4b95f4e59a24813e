package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.junit.jupiter.api.Test;

class EstimateTest {

    private static Estimate of(double... samples) {
        return Estimate.of(List.of(samples));
    }

    @Test
    void theErrorFollowsStudentsTAt99Point9Percent() {
        // 1..5: standard deviation sqrt(2.5), t(4, 0.9995) = 8.6103, divided by sqrt(5)
        Estimate estimate = of(1, 2, 3, 4, 5);
        assertEquals(3, estimate.mean());
        assertEquals(8.6103 * Math.sqrt(2.5) / Math.sqrt(5), estimate.error(), 1e-3);
        assertEquals(estimate, Estimate.of(List.of(new double[] {1, 2, 3, 4, 5})));
    }

    @Test
    void aDisturbedSampleOfAJvmDoesNotAffectTheMeanOfMedians() {
        Estimate estimate = Estimate.ofMedians(List.of(
                new double[] {10, 10, 900}, new double[] {12, 12, 12}, new double[] {14, 14, 1}));
        assertEquals(12, estimate.mean());
        // The standard deviation is 2, t(2, 0.995) = 9.925
        assertEquals(9.925 * 2 / Math.sqrt(3), estimate.error(), 1e-3);
        assertEquals(10, estimate.lowestFork());
        assertEquals(14, estimate.highestFork());
        assertTrue(Double.isNaN(Estimate.ofMedians(List.of(new double[] {1, 2})).error()));
    }

    @Test
    void tooFewSamplesAllowNoVerdict() {
        assertTrue(Double.isNaN(of(1).error()));
        assertFalse(of(1).isBelow(of(1000)));
        assertEquals(Verdict.UNDECIDED, Ratio.of(of(1), of(1000)).verdict());
        assertThrows(IllegalArgumentException.class, () -> Estimate.of(List.of()));
    }

    @Test
    void fasterMeansThatTheIntervalsDoNotTouch() {
        Estimate fast = of(1.0, 1.1, 0.9, 1.0);
        Estimate slow = of(3.0, 3.1, 2.9, 3.0);
        assertEquals(Verdict.FASTER, Ratio.of(fast, slow).verdict());
        assertEquals(Verdict.SLOWER, Ratio.of(slow, fast).verdict());
        assertEquals(3, Ratio.of(fast, slow).value(), 1e-9);
        Estimate wide = of(0.5, 2.5, 1.0, 4.0);
        assertEquals(Verdict.UNDECIDED, Ratio.of(fast, wide).verdict());
        assertEquals(Verdict.UNDECIDED, Ratio.of(fast, fast).verdict());
    }

    @Test
    void ifTheJvmsDifferTheIntervalOverTheirMeansCounts() {
        double[] low = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
        double[] high = {1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2};
        Estimate four = Estimate.of(List.of(low, high, low, high));
        // Means 1.0, 1.2, 1.0, 1.2: standard deviation 0.2/sqrt(3), t(3, 0.9995) = 12.924, divided
        // by sqrt(4)
        assertEquals(12.924 * 0.2 / Math.sqrt(3) / 2, four.error(), 1e-3);
        Estimate two = Estimate.of(List.of(low, high));
        assertTrue(two.error() < 0.1, "too few JVMs for an interval of their own");
        assertEquals(
                of(1, 2, 3, 4, 5).error(),
                Estimate.of(List.of(new double[] {1, 2, 3, 4, 5})).error());
    }

    @Test
    void oneForkAsSlowAsThoseOfTheOtherPreventsTheVerdict() {
        double[] quick = {1.0, 1.0, 1.0, 1.01, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
        double[] slow = {2.0, 2.0, 2.0, 2.01, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0};
        double[] medium = {1.4, 1.4, 1.4, 1.41, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4};
        Estimate mostlyQuick = Estimate.of(List.of(quick, quick, quick, quick, quick, slow));
        Estimate reliable = Estimate.of(List.of(medium, medium, medium, medium, medium, medium));
        assertTrue(mostlyQuick.mean() < reliable.mean());
        assertFalse(mostlyQuick.isBelow(reliable));
    }

    @Test
    void theIntervalOfARatioIncludesBothErrors() {
        Ratio ratio = Ratio.of(new Estimate(2, 0.5, 2, 2), new Estimate(6, 1, 6, 6));
        assertEquals(3, ratio.value());
        assertEquals(5 / 2.5, ratio.low());
        assertEquals(7 / 1.5, ratio.high());
        assertEquals(
                Double.POSITIVE_INFINITY,
                Ratio.of(new Estimate(2, 3, 2, 2), new Estimate(6, 1, 6, 6)).high());
    }
}
