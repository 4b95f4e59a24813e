package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.downcall.browser.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
                directory.resolve("index.html"), Report.html(SampleRun.compared()));
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
        browser.size(1280, 900);
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

    /** The pictures that are shown at this width. */
    private static final String PICTURES =
            "const pictures = [...document.querySelectorAll('svg.picture')]"
                    + ".filter(svg => svg.getBoundingClientRect().width > 0);";

    @Test
    void loadsNoOtherFile() {
        assertEquals(0L, run("return performance.getEntriesByType('resource').length"));
    }

    @Test
    void theFirstScreenShowsTheAnswer() {
        assertEquals(
                List.of("What a call costs", "How many times as fast C is"),
                run(PICTURES
                        + "return pictures.filter(svg => svg.getBoundingClientRect().top < 200)"
                        + ".map(svg => svg.querySelector('title').textContent)"));
        assertEquals(3L, run(PICTURES + "return pictures.length"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 800, 360})
    void noLabelOfAPictureLeavesItOrCoversAnother(int width) {
        browser.size(width, 900);
        browser.settle();
        assertEquals(3L, run(PICTURES + "return pictures.length"));
        assertEquals(List.of(), run(PICTURES + """
                const wrong = [];
                for (const svg of pictures) {
                  const frame = svg.getBoundingClientRect();
                  const labels = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
                  labels.forEach(([text, box], i) => {
                    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) {
                      wrong.push(text + ' leaves the picture');
                    }
                    labels.slice(i + 1).forEach(([other, next]) => {
                      if (Math.min(box.right, next.right) - Math.max(box.left, next.left) > 1
                          && Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top) > box.height / 3) {
                        wrong.push(text + ' covers ' + other);
                      }
                    });
                  });
                }
                return wrong;
                """));
    }

    /** WCAG 2: a ratio of 4.5 for text. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textHasEnoughContrast(String scheme) {
        browser.scheme(scheme);
        browser.settle();
        assertEquals(List.of(), run(PICTURES + """
                const light = colour => {
                  const [r, g, b] = colour.match(/[\\d.]+/g).map(part => part / 255)
                      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const contrast = (one, other) => {
                  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
                  return (bright + 0.05) / (dark + 0.05);
                };
                const wrong = [];
                for (const svg of pictures) {
                  const ground = getComputedStyle(svg.querySelector('rect.ground')).fill;
                  svg.querySelectorAll('text').forEach(text => {
                    if (contrast(getComputedStyle(text).fill, ground) < 4.5) wrong.push(text.textContent);
                  });
                  svg.querySelectorAll('.mark, .bar').forEach(mark => {
                    const style = getComputedStyle(mark);
                    const ink = mark.matches('.bar') ? style.fill : style.stroke;
                    if (contrast(ink, ground) < 2.5) wrong.push(mark.getAttribute('class'));
                  });
                }
                const page = getComputedStyle(document.body);
                document.querySelectorAll('p, td, th, caption, a').forEach(text => {
                  if (contrast(getComputedStyle(text).color, page.backgroundColor) < 4.5) wrong.push(text.textContent);
                });
                return wrong;
                """));
    }

    @Test
    void followsTheColourScheme() {
        Object light = colours();
        browser.scheme("dark");
        browser.settle();
        assertNotEquals(light, colours());
    }

    private static Object colours() {
        return run(
                PICTURES + "return [getComputedStyle(document.body).backgroundColor]"
                        + ".concat(pictures.map(svg => getComputedStyle(svg.querySelector('rect.ground')).fill))");
    }

    @Test
    void everyPictureIsDescribed() {
        for (WebElement picture : browser.driver().findElements(By.cssSelector("svg.picture"))) {
            assertEquals("img", picture.getDomAttribute("role"));
            String text =
                    (String) run("return arguments[0].querySelector('desc').textContent", picture);
            assertTrue(text.length() > 30, text);
        }
    }

    @Test
    void headingsHaveNoGaps() {
        assertEquals(1L, run("return document.querySelectorAll('h1').length"));
        assertEquals(0L, run("return document.querySelectorAll('h3, h4').length"));
        assertEquals(
                List.of(),
                run("return [...document.querySelectorAll('table')].filter(table =>"
                        + "!table.caption || !table.querySelector('th[scope=col]'))"));
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 400, 800, 1280})
    void thePageDoesNotScrollSideways(int width) {
        browser.size(width, 740);
        browser.settle();
        assertEquals(
                0L,
                run(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    @Test
    void printsInLightColoursOnWhite() {
        browser.scheme("dark");
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of(
                                "media",
                                "print",
                                "features",
                                List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        try {
            browser.settle();
            assertEquals(
                    List.of("rgb(255, 255, 255)", "none", 3L),
                    run(
                            PICTURES + "return [getComputedStyle(document.body).backgroundColor,"
                                    + "getComputedStyle(document.querySelector('nav')).display, pictures.length]"));
            assertEquals(
                    List.of("rgb(255, 255, 255)"),
                    run(PICTURES + "return [...new Set(pictures.map("
                            + "svg => getComputedStyle(svg.querySelector('rect.ground')).fill))]"));
        } finally {
            browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
        }
    }

    /** {@return the report of the last run, if there is one} */
    @Test
    void theReportOfTheLastRunIsShown() {
        Path last = Path.of("..", "target", "benchmark-report", "index.html");
        assumeTrue(Files.exists(last), "nothing was measured yet");
        browser.driver().get(last.toAbsolutePath().toUri().toString());
        assertTrue((Long) run(PICTURES + "return pictures.length") > 0);
    }

    @Test
    void aSmokeRunHasAVisibleWarning() throws IOException {
        Path smoke =
                Files.writeString(directory.resolve("smoke.html"), Report.html(SampleRun.smoke()));
        browser.driver().get(smoke.toUri().toString());
        WebElement warning = browser.driver().findElement(By.className("warning"));
        assertTrue(warning.isDisplayed());
        assertTrue(warning.getText().contains("the figures are meaningless"), warning.getText());
    }
}
