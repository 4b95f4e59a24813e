package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.downcall.benchmarks.article.ArticleReport;
import org.junit.jupiter.api.Test;

class TextReportsTest {

    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    @Test
    void everyLineOfAMarkdownTableHasTheCellsOfItsHeader() {
        RunData run = SampleRun.of(
                SampleRun.around(SampleRun.CALLS + "SampleShape.java", Map.of(), 1),
                SampleRun.around(SampleRun.CALLS + "SampleShape.ffm", Map.of(), 2),
                SampleRun.around(SampleRun.CALLS + "Piped.ffm", Map.of(), 3),
                SampleRun.around(SampleRun.CALLS + "Piped.jni", Map.of(), 3));
        for (RunData any :
                List.of(run, SampleRun.full(), SampleRun.smoke(), SampleRun.compared())) {
            long cells = 0;
            for (String line : MarkdownReport.of(any).toString().lines().toList()) {
                if (!line.startsWith("| ")) {
                    cells = 0;
                    continue;
                }
                long here = BAR.matcher(line).results().count() - 1;
                cells = cells == 0 ? here : cells;
                assertEquals(cells, here, line);
            }
        }
    }

    @Test
    void markdownHasTheAnswerBeforeTheTables() {
        String text = MarkdownReport.of(SampleRun.full()).toString();
        List<String> order = List.of(
                "## The answer",
                "Plain downcall",
                "```text\n------",
                "| Function |",
                "| Kernel |",
                "<details><summary>Environment</summary>");
        int at = -1;
        for (String part : order) {
            int next = text.indexOf(part);
            assertTrue(next > at, part + " at " + next);
            at = next;
        }
    }

    @Test
    void markdownEscapesNames() {
        assertEquals("a\\|b\\*c\\_d&lt;e&gt;\\`f\\[g", MarkdownTable.escape("a|b*c_d<e>`f[g"));
    }

    @Test
    void theTerminalBeginsWithTheArticlesTable() {
        RunData run = SampleRun.full();
        String article =
                ArticleReport.of(run.measurements(), run.clock()).orElseThrow().toString();
        String text = TerminalReport.of(run).toString();
        assertTrue(text.startsWith(article), text);
        assertTrue(text.indexOf("Plain downcall") < text.indexOf("Time of one call:"), text);
    }

    @Test
    void aSingleRowOfTheArticleTookNoTurns() {
        RunData run = SampleRun.full();
        String row = ArticleReport.of(
                        run.measurements().stream()
                                .filter(one ->
                                        one.benchmark().endsWith("ArticleBenchmark.javaLoop"))
                                .toList(),
                        run.clock())
                .orElseThrow()
                .toString();
        assertTrue(row.contains("The row was warmed up first."), row);
        assertFalse(row.contains("turns"), row);
    }

    @Test
    void theTerminalShowsTheLargestChanges() {
        String text = TerminalReport.of(SampleRun.compared()).toString();
        String changes = text.substring(text.indexOf("Compared with an earlier run. "));
        List<String> lines = changes.lines().takeWhile(line -> !line.isEmpty()).toList();
        assertTrue(
                lines.getFirst().matches(".* Faster or slower than 2026-01-01: \\d+ of \\d+.*"),
                changes);
        List<String> rows =
                lines.stream().filter(line -> line.contains(".")).skip(1).toList();
        assertTrue(!rows.isEmpty() && rows.size() <= 10, changes);
        assertTrue(rows.stream().allMatch(line -> line.contains("1.50x faster")), changes);
        assertFalse(TerminalReport.of(SampleRun.full()).toString().contains("earlier run"));
    }

    @Test
    void theTerminalHasNoVerdictsForASmokeRun() {
        RunData smoke = SampleRun.smoke();
        RunData run = SampleRun.run(
                "full",
                SampleRun.full().measurements(),
                Optional.of(SampleRun.earlier("smoke", smoke.measurements())));
        String text = TerminalReport.of(run).toString();
        assertTrue(text.endsWith("No verdicts: this run or 2026-01-01 is a smoke run\n"), text);
    }

    @Test
    void theTerminalReportIsAscii() {
        for (RunData run : List.of(SampleRun.full(), SampleRun.smoke(), SampleRun.compared())) {
            String text = TerminalReport.of(run).toString();
            assertEquals(
                    text,
                    new String(
                            text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void bothWarnAboutASmokeRun() {
        String warning = "Smoke run: the numbers mean nothing.";
        assertTrue(MarkdownReport.of(SampleRun.smoke()).toString().contains("> **" + warning));
        assertTrue(TerminalReport.of(SampleRun.smoke()).toString().startsWith("!!!"));
        assertTrue(TerminalReport.of(SampleRun.smoke()).toString().contains(warning));
        assertFalse(MarkdownReport.of(SampleRun.full()).toString().contains(warning));
    }
}
