package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The instrument on simulated contenders whose true ratio is known. */
@Execution(ExecutionMode.CONCURRENT)
class RatioTest {

    private static final int SETS = 5;
    private static final int SLICES = 8;

    private final Random random = new Random(1);

    /**
     * Slices of two contenders that took turns.
     *
     * @param factor how much slower the second one is
     * @param machine the spread of the speed of the machine, which both share
     * @param jvm the spread of the JVMs of a contender
     * @param slice the spread of slices
     * @param disturbed the share of slices that another process made up to three times as long
     */
    private Ratio measure(
            double factor, double machine, double jvm, double slice, double disturbed) {
        List<double[]> one = new ArrayList<>();
        List<double[]> other = new ArrayList<>();
        for (int set = 0; set < SETS; set++) {
            double[] common = IntStream.range(0, SLICES)
                    .mapToDouble(i -> Math.exp(machine * random.nextGaussian()))
                    .toArray();
            one.add(slices(common, 100 * Math.exp(jvm * random.nextGaussian()), slice, disturbed));
            other.add(slices(
                    common,
                    100 * factor * Math.exp(jvm * random.nextGaussian()),
                    slice,
                    disturbed));
        }
        return Ratio.ofTurns(one, other);
    }

    private double[] slices(double[] common, double time, double slice, double disturbed) {
        return IntStream.range(0, SLICES)
                .mapToDouble(i -> time
                        * common[i]
                        * Math.exp(slice * random.nextGaussian())
                        * (random.nextDouble() < disturbed ? 1 + 2 * random.nextDouble() : 1))
                .toArray();
    }

    private long decided(int comparisons, double factor, double... spreads) {
        return IntStream.range(0, comparisons)
                .mapToObj(i -> measure(factor, spreads[0], spreads[1], spreads[2], spreads[3]))
                .filter(ratio -> ratio.verdict() != Verdict.UNDECIDED)
                .count();
    }

    @Test
    void equalContendersAreUndecidedIn99Of100Comparisons() {
        long comparisons = 20_000;
        for (double disturbed : new double[] {0, 0.1, 0.3}) {
            long wrong = decided((int) comparisons, 1, 0.5, 0.01, 0.02, disturbed);
            // Three standard deviations above 1 %.
            double most = 0.01 * comparisons + 3 * Math.sqrt(0.01 * 0.99 * comparisons);
            assertTrue(wrong <= most, () -> wrong + " of " + comparisons + " at " + disturbed);
        }
    }

    @Test
    void oneThatIsFivePercentSlowerIsFound() {
        // The spreads of JVMs that took turns on a machine with a load of 2 to 3.
        assertTrue(decided(1000, 1.05, 0.5, 0.003, 0.008, 0.05) >= 990);
    }

    @Test
    void aFactorOfTwoIsFoundBesideHeavyNoise() {
        assertTrue(decided(1000, 2, 1, 0.02, 0.1, 0.2) >= 990);
    }

    @Test
    void theIntervalHasTheTrueRatioIn99Of100Comparisons() {
        long inside = IntStream.range(0, 10_000)
                .mapToObj(i -> measure(1.7, 0.5, 0.02, 0.03, 0.05))
                .filter(ratio -> ratio.low() < 1.7 && 1.7 < ratio.high())
                .count();
        assertTrue(inside >= 9_870, () -> inside + " of 10000");
    }

    @Test
    void theOtherDirectionIsTheReciprocal() {
        List<double[]> fast =
                List.of(new double[] {10, 30}, new double[] {11, 21}, new double[] {10, 20});
        List<double[]> slow =
                List.of(new double[] {20, 60}, new double[] {22.1, 42}, new double[] {20, 40.2});
        Ratio ratio = Ratio.ofTurns(fast, slow);
        Ratio reciprocal = Ratio.ofTurns(slow, fast);
        assertEquals(2, ratio.value(), 0.01);
        assertEquals(1 / ratio.value(), reciprocal.value(), 1e-12);
        assertEquals(1 / ratio.low(), reciprocal.high(), 1e-12);
        assertEquals(Verdict.FASTER, ratio.verdict());
        assertEquals(Verdict.SLOWER, reciprocal.verdict());
    }

    @Test
    void twoSetsAllowNoClaim() {
        Ratio ratio = Ratio.ofTurns(
                List.of(new double[] {1}, new double[] {1}),
                List.of(new double[] {100}, new double[] {100}));
        assertEquals(100, ratio.value(), 1e-9);
        assertTrue(Double.isNaN(ratio.low()));
        assertEquals(Verdict.UNDECIDED, ratio.verdict());
    }

    private static Measurement turn(String method, long seed, double... samples) {
        int[] all = IntStream.range(0, samples.length).toArray();
        return Measurement.of("a.B." + method, "avgt", Map.of(), "ns/op", samples)
                .ofTurns(all, 1, 0, seed);
    }

    @Test
    void onlyContendersThatTookTurnsTogetherArePaired() {
        Measurement a = turn("a", 1, 10, 20).plus(turn("a", 2, 10, 20)).plus(turn("a", 3, 7));
        Measurement b = turn("b", 1, 20, 40).plus(turn("b", 2, 20, 40)).plus(turn("b", 3, 14));
        assertEquals(Verdict.FASTER, Ratio.of(a, b).verdict());
        assertTrue(Ratio.of(a, b).inTurns());
        Measurement elsewhere = turn("b", 1, 20, 40).plus(turn("b", 4, 20, 40));
        assertFalse(Ratio.of(a, elsewhere).inTurns());
        assertEquals(Ratio.of(a.time(), elsewhere.time()), Ratio.of(a, elsewhere));
        Measurement former = Measurement.of("a.B.b", "avgt", Map.of(), "ns/op", 20, 40);
        assertFalse(Ratio.of(former, former).inTurns());
    }

    @Test
    void theSamplesOfASliceAreOneTime() {
        Measurement a = Measurement.of(
                        "a.B.a", "avgt", Map.of(), "ns/op", 9, 9, 9, 1, 2, 90, 5, 6, 7)
                .ofTurns(new int[] {1, 2}, 3, 1, 1);
        assertEquals(
                List.of(2.0, 6.0),
                IntStream.range(0, 2).mapToObj(i -> a.slices().getFirst()[i]).toList());
        assertEquals(4.0, a.time().mean());
        assertEquals(1, a.json().at("/turns/disturbed/0").asInt());
        assertEquals(6, a.json().get("measurementIterations").asInt());
    }
}
