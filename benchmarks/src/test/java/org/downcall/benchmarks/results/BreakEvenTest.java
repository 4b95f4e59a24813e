package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BreakEvenTest {

    private final List<Measurement> measurements = new ArrayList<>();

    /** With an interval of about 1 % to each side. */
    private void measured(long size, String contender, double nanoseconds) {
        measured(size, contender, new double[] {
            nanoseconds * 0.998, nanoseconds * 0.999, nanoseconds, nanoseconds * 1.001, nanoseconds * 1.002
        });
    }

    private void measured(long size, String contender, double[] samples) {
        measurements.add(Measurement.of(
                "org.downcall.benchmarks.kernels.KernelBenchmark.run",
                "avgt",
                Map.of("kernel", "sum", "contender", contender, "size", Long.toString(size)),
                "ns/op",
                samples));
    }

    private void measured(long size, double inC, double inJava) {
        measured(size, "native", inC);
        measured(size, "java", inJava);
    }

    private BreakEven breakEven() {
        return BreakEven.of(measurements, "sum", "native", "java");
    }

    private void assertBreakEven(OptionalLong from, String words) {
        assertEquals(from, breakEven().from());
        assertEquals(words, breakEven().toString());
    }

    @Test
    void isTheFirstSizeFromWhichOnItIsFaster() {
        measured(10, 9, 1);
        measured(100, 15, 10);
        measured(1000, 60, 100);
        measured(10_000, 500, 1000);
        assertBreakEven(OptionalLong.of(1000), "faster from 1000 on; slower at 100");
    }

    @Test
    void theOrderOfTheMeasurementsDoesNotMatterAndSizesAreNumbers() {
        measured(9, 15, 10);
        measured(1000, 500, 1000);
        measured(80, 60, 100);
        assertBreakEven(OptionalLong.of(80), "faster from 80 on; slower at 9");
        Collections.reverse(measurements);
        assertBreakEven(OptionalLong.of(80), "faster from 80 on; slower at 9");
    }

    @Test
    void aSizeThatOnlyOneWasMeasuredWithTellsNothing() {
        measured(10, 15, 10);
        measured(100, "native", 1);
        measured(1000, 60, 100);
        measured(10_000, "java", 1);
        assertBreakEven(OptionalLong.of(1000), "faster from 1000 on; slower at 10");
        assertEquals(
                List.of(10L, 1000L),
                breakEven().points().stream().map(BreakEven.Point::size).toList());
    }

    @Test
    void fasterAtEverySize() {
        measured(10, 1, 10);
        measured(100, 10, 100);
        assertBreakEven(OptionalLong.of(10), "faster at every size, from 10 on");
    }

    @Test
    void neverFaster() {
        measured(10, 10, 1);
        measured(100, 100, 10);
        assertBreakEven(OptionalLong.empty(), "no break-even up to 100: slower at 10, 100");
    }

    @Test
    void aTieIsNoBreakEven() {
        measured(10, 10, 1);
        measured(100, 100, 100);
        assertBreakEven(
                OptionalLong.empty(), "no break-even up to 100: slower at 10; no difference shown at 100");
    }

    @Test
    void aTieBelowIsToldOf() {
        measured(10, 100, 100);
        measured(100, 100, 200);
        assertBreakEven(OptionalLong.of(100), "faster from 100 on; no difference shown at 10");
    }

    @Test
    void aSingleWinThatDoesNotLastIsNone() {
        measured(10, 5, 10);
        measured(100, 200, 100);
        measured(1000, 500, 1000);
        assertBreakEven(OptionalLong.of(1000), "faster from 1000 on; slower at 100");
    }

    @Test
    void fasterInTheMiddleOnly() {
        measured(10, 20, 10);
        measured(100, 50, 100);
        measured(1000, 2000, 1000);
        measured(10_000, 10_000, 10_000);
        assertBreakEven(
                OptionalLong.empty(),
                "no break-even up to 10000: faster at 100; slower at 10, 1000; no difference shown at 10000");
    }

    @Test
    void aSingleSampleDecidesNothing() {
        measured(10, "native", new double[] {1});
        measured(10, "java", new double[] {1000});
        assertBreakEven(OptionalLong.empty(), "no break-even up to 10: no difference shown at 10");
    }

    @Test
    void notMeasured() {
        assertBreakEven(OptionalLong.empty(), "not measured");
        measured(10, "java", 1);
        assertBreakEven(OptionalLong.empty(), "not measured");
    }

    @Test
    void otherKernelsContendersAndBenchmarksDoNotCount() {
        measured(10, 1, 10);
        measured(10, "apfloat", 1000);
        measurements.add(Measurement.of("a.Other.run", "avgt", Map.of("length", "3"), "ns/op", 1, 2, 3));
        measurements.add(Measurement.of(
                "a.KernelBenchmark.run",
                "avgt",
                Map.of("kernel", "product", "contender", "native", "size", "5"),
                "ns/op",
                1, 2, 3));
        assertBreakEven(OptionalLong.of(10), "faster at every size, from 10 on");
    }

    @Test
    void forksThatComeSeparatelyAreTakenTogether() {
        measured(10, "native", 10);
        measured(10, "native", 10);
        measured(10, "java", 20);
        assertEquals(2, breakEven().points().getFirst().ratio().value(), 1e-9);
    }
}
