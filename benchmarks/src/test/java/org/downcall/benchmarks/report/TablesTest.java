package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.vm.BlockedThreads;
import org.downcall.benchmarks.vm.CallOnThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openjdk.jmh.annotations.Benchmark;

@Execution(ExecutionMode.CONCURRENT)
class TablesTest {

    private static final String SHAPE = SampleRun.CALLS + "SampleShape.";

    private static final RunData RUN = SampleRun.of(
            SampleRun.around(SampleRun.CALLS + "LongGone.ffm", Map.of(), 7),
            SampleRun.around(SampleRun.CALLS + "LongGone.jni", Map.of(), 8),
            SampleRun.around(SHAPE + "java", Map.of(), 1),
            SampleRun.around(SHAPE + "ffm", Map.of(), 7),
            SampleRun.around(SHAPE + "quick", Map.of(), 3),
            SampleRun.around(SHAPE + "only", Map.of(), 90));

    private static List<String> columns(Table table) {
        return table.columns().stream().map(Column::title).toList();
    }

    private static List<String> texts(List<Cell> row) {
        return row.stream().map(Cell::text).toList();
    }

    private static Cell call(int row, String column) {
        Table calls = Tables.calls(RUN, List.of());
        return calls.rows().get(row).get(columns(calls).indexOf(column));
    }

    @Test
    void callsHaveAColumnForEachMeasuredTechnology() {
        assertEquals(
                List.of("Function", "Java", "FFM", "JNI", "JNA"),
                columns(Tables.calls(RUN, List.of())));
    }

    @Test
    void aShapeWithoutAClassHasTheNameOfTheClass() {
        assertEquals("LongGone", call(0, "Function").text());
        assertTrue(call(0, "FFM").text().startsWith("7.00 ± "));
        assertEquals("not measured in this run", call(0, "Java").note());
    }

    @Test
    void anEmptyCellHasTheReasonOfTheShape() {
        assertEquals("a sample's reason | with a bar", call(1, "JNI").note());
        RunData run = SampleRun.of(
                SampleRun.around(SHAPE + "java", Map.of(), 8),
                SampleRun.around(SHAPE + "ffm", Map.of(), 7),
                SampleRun.around(SampleRun.CALLS + "GlobalVariable.java", Map.of(), 1),
                SampleRun.around(SampleRun.CALLS + "GlobalVariable.segment", Map.of(), 1),
                SampleRun.around(SHAPE + "only", Map.of(), 7));
        assertTrue(Tables.calls(run, List.of()).notes().contains(Shape.WAYS_OF_FFM));
    }

    @Test
    void theMethodNamedAfterATechnologyRepresentsItEvenIfAnotherIsFaster() {
        assertTrue(call(1, "FFM").text().startsWith("7.00 ± "));
        assertEquals("the right way", call(1, "FFM").note());
        assertEquals("the only way", call(1, "JNA").note());
    }

    @Test
    void aComparisonHasTimesAndTheSpeedOfItsReference() {
        Table table = Comparison.of(SampleRun.of(
                        kernel("java", "1000", 50),
                        kernel("native", "1000", 100),
                        kernel("java", "100000", 300),
                        kernel("native", "100000", 100)))
                .getFirst()
                .table();
        assertEquals("Product of two numbers", table.title());
        assertEquals(List.of("Setting", "Contender", "Time", "Reference’s speed"), columns(table));
        assertEquals(
                List.of(
                        List.of(
                                "bits = 1,000",
                                "BigInteger.multiply",
                                "50.0 ± 1.3 ns",
                                "0.50×, 0.48 to 0.53"),
                        List.of("", "BigIntegers.multiply", "100 ± 3 ns", "reference"),
                        List.of(
                                "bits = 100,000",
                                "BigInteger.multiply",
                                "300 ± 8 ns",
                                "3.00×, 2.85 to 3.15"),
                        List.of("", "BigIntegers.multiply", "100 ± 3 ns", "reference")),
                table.rows().stream().map(TablesTest::texts).toList());
    }

    @Test
    void theValuesOfAParameterAreComparedForEachMethod() {
        Table table = Comparison.of(SampleRun.of(
                        onThread("java", "platform", 100),
                        onThread("ffm", "virtual", 200),
                        onThread("java", "virtual", 100),
                        onThread("ffm", "platform", 100)))
                .getLast()
                .table();
        assertEquals("Call on a thread: values of thread", table.title());
        assertEquals(
                List.of(
                        List.of("Java", "platform", "100 ± 3 ns", "reference"),
                        List.of("", "virtual", "100 ± 3 ns", "1.00×, 0.95 to 1.05"),
                        List.of("FFM", "virtual", "200 ± 6 ns", "2.00×, 1.90 to 2.10"),
                        List.of("", "platform", "100 ± 3 ns", "reference")),
                table.rows().stream().map(TablesTest::texts).toList());
    }

    private static Measurement onThread(String method, String thread, double mean) {
        return SampleRun.around(
                SampleRun.VM + "CallOnThread." + method, Map.of("thread", thread), mean);
    }

    private static Measurement kernel(String contender, String size, double mean) {
        return SampleRun.around(
                SampleRun.KERNELS,
                Map.of("kernel", "multiply", "contender", contender, "size", size),
                mean);
    }

    /** The article's mistake. */
    @Test
    void anExactNumberIsNotComparedWithItsLowestBits() {
        Comparison article = Comparison.of(SampleRun.full()).getFirst();
        assertEquals("article", article.part());
        article.settings()
                .forEach((setting, ones) -> ones.forEach(one ->
                        assertEquals(setting.equals("exact"), one.method().contains("Exact"))));
        assertEquals(2, article.settings().size());
    }

    /** The old rule has no upper end where an error is larger than its time. */
    @Test
    void fewSamplesHaveNoInterval() {
        Measurement java = SampleRun.fork(
                SampleRun.VM + "ColdStart.javaKernel", "ss", Map.of("cache", "none"), 1, 9);
        Measurement c = SampleRun.fork(
                SampleRun.VM + "ColdStart.nativeKernel", "ss", Map.of("cache", "none"), 2, 8, 2);
        String page = Report.html(SampleRun.of(java, c));
        assertFalse(page.contains("Infinity") || page.contains("NaN") || page.contains("∞"));
        assertTrue(page.contains(">with the kernel in Java<"));
    }

    @Test
    void cPaysFromTheSizeAtWhichAndAboveWhichItIsFaster() {
        RunData run = SampleRun.of(
                kernel("java", "1000", 100),
                kernel("native", "1000", 100),
                kernel("java", "10000", 300),
                kernel("native", "10000", 100),
                kernel("java", "100000", 900),
                kernel("native", "100000", 100));
        assertEquals(
                List.of(
                        "Product of two numbers",
                        "BigInteger.multiply",
                        "bits = 10,000",
                        "bits = 1,000: 1.00×, 0.95 to 1.05",
                        "bits = 100,000: 9.00×, 8.56 to 9.46"),
                texts(Tables.breakEven(run, List.of(), List.of()).rows().getFirst()));
    }

    private static Map<String, String> environment(RunData run) {
        return Tables.environment(run).rows().stream()
                .collect(Collectors.toMap(
                        row -> row.get(0).text(), row -> row.get(1).text()));
    }

    @Test
    void theEnvironmentHasTitles() {
        Map<String, String> rows = environment(SampleRun.full());
        assertEquals("-O3", rows.get("C options of the benchmarks"));
        assertEquals("1", rows.get("CPU threads per core"));
        assertEquals("5.19.1", rows.get("Version of JNA"));
        assertFalse(rows.toString().contains("flint"), "what is absent has its own table");
        assertFalse(rows.containsKey("Failed"), "what failed is in the header");
    }

    @Test
    void changesHaveVerdicts() {
        RunData run = SampleRun.compared();
        Table changes = Tables.changes(run);
        assertTrue(columns(changes).contains("Now is"));
        List<String> largest = texts(changes.rows().getFirst());
        assertTrue(largest.get(3).startsWith("1.50×, "), largest.toString());
        assertEquals("faster", largest.getLast());
    }

    @Test
    void resultsThatMayNotHaveSettledAreListed() {
        RunData run = SampleRun.of(
                SampleRun.fork(SHAPE + "ffm", "avgt", Map.of(), 20, 11, 10, 10),
                SampleRun.fork(SHAPE + "java", "avgt", Map.of(), 10, 11, 10, 10));
        assertEquals(
                List.of("SampleShape.ffm", "-50.0 %"),
                List.of(
                        Tables.unsettled(run).rows().getFirst().getFirst().text(),
                        Tables.unsettled(run).rows().getFirst().getLast().text()));
        assertEquals(1, Tables.unsettled(run).rows().size());
    }

    @Test
    void defaultModeListsWhatItOmits() {
        List<Measurement> measurements = SampleRun.full().measurements();
        Table table = Tables.absences(SampleRun.run("default", measurements, Optional.empty()));
        String reasons = table.rows().toString();
        assertTrue(reasons.contains("only with -Dbench=full: two doubles"), reasons);
        assertEquals(
                List.of(List.of(
                        "kernels.KernelBenchmark.run",
                        "contender flint, kernel fibonacci-exact",
                        "libflint is not installed")),
                Tables.absences(SampleRun.full()).rows().stream()
                        .map(TablesTest::texts)
                        .map(row -> List.of(
                                row.get(0),
                                Arrays.stream(row.get(1).split(", "))
                                        .sorted()
                                        .collect(Collectors.joining(", ")),
                                row.get(2)))
                        .toList());
    }

    @Test
    void theMethodDescribesThisRun() {
        assertEquals(
                Map.of(
                        "JMH: mean times of calls in a loop", List.of("4", "4", "0"),
                        "JMH: rounds of few calls", List.of("4", "250", "0"),
                        "Starts of a JVM, timed from outside", List.of("1", "20", "0"),
                        "Times to safepoint, from the log of the JVM", List.of("1", "30", "0")),
                Tables.method(SampleRun.full()).rows().stream()
                        .map(TablesTest::texts)
                        .collect(Collectors.toMap(
                                List::getFirst, row -> row.subList(2, row.size()))));
        assertTrue(Tables.method(SampleRun.of()).isEmpty());
    }

    /** A benchmark that is renamed must be renamed in the sample and in the labels. */
    @Test
    void theSampleHasAllBenchmarksOfThreads() {
        for (Class<?> type : List.of(CallOnThread.class, BlockedThreads.class)) {
            Set<String> methods = Arrays.stream(type.getMethods())
                    .filter(method -> method.isAnnotationPresent(Benchmark.class))
                    .map(method -> type.getName() + "." + method.getName())
                    .collect(Collectors.toSet());
            List<Measurement> sample = SampleRun.full().measurements().stream()
                    .filter(one -> one.className().equals(type.getName()))
                    .toList();
            assertEquals(
                    methods,
                    sample.stream().map(Measurement::benchmark).collect(Collectors.toSet()));
        }
        Set<String> blocked = SampleRun.full().measurements().stream()
                .filter(one -> one.shortClass().equals("BlockedThreads"))
                .map(Labels::contender)
                .collect(Collectors.toSet());
        assertEquals(6, blocked.size());
        assertTrue(blocked.contains("sleep in an upcall from C, on virtual threads"));
    }
}
