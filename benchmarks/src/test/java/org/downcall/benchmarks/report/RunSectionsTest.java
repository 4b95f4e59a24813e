package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.Environment;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.api.Test;

class RunSectionsTest {

    private static List<Table> tables(Section section) {
        return section.blocks().stream()
                .filter(Block.Shown.class::isInstance)
                .map(block -> ((Block.Shown) block).table())
                .toList();
    }

    private static List<String> columns(Table table) {
        return table.columns().stream().map(Column::title).toList();
    }

    private static Map<String, String> environment(RunData run) {
        return tables(EnvironmentSection.of(run)).getFirst().rows().stream()
                .collect(Collectors.toMap(
                        row -> row.get(0).text(), row -> row.get(1).text()));
    }

    private static List<String> listed(Section section) {
        return section.blocks().stream()
                .filter(Block.Listed.class::isInstance)
                .flatMap(block -> ((Block.Listed) block).items().stream())
                .toList();
    }

    @Test
    void theEnvironmentHasTitles() {
        Map<String, String> rows = environment(SampleRun.full());
        assertEquals("-O3", rows.get("C options of the benchmarks"));
        assertEquals("5.19.1", rows.get("Version of JNA"));
        assertEquals("25.0 ns", rows.get("Time to read the clock"));
        assertFalse(rows.toString().contains("flint"), "what is absent has its own section");
    }

    /** A new key needs a title. */
    @Test
    void theSampleHasAllKeys() {
        RunData real = new RunData(
                List.of(),
                Environment.of(RunMode.SMOKE),
                List.of(),
                SampleRun.full().clock(),
                Optional.empty());
        Set<String> known = environment(SampleRun.full()).keySet();
        Set<String> titles = environment(real).keySet();
        assertTrue(known.containsAll(titles), titles + " are not all among " + known);
    }

    @Test
    void aComparisonBeginsWithTheDifferences() {
        Section comparison = RunSections.comparison(SampleRun.compared());
        List<String> differences = ((Block.Listed) comparison.blocks().getFirst()).items();
        assertEquals(SampleRun.compared().differences(), differences);
        assertTrue(differences.getFirst().contains("cc 11.4.0"), differences.toString());
        assertTrue(columns(tables(comparison).getFirst()).contains("Now is"));
    }

    @Test
    void aSmokeRunIsComparedWithoutVerdicts() {
        List<Measurement> now = SampleRun.full().measurements();
        List<Measurement> then = SampleRun.smoke().measurements();
        for (RunData run : List.of(
                SampleRun.run("smoke", now, Optional.of(SampleRun.earlier("full", then))),
                SampleRun.run("full", now, Optional.of(SampleRun.earlier("smoke", then))))) {
            Section comparison = RunSections.comparison(run);
            Table table = tables(comparison).getFirst();
            assertEquals(1, tables(comparison).size());
            assertEquals(List.of("Benchmark", "Now", "Then", "Ratio"), columns(table));
            assertEquals(now.size(), table.rows().size());
        }
    }

    @Test
    void defaultModeListsWhatItOmits() {
        List<Measurement> measurements = SampleRun.full().measurements();
        List<String> leftOut = listed(
                RunSections.absences(SampleRun.run("default", measurements, Optional.empty())));
        assertTrue(leftOut.getFirst().contains("two doubles"), leftOut.toString());
        assertEquals(List.of(), listed(RunSections.absences(SampleRun.full())));
    }

    @Test
    void theMethodDescribesThisRun() {
        Map<String, String> rows =
                tables(MethodSection.of(SampleRun.full())).getFirst().rows().stream()
                        .collect(Collectors.toMap(
                                row -> row.get(0).text(),
                                row -> row.stream()
                                        .skip(2)
                                        .map(Table.Cell::text)
                                        .collect(Collectors.joining("; "))));
        assertEquals(
                Map.of(
                        "JMH: mean times of calls in a loop", "4; 3 of 100 ms; 4 of 100 ms",
                        "JMH: rounds of few calls", "4; 100 of 10 calls; 250 of 10 calls",
                        "Starts of a JVM, timed from outside", "1; none; 20 starts",
                        "Times to safepoint, from the log of the JVM", "1; none; 30 collections"),
                rows);
    }

    @Test
    void differentTimesAreARange() {
        RunData run = SampleRun.of(
                SampleRun.byJmh(
                        SampleRun.around(SampleRun.CALLS + "A.ffm", Map.of(), 1),
                        3,
                        1,
                        "100000000 ns"),
                SampleRun.byJmh(
                        SampleRun.around(SampleRun.CALLS + "B.ffm", Map.of(), 1), 10, 1, "10 ms"));
        assertEquals(
                "3 to 10 of 10 ms to 100 ms",
                tables(MethodSection.of(run))
                        .getFirst()
                        .rows()
                        .getFirst()
                        .get(3)
                        .text());
    }

    @Test
    void aRunWithoutResultsHasAMethodWithoutAmounts() {
        assertEquals(List.of(), tables(MethodSection.of(SampleRun.of())));
    }
}
