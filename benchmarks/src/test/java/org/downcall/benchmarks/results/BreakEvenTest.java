package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BreakEvenTest {

    private final SortedMap<Long, Ratio> ratios = new TreeMap<>();

    private void measured(long size, double inC, double inJava) {
        ratios.put(size, Ratio.of(samples(inC), samples(inJava)));
    }

    /** A time whose interval is less than 1 % to each side. */
    private static Estimate samples(double mean) {
        return Estimate.of(List.of(
                new double[] {mean * 0.998, mean * 0.999, mean, mean * 1.001, mean * 1.002}));
    }

    private void assertBreakEven(Optional<Long> from) {
        assertEquals(from, BreakEven.of(ratios, Ratio::verdict));
    }

    @Test
    void isTheSizeFromWhichItIsFaster() {
        measured(10_000, 500, 1000);
        measured(10, 9, 1);
        measured(100, 15, 10);
        measured(1000, 60, 100);
        assertBreakEven(Optional.of(1000L));
    }

    @Test
    void isTheSmallestSizeIfItIsFasterEverywhere() {
        measured(10, 1, 10);
        measured(100, 10, 100);
        assertBreakEven(Optional.of(10L));
    }

    @Test
    void doesNotExistIfItIsNeverFaster() {
        measured(10, 10, 1);
        measured(100, 100, 10);
        assertBreakEven(Optional.empty());
    }

    @Test
    void doesNotExistWithoutAVerdict() {
        measured(10, 10, 1);
        measured(100, 100, 100);
        assertBreakEven(Optional.empty());
    }

    @Test
    void doesNotExistIfItIsSlowerAtALargerSize() {
        measured(10, 5, 10);
        measured(100, 200, 100);
        assertBreakEven(Optional.empty());
        measured(1000, 500, 1000);
        assertBreakEven(Optional.of(1000L));
    }

    @Test
    void aSingleSampleAllowsNoVerdict() {
        ratios.put(
                10L,
                Ratio.of(
                        Estimate.of(List.of(new double[] {1})),
                        Estimate.of(List.of(new double[] {1000}))));
        assertBreakEven(Optional.empty());
    }

    /** At the largest size, the other contender takes so long that it is measured once. */
    @Test
    void singleSamplesAtTheLargestSizesDoNotCount() {
        measured(10, 10, 1);
        measured(100, 10, 100);
        ratios.put(1000L, Ratio.of(samples(10), Estimate.of(List.of(new double[] {10_000}))));
        assertBreakEven(Optional.of(100L));
        ratios.put(10_000L, Ratio.of(samples(10_000), Estimate.of(List.of(new double[] {10}))));
        assertBreakEven(Optional.empty());
    }

    @Test
    void doesNotExistWithoutMeasurements() {
        assertBreakEven(Optional.empty());
    }
}
