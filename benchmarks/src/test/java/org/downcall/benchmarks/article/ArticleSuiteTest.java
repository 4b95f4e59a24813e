package org.downcall.benchmarks.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.JmhTrial.Timing;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArticleSuiteTest {

    private static Comparison comparison(RunMode mode) {
        return new ArticleSuite().comparisons(mode).getFirst();
    }

    @ParameterizedTest
    @EnumSource(value = RunMode.class, names = "SMOKE", mode = EnumSource.Mode.EXCLUDE)
    void eachRowHasAThousandRounds(RunMode mode) {
        Comparison comparison = comparison(mode);
        comparison.trials().forEach(trial -> {
            Timing timing = ((JmhTrial) trial).timing(mode);
            assertEquals(
                    1000,
                    timing.slices() * timing.iterations() * comparison.forks(mode.forks()),
                    trial.id());
        });
    }

    @Test
    void anExactRowHasAllDigitsAndAModularRowTheLowestBits() {
        BigInteger exact = ArticleAlgorithm.fibonacci(10_000);
        BigInteger lowest = exact.mod(BigInteger.TWO.pow(64));
        ArticleSuite.check(Row.NATIVE_EXACT, exact);
        ArticleSuite.check(Row.JAVA_LOOP, lowest);
        assertThrows(
                IllegalStateException.class, () -> ArticleSuite.check(Row.NATIVE_EXACT, lowest));
        assertThrows(IllegalStateException.class, () -> ArticleSuite.check(Row.JAVA_LOOP, exact));
    }

    @Test
    void itsTableIsShownAsSoonAsItIsMeasured() {
        Measurement row = Measurement.of(
                ArticleBenchmark.class.getName() + ".javaLoop", "ss", Map.of(), "ns/op", 1, 2, 3);
        List<String> lines = comparison(RunMode.DEFAULT).answer().apply(List.of(row));
        assertTrue(lines.getFirst().contains("fibonacci(10_000)"), lines::toString);
    }
}
