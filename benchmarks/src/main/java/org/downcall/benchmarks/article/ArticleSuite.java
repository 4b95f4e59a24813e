package org.downcall.benchmarks.article;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.downcall.Backend;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.Answer;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.JmhTrial.Timing;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;

/**
 * The article's experiment: 1000 rounds of 10 iterations, shared among the JVMs. The warm-up is
 * explained in {@link ArticleBenchmark}. It has as many calls here, but fewer rounds, because JMH
 * needs up to a millisecond between two rounds. C2 compiled JMH's loop after 740 to 1100 rounds of
 * 40 calls.
 */
public final class ArticleSuite implements Suite {

    private static final int ROUNDS = 1000;
    private static final int ITERATIONS = 10;

    private static final int ROUNDS_OF_A_SLICE = 25;

    /** So that each of them has the same number of rounds. */
    private static final int MOST_JVMS = 5;

    @Override
    public List<Comparison> comparisons(RunMode mode) {
        List<Row> rows =
                Arrays.stream(Row.values()).filter(ArticleSuite::canRun).toList();
        List<JmhTrial> trials = rows.stream()
                .map(row -> JmhTrial.of(ArticleBenchmark.class, row.method, Map.of())
                        .with(any -> timing(row, any)))
                .toList();
        return List.of(new Comparison(
                "the article's fibonacci(10_000)",
                trials,
                () -> check(rows),
                sets -> Math.min(sets, MOST_JVMS),
                ArticleSuite::answer));
    }

    /** {@return the article's table, and below it what the terminal shows of each comparison} */
    private static List<String> answer(List<Measurement> measurements) {
        Stream<String> table = ArticleReport.of(measurements).stream()
                .flatMap(report -> report.table().lines());
        return Stream.concat(table, Answer.lines(measurements).stream()).toList();
    }

    private static Timing timing(Row row, RunMode mode) {
        // The durations include JMH's own work. They serve only to estimate the time that is left.
        if (mode == RunMode.SMOKE) {
            Duration round = Duration.ofMillis(2);
            return new Timing(5, 1, round, 5, 1, ITERATIONS, round);
        }
        int slices = ROUNDS / Math.min(MOST_JVMS, mode.forks()) / ROUNDS_OF_A_SLICE;
        Duration slow = Duration.ofMillis(16);
        return row == Row.JAVA_EXACT_ITERATIVE
                // C2 compiles its loop in the first round, and nothing else matters.
                ? new Timing(50, ITERATIONS, slow, slices, ROUNDS_OF_A_SLICE, ITERATIONS, slow)
                : new Timing(
                        2000,
                        3 * ITERATIONS,
                        Duration.ofNanos(500_000),
                        slices,
                        ROUNDS_OF_A_SLICE,
                        ITERATIONS,
                        Duration.ofNanos(400_000));
    }

    private static boolean canRun(Row row) {
        return DowncallKernels.present() || !row.isNative();
    }

    private static void check(List<Row> rows) {
        rows.forEach(row -> check(row, row.value()));
    }

    /**
     * Checks that a row computes all digits, or their lowest 64 bits. The article's two functions
     * did not compute the same: one was exact, and the other overflowed from F(94) on.
     */
    static void check(Row row, BigInteger value) {
        BigInteger exact = ArticleAlgorithm.fibonacci(new ArticleBenchmark().n);
        BigInteger expected =
                row.kind == Row.Kind.EXACT ? exact : exact.mod(BigInteger.TWO.pow(Long.SIZE));
        if (!value.equals(expected)) {
            throw new IllegalStateException(
                    "'" + row.title + "' returned " + value + " instead of " + expected);
        }
    }

    @Override
    public List<Absence> absences(RunMode mode) {
        return Arrays.stream(Row.values())
                .filter(row -> !canRun(row))
                .map(row -> new Absence(
                        ArticleBenchmark.class.getName() + "." + row.method,
                        Map.of(),
                        Backend.current().reason().orElseThrow()))
                .toList();
    }
}
