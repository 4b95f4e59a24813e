package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ReportTest {

    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private static final String PAGE = Report.html(SampleRun.compared());

    @Test
    void opensWithThreePicturesEachInTwoWidths() {
        String before = PAGE.substring(0, PAGE.indexOf("<h2>"));
        List<String> figures = Pattern.compile("<figure class=\"([^\"]+)\"")
                .matcher(before)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertEquals(List.of("call-cost", "speed", "fibonacci-exact"), figures);
        assertEquals(6, before.split("<svg role=\"img\"", -1).length - 1);
        assertFalse(before.contains("<table"), "tables follow the pictures");
    }

    @Test
    void hasEveryMeasurement() {
        for (Comparison comparison : Comparison.of(SampleRun.compared())) {
            assertTrue(
                    PAGE.contains("<caption>" + comparison.table().title().replace("'", "&#39;")));
            comparison.settings().values().stream()
                    .flatMap(List::stream)
                    .forEach(one -> assertTrue(
                            PAGE.contains(">" + Figures.time(one.time()) + "<"), one.id()));
        }
    }

    @Test
    void escapesNames() {
        Map<String, String> params = Map.of("length", "</td><img src=x>'\"&");
        String page = Report.html(SampleRun.of(
                SampleRun.around(SampleRun.CALLS + "SampleShape.java", Map.of(), 1),
                SampleRun.around(SampleRun.CALLS + "SampleShape.ffm", Map.of(), 2),
                SampleRun.around(SampleRun.CALLS + "Odd.ffm", params, 3)));
        assertFalse(page.contains("<img src=x"), "an element came out of a name");
        assertTrue(page.contains("Sample &lt;of&gt; a &amp; &quot;shape&quot;"));
    }

    @Test
    void loadsNothingElseAndNeedsNoScript() {
        List<String> loads = Pattern.compile(
                        "(?:src|href|action|data)\\s*=\\s*\"([^\"]*)\"|url\\(([^)]*)\\)|@import")
                .matcher(PAGE)
                .results()
                .map(MatchResult::group)
                .filter(load -> !load.startsWith("href=\"#") && !load.equals("href=\"data:,\""))
                .toList();
        assertEquals(List.of(), loads);
        assertFalse(PAGE.contains("<script"));
        assertFalse(Pattern.compile("<[^>]+\\son[a-z]+=").matcher(PAGE).find());
    }

    @Test
    void everyLinkHasATarget() {
        Pattern.compile("href=\"#([^\"]+)\"")
                .matcher(PAGE)
                .results()
                .forEach(link ->
                        assertTrue(PAGE.contains("id=\"" + link.group(1) + "\""), link.group(1)));
    }

    @Test
    void warnsAboutASmokeRunOnly() {
        assertTrue(Report.html(SampleRun.smoke()).contains("role=\"note\">Smoke run"));
        assertFalse(PAGE.contains("role=\"note\""));
        assertTrue(Report.markdown(SampleRun.smoke()).contains("> **Smoke run: "));
        assertFalse(Report.markdown(SampleRun.full()).contains("Smoke run"));
        assertTrue(Report.terminal(SampleRun.smoke()).startsWith("!! Smoke run: "));
        assertFalse(Report.terminal(SampleRun.full()).contains("Smoke run"));
    }

    @Test
    void listsFailures() {
        RunData run = SampleRun.full();
        run.environment().putArray("failed").add("OneLong.jnr").add("OneLong.jna");
        assertTrue(Report.html(run)
                .contains("Failed, and not measured completely: OneLong.jnr, OneLong.jna."));
        assertTrue(Report.markdown(run).contains("OneLong.jnr, OneLong.jna"));
    }

    @Test
    void aRunWithoutResultsHasAPage() {
        RunData run =
                new RunData(List.of(), new ObjectMapper().createObjectNode(), Optional.empty());
        assertTrue(Report.html(run).contains("This run has no results"));
        assertFalse(Report.markdown(run).isEmpty());
    }

    @Test
    void everyPartMayBeMissing() {
        List<Measurement> all = SampleRun.full().measurements();
        for (String part : List.of("article", "calls", "kernels", "vm")) {
            for (boolean alone : List.of(true, false)) {
                Measurement[] some = all.stream()
                        .filter(one -> one.className().contains("." + part + ".") == alone)
                        .toArray(Measurement[]::new);
                assertFalse(Report.html(SampleRun.of(some)).isEmpty());
                assertFalse(Report.markdown(SampleRun.of(some)).isEmpty());
            }
        }
    }

    @Test
    void aComparisonBeginsWithTheDifferences() {
        String comparison = PAGE.substring(PAGE.indexOf("<section id=\"comparison\">"));
        int differences = comparison.indexOf("cc 11.4.0");
        assertTrue(differences > 0 && differences < comparison.indexOf("<table"));
    }

    @Test
    void everyLineOfAMarkdownTableHasTheCellsOfItsHeader() {
        RunData run = SampleRun.of(
                SampleRun.around(SampleRun.CALLS + "SampleShape.java", Map.of(), 1),
                SampleRun.around(SampleRun.CALLS + "SampleShape.ffm", Map.of(), 2),
                SampleRun.around(SampleRun.CALLS + "Piped.ffm", Map.of("a", "|"), 3));
        for (RunData any :
                List.of(run, SampleRun.full(), SampleRun.smoke(), SampleRun.compared())) {
            long cells = 0;
            int tables = 0;
            for (String line : Report.markdown(any).lines().toList()) {
                if (!line.startsWith("|")) {
                    cells = 0;
                    continue;
                }
                long here = BAR.matcher(line).results().count() - 1;
                tables += cells == 0 ? 1 : 0;
                cells = cells == 0 ? here : cells;
                assertEquals(cells, here, line);
            }
            assertTrue(tables > 1);
        }
    }

    @Test
    void markdownEscapesNames() {
        assertEquals("a\\|b\\*c\\_d&lt;e&gt;\\`f\\[g", Template.markdown("a|b*c_d<e>`f[g"));
    }

    @Test
    void theArticlesTableIsThere() {
        RunData run = SampleRun.full();
        String table = ArticleReport.of(run.measurements()).orElseThrow().table();
        assertTrue(Report.markdown(run).contains("```text\n" + table + "\n```"));
        assertTrue(PAGE.contains("- fibonacci(10_000) -"));
    }

    @Test
    void theTerminalIsShort() {
        String text = Report.terminal(SampleRun.full());
        assertTrue(text.contains("  FFM critical   2.5"), text);
        assertTrue(text.lines().count() < 20, text);
    }

    @Test
    void theTerminalShowsTheLargestChanges() {
        String text = Report.terminal(SampleRun.compared());
        String changes = text.substring(text.indexOf("Faster or slower than 2026-01-01: "));
        List<String> rows = changes.lines().skip(1).toList();
        assertTrue(!rows.isEmpty() && rows.size() <= 10, changes);
        assertTrue(
                rows.stream()
                        .allMatch(line -> line.contains("  1.50x, ") && line.endsWith("faster")),
                changes);
    }

    @Test
    void theTerminalReportIsAscii() {
        for (RunData run : List.of(SampleRun.full(), SampleRun.smoke(), SampleRun.compared())) {
            String text = Report.terminal(run);
            assertEquals(
                    text,
                    new String(
                            text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
            assertFalse(text.contains("?"), text);
        }
    }
}
