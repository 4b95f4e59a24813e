package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.downcall.browser.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** The site as Chromium shows it. */
class SiteInBrowserIT {

    private static final Path SITE = Path.of(System.getProperty("downcall.test.site"));

    @TempDir
    static Path directory;

    private static Browser browser;
    private static HttpServer server;

    @BeforeAll
    static void openBrowser() {
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                SITE,
                SimpleFileServer.OutputLevel.NONE);
        server.start();
        browser = Browser.open(directory.resolve("profile")).orElse(null);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
        server.stop(0);
    }

    @BeforeEach
    void need() {
        Browser.need();
        browser.size(1300, 900);
        browser.scheme("light");
    }

    @AfterEach
    void nothingWasWrittenToTheConsole() {
        if (browser != null) {
            assertEquals(List.of(), browser.console());
        }
    }

    private static void open(String page) {
        InetSocketAddress address = server.getAddress();
        browser.driver()
                .get("http://" + address.getAddress().getHostAddress() + ":" + address.getPort()
                        + "/" + page);
        browser.driver().executeScript("localStorage.clear()");
        browser.waitFor("document.readyState === 'complete' && document.fonts.status === 'loaded'");
        browser.settle();
    }

    @ParameterizedTest
    @CsvSource({
        "errno, recipes/errno.html",
        "Gradle, answers/builds.html",
        "Maven, answers/builds.html",
        "Spring, answers/builds.html",
        "Tomcat, answers/builds.html",
        "jpackage, answers/builds.html",
        "Kotlin, answers/languages.html",
        "Scala, answers/languages.html",
        "Android, answers/where-it-runs.html",
        "macOS, answers/where-it-runs.html",
        "musl, answers/where-it-runs.html",
        "GraalVM, answers/native-image.html",
        "Quarkus, answers/native-image.html",
        "GetLastError, recipes/errno.html",
        "leak, answers/growing-memory.html",
        "RSS, answers/growing-memory.html",
        "signal, answers/crashes-and-hangs.html",
        "Rust, answers/crashes-and-hangs.html",
        "ioctl, answers/hidden-signatures.html",
        "dlopen, answers/dependencies.html",
        "loader, recipes/own-library.html",
        "ClassCastException, answers/generated-bindings.html",
    })
    void theSearchFindsThePage(String word, String page) {
        open("index.html");
        browser.driver()
                .findElement(By.cssSelector("form.site-search:not(.site-search-xs) input"))
                .sendKeys(word);
        browser.waitFor("document.querySelectorAll('.search-results-title a').length > 0");
        List<String> found =
                browser.driver().findElements(By.cssSelector(".search-results-title a")).stream()
                        .map(link -> link.getDomAttribute("href"))
                        .toList();
        assertTrue(found.stream().anyMatch(link -> link.endsWith(page)), found::toString);
    }

    @Test
    void followsTheColourSchemeOfTheReader() {
        open("recipes/errno.html");
        int light = brightness(textColour());
        browser.scheme("dark");
        open("recipes/errno.html");
        browser.driver().navigate().refresh(); // without anything cached from the first visit
        browser.settle();
        int dark = brightness(textColour());
        assertTrue(light < 64 && dark > 192, "text: " + light + ", in the dark: " + dark);
    }

    private static String textColour() {
        return (String)
                browser.run("return getComputedStyle(document.querySelector('main p')).color");
    }

    /** {@return the red of {@code rgb(red, green, blue)}} */
    private static int brightness(String colour) {
        return Integer.parseInt(colour.replaceAll("^\\D*(\\d+).*", "$1"));
    }

    @Test
    void codeIsColoured() {
        open("recipes/errno.html");
        browser.waitFor(
                "document.querySelectorAll('code.language-java .token.keyword').length > 0");
    }

    @Test
    void textThatLooksLikeATemplateIsShownUnchanged() {
        open("recipes/pointers.html");
        String text = browser.driver().findElement(By.tagName("main")).getText();
        assertTrue(text.contains("#ifndef RECIPES_POINTERS_H"), text);
        assertTrue(
                text.contains("(int)mh$.invokeExact(dividend, divisor, quotient, remainder)"),
                text);
    }

    @Test
    void theMenuLeadsToTheJavadoc() {
        open("recipes/errno.html");
        browser.driver()
                .findElement(By.cssSelector("nav.left-menu a[href$='apidocs/index.html']"))
                .click();
        browser.waitFor("document.title.includes('Downcall')");
        assertTrue(browser.driver().getCurrentUrl().contains("/apidocs/"));
    }

    @Test
    void picturesAreShown() {
        open("big-numbers.html");
        browser.waitFor(
                "[...document.querySelectorAll('main img')].length > 3"
                        + " && [...document.querySelectorAll('main img')].every(one => one.naturalWidth > 100)");
    }

    /** The skin would set them in capitals. */
    @Test
    void headingsAreShownAsTheyAreWritten() {
        open("recipes/structs.html");
        assertEquals(
                List.of("none"),
                browser.run(
                        "return [...new Set([...document.querySelectorAll('h1, h2, h3, header *, nav *')]"
                                + ".filter(one => [...one.childNodes].some("
                                + "child => child.nodeType === Node.TEXT_NODE && child.data.trim()))"
                                + ".map(one => getComputedStyle(one).textTransform))]"));
    }

    /** The skin would show a bar for a logo above the title. */
    @Test
    void noEmptyBarIsAboveTheTitle() {
        open("recipes/structs.html");
        assertEquals(
                List.of(),
                browser.run("return [...document.querySelectorAll('.site-logo')]"
                        + ".filter(one => one.offsetHeight > 0).map(one => one.outerHTML)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipes/errno.html", "recipes/structs.html", "recipes/upcalls.html"})
    void codeOf100ColumnsNeedsNoScrollingSideways(String page) {
        open(page);
        assertEquals(
                List.of(),
                browser.run("return [...document.querySelectorAll('main pre')]"
                        + ".filter(one => one.scrollWidth > one.clientWidth)"
                        + ".map(one => one.textContent)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 800, 1300})
    void fitsTheWindow(int width) {
        browser.size(width, 740);
        for (String page : List.of(
                "index.html",
                "recipes/errno.html",
                "recipes/structs.html",
                "troubleshooting.html",
                "answers/builds.html",
                "answers/where-it-runs.html",
                "questions.html",
                "decision.html",
                "coverage.html",
                "readme.html",
                "contributing.html",
                "big-numbers.html",
                "measurement.html")) {
            open(page);
            assertEquals(
                    browser.run("return document.documentElement.clientWidth"),
                    browser.run("return document.documentElement.scrollWidth"),
                    page);
        }
    }
}
