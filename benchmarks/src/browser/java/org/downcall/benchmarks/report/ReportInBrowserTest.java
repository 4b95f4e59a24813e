package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.downcall.benchmarks.results.ResultsFile;
import org.downcall.browser.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The report in Chromium. */
class ReportInBrowserTest {

    @TempDir
    static Path directory;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void openBrowser() throws IOException {
        // Each test gives its reason to be skipped, because Surefire shows none for a whole class.
        browser = Browser.open(directory.resolve("profile")).orElse(null);
        page = Files.writeString(
                directory.resolve("index.html"),
                HtmlReport.of(SampleRun.compared()).toString());
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        Browser.need();
        browser.size(1200, 900);
        browser.scheme("light");
        browser.driver().get(page.toUri().toString());
    }

    private static Object run(String script, Object... arguments) {
        return browser.run(script, arguments);
    }

    @AfterEach
    void nothingWasWrittenToTheConsole() {
        if (browser != null) {
            assertEquals(List.of(), browser.console());
        }
    }

    @Test
    void loadsNoOtherFile() {
        assertEquals(0L, run("return performance.getEntriesByType('resource').length"));
    }

    @Test
    void everyChartHasAMarkForEachOfItsPoints() throws IOException {
        assertTrue(everyChartHasItsMarks() > 20);
    }

    /** {@return the number of charts} */
    private static int everyChartHasItsMarks() throws IOException {
        JsonNode drawings = new ObjectMapper()
                .readTree((String) run("return document.getElementById('drawings').textContent"));
        for (JsonNode drawing : drawings) {
            List<Long> expected = new ArrayList<>();
            if (drawing.has("rows")) {
                expected.add((long) drawing.get("rows").size());
            }
            for (JsonNode series : drawing.path("series")) {
                expected.add((long) series.get("points").size());
            }
            assertEquals(
                    expected,
                    marks(drawing.get("id").asText(), "bar", "scatter", "line"),
                    drawing.get("title").asText());
        }
        return drawings.size();
    }

    /**
     * Counts what ECharts has drawn, which may be less than its data, in the colours of the
     * technologies.
     *
     * @param kinds of series
     * @return the number of marks of each series
     */
    @SuppressWarnings("unchecked")
    private static List<Long> marks(String chart, String... kinds) {
        return (List<Long>) run("""
                const [id, kinds] = arguments;
                const chart = echarts.getInstanceByDom(document.getElementById(id));
                const style = getComputedStyle(document.documentElement);
                const colours = Array.from({length: 11}, (any, i) => style.getPropertyValue('--c' + i).trim());
                const shows = shape => !shape.ignore && !shape.invisible
                    && (colours.includes(shape.style.fill) || colours.includes(shape.style.stroke)
                        || kinds.includes('custom'));
                return chart.getModel().getSeries().filter(one => kinds.includes(one.subType)).map(one => {
                    const data = one.getData();
                    let drawn = 0;
                    for (let i = 0; i < data.count(); i++) {
                        const mark = data.getItemGraphicEl(i);
                        const shapes = [];
                        mark && mark.traverse(shape => shape.style && shapes.push(shape));
                        mark && mark.style && shapes.push(mark);
                        drawn += shapes.some(shows) ? 1 : 0;
                    }
                    return drawn;
                });
                """, chart, List.of(kinds));
    }

    /**
     * The intervals that no symbol hides: all of them on bars, and those that are long enough on
     * points.
     */
    @Test
    void confidenceIntervalsAreDrawn() throws IOException {
        JsonNode drawings = new ObjectMapper()
                .readTree((String) run("return document.getElementById('drawings').textContent"));
        int besideBars = 0;
        long amongPoints = 0;
        for (JsonNode drawing : drawings) {
            List<Long> custom = marks(drawing.get("id").asText(), "custom");
            if (drawing.path("log").asBoolean(true)) {
                amongPoints += custom.getFirst();
            } else {
                assertEquals(
                        drawing.get("rows").size(),
                        custom.getFirst(),
                        drawing.get("title").asText());
                besideBars++;
            }
        }
        assertTrue(besideBars > 0, "no chart with bars");
        assertTrue(amongPoints > 0, "no error beside a point");
    }

    @Test
    void theBreakEvenIsDrawn() throws IOException {
        JsonNode drawings = new ObjectMapper()
                .readTree((String) run("return document.getElementById('drawings').textContent"));
        int marked = 0;
        for (JsonNode drawing : drawings) {
            for (JsonNode mark : drawing.path("marks")) {
                String svg = (String) run(
                        "return document.querySelector('#' + arguments[0] + ' svg').outerHTML",
                        drawing.get("id").asText());
                assertTrue(svg.contains(">" + mark.get("label").asText() + "<"), mark.toString());
                assertTrue((Boolean) run(
                        "const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink').trim();"
                                + "return [...document.querySelectorAll('#' + arguments[0] + ' svg path')].some(path =>"
                                + "path.getAttribute('stroke') === ink && path.getAttribute('stroke-dasharray')"
                                + "&& path.getBoundingClientRect().height > 100)",
                        drawing.get("id").asText()));
                marked++;
            }
        }
        assertTrue(marked > 0, "no break-even in the sample");
    }

    /** Text has the colour of ink, because it is too thin for the colours of the marks. */
    @Test
    void textHasTheColoursOfText() {
        assertEquals(
                List.of(),
                run(
                        "const style = getComputedStyle(document.documentElement);"
                                + "const inks = ['--ink', '--quiet'].map(name => style.getPropertyValue(name).trim());"
                                + "return [...document.querySelectorAll('.chart svg text')]"
                                + ".filter(text => !inks.includes(text.getAttribute('fill'))).map(text => text.textContent)"));
    }

    @Test
    void everyChartIsDescribed() {
        for (WebElement chart : browser.driver().findElements(By.className("chart"))) {
            String description = chart.getDomAttribute("aria-label");
            assertTrue(
                    description != null && description.length() > 30,
                    chart.getDomAttribute("id") + description);
            assertEquals("img", chart.getDomAttribute("role"));
        }
    }

    @Test
    void sortsByNumberInEitherDirection() {
        WebElement table = browser.driver().findElement(By.cssSelector("#comparison table"));
        WebElement now = table.findElements(By.cssSelector("thead button")).get(1);
        List<Double> before = keys(table);
        now.click();
        List<Double> first = keys(table);
        now.click();
        List<Double> second = keys(table);
        List<Double> ascending = before.stream().sorted().toList();
        List<Double> descending =
                before.stream().sorted(Comparator.reverseOrder()).toList();
        assertNotEquals(before, first);
        assertEquals(List.of(ascending, descending), List.of(first, second));
    }

    @SuppressWarnings("unchecked")
    private static List<Double> keys(WebElement table) {
        List<String> keys = (List<String>) run(
                "return [...arguments[0].tBodies[0].rows].map(row => row.cells[1].getAttribute('data-sort'))",
                table);
        return keys.stream().map(Double::valueOf).toList();
    }

    @Test
    void followsTheColourScheme() {
        String light = background() + axisColour();
        browser.scheme("dark");
        browser.settle();
        String dark = background() + axisColour();
        assertNotEquals(
                light.substring(0, light.indexOf(')')), dark.substring(0, dark.indexOf(')')));
        assertNotEquals(light.substring(light.indexOf(')')), dark.substring(dark.indexOf(')')));
    }

    private static String background() {
        return (String) run("return getComputedStyle(document.body).backgroundColor");
    }

    private static String axisColour() {
        return (String)
                run("return document.querySelector('.chart svg text').getAttribute('fill')");
    }

    @Test
    void fitsAPhone() {
        browser.size(360, 740);
        browser.settle();
        assertEquals(360L, run("return document.documentElement.scrollWidth"));
        List<?> tooWide = (List<?>)
                run(
                        "return [...document.querySelectorAll('.chart svg')]"
                                + ".filter(svg => svg.getBoundingClientRect().right > 360).map(svg => svg.closest('.chart').id)");
        assertEquals(List.of(), tooWide);
    }

    @Test
    void chartsFillTheirPlaceAfterResizing() {
        browser.size(800, 900);
        browser.settle();
        List<?> wrong = (List<?>)
                run(
                        "return [...document.querySelectorAll('.chart')].filter(box => Math.abs("
                                + "box.clientWidth - box.querySelector('svg').getBoundingClientRect().width) > 1).map(box => box.id)");
        assertEquals(List.of(), wrong);
    }

    @Test
    void theButtonDownloadsTheResults() throws IOException {
        run(
                "window.blobs = []; const make = URL.createObjectURL;"
                        + "URL.createObjectURL = blob => { window.blobs.push(blob); return make.call(URL, blob); };"
                        + "HTMLAnchorElement.prototype.click = function () { window.saved = this.download; };");
        browser.driver().findElement(By.id("download")).click();
        String text = (String) browser.driver()
                .executeAsyncScript(
                        "const done = arguments[0]; window.blobs[0].text().then(done);");
        RunData sample = SampleRun.compared();
        assertEquals(new ResultsFile(sample.environment(), sample.measurements()).toJson(), text);
        assertEquals("downcall.json", run("return window.saved"));
    }

    @Test
    void printsChartsThatFitThePage() {
        run("window.dispatchEvent(new Event('beforeprint'))");
        Object widths = run("return [...new Set([...document.querySelectorAll('.chart svg')]"
                + ".map(svg => svg.getAttribute('width')))]");
        assertEquals(List.of("660"), widths);
        assertEquals(true, run("return document.querySelector('figure.wide details').open"));
        browser.scheme("dark");
        browser.settle();
        assertEquals(
                "660", run("return document.querySelector('.chart svg').getAttribute('width')"));
        run("window.dispatchEvent(new Event('afterprint'))");
        assertNotEquals(
                "660", run("return document.querySelector('.chart svg').getAttribute('width')"));
    }

    /** {@return the report of the last run, if there is one} */
    @Test
    void theReportOfTheLastRunIsDrawn() throws IOException {
        Path last = Path.of("..", "target", "benchmark-report", "index.html");
        assumeTrue(Files.exists(last), "nothing was measured yet");
        browser.driver().get(last.toAbsolutePath().toUri().toString());
        everyChartHasItsMarks();
    }

    @Test
    void aSmokeRunHasAVisibleWarning() throws IOException {
        Path smoke = Files.writeString(
                directory.resolve("smoke.html"),
                HtmlReport.of(SampleRun.smoke()).toString());
        browser.driver().get(smoke.toUri().toString());
        WebElement warning = browser.driver().findElement(By.className("warning"));
        assertTrue(warning.isDisplayed());
        assertTrue(warning.getText().contains("the numbers mean nothing"), warning.getText());
        assertTrue((Long) run("return document.querySelectorAll('.chart svg').length") > 20);
    }
}
