package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DecisionsTest {

    private static Ratio ratio(double p) {
        return new Ratio(2, 1.5, 2.5, Verdict.FASTER, true, p);
    }

    private static List<Verdict> verdicts(double... ps) {
        List<Ratio> family = Arrays.stream(ps).mapToObj(DecisionsTest::ratio).toList();
        Decisions decisions = new Decisions(family);
        return family.stream().map(decisions::verdict).toList();
    }

    @Test
    void oneRatioIsDecidedByItsInterval() {
        assertEquals(List.of(Verdict.FASTER), verdicts(0.0099));
    }

    @Test
    void theSmallestOfManyMustBeSmallerByTheirNumber() {
        assertEquals(List.of(Verdict.UNDECIDED, Verdict.UNDECIDED), verdicts(0.009, 0.5));
        assertEquals(List.of(Verdict.FASTER, Verdict.UNDECIDED), verdicts(0.0049, 0.5));
    }

    @Test
    void manyDifferencesSupportEachOther() {
        assertEquals(
                List.of(Verdict.FASTER, Verdict.FASTER, Verdict.UNDECIDED),
                verdicts(0.0061, 0.0060, 0.5));
    }

    @Test
    void contendersThatTookNoTurnsAreJudgedByTheirOwnRule() {
        Ratio ratio = new Ratio(2, 1.5, 2.5, Verdict.FASTER);
        assertEquals(Verdict.FASTER, new Decisions(List.of(ratio)).verdict(ratio));
        assertEquals(Verdict.UNDECIDED, new Decisions(List.of()).verdict(ratio(0.001)));
    }

    /** 80 contenders that differ, and 20 that do not, in each of 300 runs. */
    @Test
    void ofTheDifferencesThatAreCalledOneAtMostOnePercentDoNotExist() {
        Random random = new Random(1);
        long called = 0;
        long wrong = 0;
        for (int run = 0; run < 300; run++) {
            List<Ratio> family = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                double factor = i < 80 ? 1.5 : 1;
                family.add(Ratio.ofTurns(sets(random, 1), sets(random, factor)));
            }
            Decisions decisions = new Decisions(family);
            List<Verdict> verdicts = family.stream().map(decisions::verdict).toList();
            called += decided(verdicts.stream());
            wrong += decided(verdicts.subList(80, 100).stream());
        }
        double share = (double) wrong / called;
        assertTrue(share <= 0.01, () -> "share " + share);
        assertTrue(called >= 0.99 * 80 * 300, "differences of half are found");
    }

    private static long decided(Stream<Verdict> verdicts) {
        return verdicts.filter(verdict -> verdict != Verdict.UNDECIDED).count();
    }

    private static List<double[]> sets(Random random, double factor) {
        return Stream.generate(
                        () -> new double[] {100 * factor * Math.exp(0.02 * random.nextGaussian())})
                .limit(6)
                .toList();
    }
}
