package org.downcall.benchmarks.article;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.downcall.Backend;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.JmhTrial.Timing;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;

/**
 * The article's experiment: 1000 rounds of 10 iterations, shared among the JVMs.
 *
 * <p>The warm-up has to last until the optimizing compiler, C2, is done with two methods: the one
 * that is measured, and the loop of JMH's around it, which is called once a round. HotSpot takes a
 * method with a loop when its calls and its loop's turns are 15 000 together, and then compiles in
 * the background. With rounds of 10 calls that took 1400 to 2700 rounds; with 20 calls it took 850
 * to 1350, so 3000 leave time for a slower or a busy machine. (Measured with -XX:+PrintCompilation
 * on JDK 25.)
 */
public final class ArticleSuite implements Suite {

    private static final int ROUNDS = 1000;
    private static final int ITERATIONS = 10;

    @Override
    public List<Comparison> comparisons(RunMode mode) {
        List<Row> rows =
                Arrays.stream(Row.values()).filter(ArticleSuite::canRun).toList();
        List<JmhTrial> trials = rows.stream()
                .map(row -> JmhTrial.of(ArticleBenchmark.class, row.method, Map.of())
                        .with(any -> timing(row, any)))
                .toList();
        return List.of(
                new Comparison("the article's fibonacci(10_000)", trials, () -> check(rows)));
    }

    private static Timing timing(Row row, RunMode mode) {
        // The times are those of a round with JMH's books; they only serve to foretell when all
        // will be done.
        if (mode == RunMode.SMOKE) {
            return new Timing(5, 1, 5, ITERATIONS, Duration.ofMillis(2));
        }
        int rounds = ROUNDS / mode.forks();
        return row == Row.JAVA_EXACT_ITERATIVE
                // Takes a millisecond: its own loop is all that counts, and C2 is done with that in
                // the first round.
                ? new Timing(100, ITERATIONS, rounds, ITERATIONS, Duration.ofMillis(16))
                : new Timing(3000, 2 * ITERATIONS, rounds, ITERATIONS, Duration.ofNanos(1_200_000));
    }

    private static boolean canRun(Row row) {
        return DowncallKernels.present() || !row.isNative();
    }

    private static void check(List<Row> rows) {
        Map<Row, BigInteger> values = new EnumMap<>(Row.class);
        rows.forEach(row -> values.put(row, row.value()));
        Agreement.disagreement(values).ifPresent(disagreement -> {
            throw new IllegalStateException(disagreement);
        });
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
