package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.apfloat.ApfloatContext;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.JmhTrial.Timing;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class KernelSuiteTest {

    /** A kernel with the sizes 2 and 10 and any results. */
    private record Fake(List<Contender> contenders) implements Kernel {

        Fake(Contender... contenders) {
            this(List.of(contenders));
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public String title() {
            return "a fake";
        }

        @Override
        public String unit() {
            return "length";
        }

        @Override
        public List<Long> sizes(RunMode mode) {
            return List.of(2L, 10L);
        }
    }

    private static Contender contender(String name, LongFunction<Object> result) {
        return Contender.of(Kind.JAVA, name, name, size -> Task.of(() -> result.apply(size)));
    }

    private static List<Comparison> comparisons(Kernel... kernels) {
        return new KernelSuite(List.of(kernels)).comparisons(RunMode.DEFAULT);
    }

    private static String messageFor(Contender... contenders) {
        Comparison comparison = comparisons(new Fake(contenders)).getFirst();
        return assertThrows(IllegalStateException.class, comparison.check()::run)
                .getMessage();
    }

    @Test
    void eachSizeIsAComparisonOfItsContenders() {
        List<Comparison> comparisons = comparisons(new Fake(
                contender("java", size -> 0),
                contender("slow", size -> 0).upTo(5),
                contender("round", size -> 0).atPowersOfTen(),
                contender("absent", size -> 0).unless(() -> Optional.of("it is not installed"))));
        assertEquals(
                List.of("fake, length = 2", "fake, length = 10"),
                comparisons.stream().map(Comparison::name).toList());
        assertEquals(
                List.of(
                        List.of(
                                "KernelBenchmark.run(contender=java, kernel=fake, size=2)",
                                "KernelBenchmark.run(contender=slow, kernel=fake, size=2)"),
                        List.of(
                                "KernelBenchmark.run(contender=java, kernel=fake, size=10)",
                                "KernelBenchmark.run(contender=round, kernel=fake, size=10)")),
                comparisons.stream()
                        .map(one -> one.trials().stream().map(Trial::id).toList())
                        .toList());
    }

    @Test
    void aSizeWithoutContendersIsOmitted() {
        assertEquals(
                List.of("fake, length = 10"),
                comparisons(new Fake(contender("java", size -> 0).from(5))).stream()
                        .map(Comparison::name)
                        .toList());
    }

    @Test
    void resultsAreComparedWithThoseOfTheFirstContenderOfTheSize() {
        List<Comparison> comparisons = comparisons(new Fake(
                contender("java", size -> 1).upTo(5),
                contender("one", size -> size),
                contender("two", size -> -size)));
        Comparison last = comparisons.getLast();
        assertEquals(
                "fake, length = 10: 'two' returned -10, but 'one' 10",
                assertThrows(IllegalStateException.class, last.check()::run).getMessage());
    }

    @Test
    void slowOperationsHaveFewSamplesButEnoughToShowADrift() {
        List<Comparison> comparisons =
                comparisons(new Fake(contender("java", size -> 0).slowFrom(10)));
        Timing fast = timing(comparisons.getFirst().trials().getFirst());
        Timing slow = timing(comparisons.getLast().trials().getFirst());
        assertEquals(RunMode.FULL.timing().slices(), fast.slices());
        assertEquals(RunMode.FULL.timing().warmups(), fast.warmups());
        assertEquals(3, slow.slices());
        assertEquals(2, slow.warmups());
        assertTrue(slow.warmUp().compareTo(Duration.ofSeconds(2)) >= 0);
    }

    /** It takes no turns, because the others would wait for it in each of their JVMs. */
    @Test
    void anOperationThatTakesVeryLongHasOneSampleInOneJvm() {
        List<Comparison> comparisons = comparisons(new Fake(
                contender("java", size -> 1).slowFrom(10).onceFrom(10),
                contender("fast", size -> 2)));
        assertEquals(
                List.of("fake, length = 2", "fake, length = 10", "fake, length = 10, once"),
                comparisons.stream().map(Comparison::name).toList());
        assertEquals(
                List.of("KernelBenchmark.run(contender=fast, kernel=fake, size=10)"),
                comparisons.get(1).trials().stream().map(Trial::id).toList());
        Comparison once = comparisons.get(2);
        assertEquals(
                List.of("KernelBenchmark.run(contender=java, kernel=fake, size=10)"),
                once.trials().stream().map(Trial::id).toList());
        assertEquals(1, once.forks(RunMode.FULL.forks()));
        Timing timing = timing(once.trials().getFirst());
        assertEquals(1, timing.warmups());
        assertEquals(1, timing.slices());
        assertEquals(
                "fake, length = 10: 'java' returned 1, but 'fast' 2",
                assertThrows(IllegalStateException.class, once.check()::run).getMessage());
    }

    @Test
    void allContendersOfALongSizeHaveTheSameLargeHeap() {
        List<Comparison> comparisons = comparisons(
                new Fake(contender("java", size -> 0).slowFrom(10), contender("fast", size -> 0)));
        assertEquals(List.of("", ""), heaps(comparisons.getFirst()));
        assertEquals(List.of("-Xms1g", "-Xms1g"), heaps(comparisons.getLast()));
    }

    @Test
    void aLargeMatrixNeedsALargeHeap() {
        List<Comparison> comparisons = new KernelSuite()
                .comparisons(RunMode.FULL).stream()
                        .filter(comparison -> comparison.name().startsWith("search-float32, "))
                        .toList();
        assertTrue(heaps(comparisons.getFirst()).stream().noneMatch(heap -> heap.contains("-Xms")));
        assertTrue(heaps(comparisons.getLast()).stream()
                .allMatch(heap -> heap.contains(JmhTrial.LARGE_HEAP)));
    }

    private static List<String> heaps(Comparison comparison) {
        return comparison.trials().stream()
                .map(trial -> String.join(" ", ((JmhTrial) trial).jvmArguments()))
                .toList();
    }

    @Test
    void apfloatKeepsItsNumbersInMemory() {
        Apfloats.number(Operands.ofBits(100, 1));
        assertEquals(Long.MAX_VALUE, ApfloatContext.getContext().getMemoryThreshold());
    }

    @Test
    void librariesAndSmallNumbersWarmUpForLonger() {
        Duration usual = RunMode.FULL.timing().warmUp();
        Duration longer = usual.multipliedBy(3);
        assertEquals(usual, warmUp("fibonacci-loop", "java", 10_000));
        assertEquals(usual, warmUp("to-string", "java", 100_000));
        assertEquals(longer, warmUp("to-string", "java", 100));
        assertEquals(longer, warmUp("fibonacci-exact", "native", 100));
        assertEquals(longer, warmUp("fibonacci-exact", "apfloat", 100_000));
    }

    private static Timing timing(Trial trial) {
        return ((JmhTrial) trial).timing(RunMode.FULL);
    }

    private static Duration warmUp(String kernel, String contender, long size) {
        return timing(new KernelSuite()
                        .comparisons(RunMode.FULL).stream()
                                .flatMap(comparison -> comparison.trials().stream())
                                .filter(trial -> trial.params()
                                        .equals(Map.of(
                                                "kernel",
                                                kernel,
                                                "contender",
                                                contender,
                                                "size",
                                                Long.toString(size))))
                                .findFirst()
                                .orElseThrow())
                .warmUp();
    }

    @Test
    void contendersThatCannotRunAreAbsentWithAReason() {
        Fake fake = new Fake(
                contender("java", size -> 0),
                contender("absent", size -> 0).unless(() -> Optional.of("it is not installed")));
        assertEquals(
                List.of(new Absence(
                        "org.downcall.benchmarks.kernels.KernelBenchmark.run",
                        Map.of("kernel", "fake", "contender", "absent"),
                        "it is not installed")),
                new KernelSuite(List.of(fake)).absences(RunMode.DEFAULT));
    }

    @Test
    void contendersThatAgreeAreAccepted() {
        comparisons(new Fake(
                        contender("java", size -> 2 * size),
                        contender("other", size -> size + size)))
                .forEach(one -> assertDoesNotThrow(one.check()::run));
        LongFunction<Object> array = size -> new long[] {size};
        comparisons(new Fake(contender("java", array), contender("other", array)))
                .forEach(one -> assertDoesNotThrow(one.check()::run));
    }

    @Test
    void aContenderThatDisagreesIsNamed() {
        assertEquals(
                "fake, length = 2: 'wrong' returned 3, but 'java' 4",
                messageFor(
                        contender("java", size -> 2 * size),
                        contender("right", size -> 2 * size),
                        contender("wrong", size -> 2 * size - 1)));
        assertEquals(
                "fake, length = 2: 'wrong' returned [1.0, 2.0], but 'java' [1.0]",
                messageFor(contender("java", size -> new double[] {1}), contender("wrong", size ->
                        new double[] {1, 2})));
        assertEquals(
                "fake, length = 2: 'wrong' returned null, but 'java' 1",
                messageFor(contender("java", size -> 1), contender("wrong", size -> null)));
    }

    @Test
    void aContenderThatFailsIsNamed() {
        assertEquals(
                "fake, length = 2: 'broken' failed",
                messageFor(
                        contender("java", size -> 1), contender("broken", size -> 1 / (size - 2))));
    }

    @Test
    void theCheckFreesTheMemoryOfEachTask() {
        List<String> freed = new ArrayList<>();
        Contender one = Contender.of(
                Kind.JAVA,
                "one",
                "one",
                size -> Task.of(() -> 1, () -> {
                    freed.add("one");
                }));
        Contender broken = Contender.of(
                Kind.JAVA,
                "broken",
                "broken",
                size -> Task.of(() -> 1 / (size - 2), () -> {
                    freed.add("broken");
                }));
        messageFor(one, broken);
        assertEquals(List.of("one", "broken"), freed);
    }

    @Test
    void longValuesAreAbbreviated() {
        assertEquals(
                "fake, length = 2: 'wrong' returned 10000000000000000000...00000000000000000002 (2001 characters), "
                        + "but 'java' 7",
                messageFor(
                        contender("java", size -> BigInteger.valueOf(7)),
                        contender("wrong", size -> BigInteger.TEN.pow(2000).add(BigInteger.TWO))));
    }

    @Test
    void theContendersOfAKernelAreMeasuredInSmokeMode() throws Exception {
        assertMeasuredInSmokeMode(new KernelSuite(List.of(new Divide())));
    }

    @EnabledIfEnvironmentVariable(named = "DOWNCALL_LONG_TESTS", matches = "true")
    @Test
    void everyContenderIsMeasuredInSmokeMode() throws Exception {
        assertMeasuredInSmokeMode(new KernelSuite());
    }

    /** Runs each contender once in this JVM, which shows that JMH accepts the parameters. */
    private static void assertMeasuredInSmokeMode(KernelSuite suite) throws Exception {
        for (Comparison comparison : suite.comparisons(RunMode.SMOKE)) {
            comparison.check().run();
            for (Trial trial : comparison.trials()) {
                ByteArrayOutputStream log = new ByteArrayOutputStream();
                Measurement measurement = trial.measure(RunMode.SMOKE, new PrintStream(log));
                assertEquals(trial.benchmark(), measurement.benchmark());
                assertEquals(trial.params(), measurement.params());
                assertEquals("avgt", measurement.mode());
                assertEquals("ns/op", measurement.unit());
            }
        }
    }

    @Test
    void noKernelTakesTooLong() {
        for (Kernel kernel : Kernels.ALL) {
            assertTakesLessThan(Duration.ofMinutes(11), RunMode.FULL, kernel);
            assertTakesLessThan(Duration.ofSeconds(90), RunMode.DEFAULT, kernel);
            assertTakesLessThan(Duration.ofSeconds(1), RunMode.SMOKE, kernel);
        }
    }

    /** Default mode takes six minutes. */
    @Test
    void allKernelsTogetherDoNotTakeTooLong() {
        Kernel[] all = Kernels.ALL.toArray(Kernel[]::new);
        assertTakesLessThan(Duration.ofMinutes(115), RunMode.FULL, all);
        assertTakesLessThan(Duration.ofMinutes(3), RunMode.DEFAULT, all);
    }

    private static void assertTakesLessThan(Duration limit, RunMode mode, Kernel... kernels) {
        Duration total = new KernelSuite(List.of(kernels))
                .comparisons(mode).stream()
                        .flatMap(comparison -> comparison.trials().stream()
                                .map(trial -> trial.estimate(mode)
                                        .multipliedBy(comparison.forks(mode.forks()))))
                        .reduce(Duration.ZERO, Duration::plus);
        String names = Arrays.stream(kernels).map(Kernel::name).collect(Collectors.joining(", "));
        assertTrue(total.compareTo(limit) < 0, names + " takes " + total + " in " + mode + " mode");
    }
}
