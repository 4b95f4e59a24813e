package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.downcall.benchmarks.article.Clock;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final String PAGE = HtmlReport.of(SampleRun.compared()).toString();

    /** The page without its scripts, which may contain any text. */
    private static String markup(String page) {
        return Pattern.compile("<script.*?</script>", Pattern.DOTALL)
                .matcher(page)
                .replaceAll("");
    }

    private static JsonNode data(String page, String id) throws IOException {
        String start = "<script type=\"application/json\" id=\"" + id + "\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    @Test
    void hasEveryMeasurement() throws IOException {
        List<Measurement> measurements = SampleRun.compared().measurements();
        String markup = markup(PAGE);
        for (Measurement one : measurements) {
            assertTrue(markup.contains(">" + Html.escape(one.id()) + "<"), one.id());
        }
    }

    @Test
    void hasTheContentOfTheResultsFile() throws IOException {
        RunData run = SampleRun.compared();
        String file = new ResultsFile(run.environment(), run.measurements()).toJson();
        assertEquals(new ObjectMapper().readTree(file), data(PAGE, "jmh"));
        assertEquals(
                "native kernels, instruction set adx",
                data(PAGE, "jmh").get(0).at("/environment/library/backend").asText());
    }

    @Test
    void theArticlesTableCanBeSorted() {
        String markup = markup(PAGE);
        String article = markup.substring(markup.indexOf("<section id=\"article\">"));
        String head = article.substring(article.indexOf("<thead>"), article.indexOf("</thead>"));
        assertEquals(
                List.of(
                        "Name",
                        "Min",
                        "Max",
                        "Mean",
                        "StdDev",
                        "Median",
                        "IQR",
                        "Outliers",
                        "OPS",
                        "Rounds",
                        "Iterations"),
                Pattern.compile("<button type=\"button\">([^<]+)</button>")
                        .matcher(head)
                        .results()
                        .map(match -> match.group(1))
                        .toList());
        assertEquals(4, head.split("screen", -1).length - 1, head);
    }

    @Test
    void everyChartHasADrawingAndAPlace() throws IOException {
        List<String> places = Pattern.compile("class=\"chart\" id=\"([^\"]+)\"")
                .matcher(PAGE)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertEquals(places, data(PAGE, "drawings").findValuesAsText("id"));
        assertTrue(places.size() > 20, places.size() + " charts");
    }

    @Test
    void escapesNames() throws IOException {
        Map<String, String> params = Map.of("length", "</script><img src=x>'\"&");
        String page = HtmlReport.of(SampleRun.of(
                        SampleRun.around(SampleRun.CALLS + "SampleShape.java", Map.of(), 1),
                        SampleRun.around(SampleRun.CALLS + "SampleShape.ffm", Map.of(), 2),
                        SampleRun.around(SampleRun.CALLS + "Odd.ffm", params, 3)))
                .toString();
        assertFalse(page.contains("<img src=x"), "an element came out of a name");
        assertTrue(page.contains("Sample &lt;of&gt; a &amp; &quot;shape&quot;"));
        assertEquals(3, data(page, "jmh").size());
    }

    @Test
    void loadsNothingElse() {
        String markup = markup(PAGE);
        List<String> loads = Pattern.compile(
                        "(?:src|href|action|data)\\s*=\\s*\"([^\"]*)\"|url\\(([^)]*)\\)|@import")
                .matcher(markup)
                .results()
                .map(MatchResult::group)
                .filter(load -> !load.startsWith("href=\"#") && !load.equals("href=\"data:,\""))
                .toList();
        assertEquals(List.of(), loads);
        assertFalse(
                Pattern.compile("<script[^>]+src").matcher(PAGE).find(), "a script from elsewhere");
    }

    @Test
    void hasNoInlineHandlers() {
        assertFalse(Pattern.compile("<[^>]+\\son[a-z]+=").matcher(markup(PAGE)).find());
    }

    @Test
    void namesTheVersionsOfItsLibraries() {
        assertTrue(PAGE.contains("tablesort v" + Scripts.tablesortVersion() + " ("));
        assertTrue(PAGE.contains("https://www.apache.org/licenses/LICENSE-2.0"));
        assertTrue(
                Scripts.echartsVersion().matches("\\d+\\.\\d+\\.\\d+"), Scripts.echartsVersion());
        assertTrue(PAGE.contains("Apache ECharts " + Scripts.echartsVersion()));
        assertTrue(PAGE.contains(Scripts.tablesortVersion() + " (MIT License)"));
    }

    @Test
    void warnsAboutASmokeRunOnly() {
        assertTrue(HtmlReport.of(SampleRun.smoke()).toString().contains("role=\"note\">Smoke run"));
        assertFalse(PAGE.contains("role=\"note\""));
    }

    @Test
    void aRunWithoutResultsHasAPage() {
        String page = HtmlReport.of(new RunData(
                        List.of(),
                        new ObjectMapper().createObjectNode(),
                        List.of(),
                        new Clock(1, 1),
                        Optional.empty()))
                .toString();
        assertTrue(page.contains("This run has no results"));
    }

    @Test
    void everySectionMayBeMissing() {
        List<Measurement> all = SampleRun.full().measurements();
        for (String part : all.stream().map(Measurement::className).distinct().toList()) {
            Measurement[] others = all.stream()
                    .filter(one -> !one.className().equals(part))
                    .toArray(Measurement[]::new);
            assertFalse(HtmlReport.of(SampleRun.of(others)).toString().isEmpty());
            Measurement[] alone = all.stream()
                    .filter(one -> one.className().equals(part))
                    .toArray(Measurement[]::new);
            assertFalse(HtmlReport.of(SampleRun.of(alone)).toString().isEmpty());
        }
    }
}
