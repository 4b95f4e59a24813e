package org.downcall.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** Chromium without a window, for tests of what a reader sees. */
public final class Browser implements AutoCloseable {

    private static final Optional<Path> CHROME =
            find("CHROME", "chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Optional<Path> DRIVER = find("CHROMEDRIVER", "chromedriver");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * {@return a new browser; empty if Chromium or chromedriver is missing}
     *
     * @param profile a directory that does not exist yet
     */
    public static Optional<Browser> open(Path profile) {
        if (CHROME.isEmpty() || DRIVER.isEmpty()) {
            return Optional.empty();
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROME.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        // Given this path, Selenium neither searches for a driver nor downloads one.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.get().toFile())
                .withSilent(true)
                .build();
        return Optional.of(new Browser(new ChromeDriver(service, options)));
    }

    /**
     * Skips a test if there is no browser, and states the reason. With {@code browser.required},
     * the test fails instead.
     */
    public static void need() {
        need(CHROME, "no Chromium: it is neither on the PATH nor named by CHROME");
        need(DRIVER, "no chromedriver: it is neither on the PATH nor named by CHROMEDRIVER");
    }

    public ChromeDriver driver() {
        return driver;
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Resizing and drawing anew take a frame or two. */
    public void settle() {
        driver.executeAsyncScript(
                "const done = arguments[0];"
                        + "requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));");
    }

    /** Waits until an expression in JavaScript is true; an exception after twenty seconds. */
    public void waitFor(String condition) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        driver.executeAsyncScript("const done = arguments[0];" + "const look = () => (" + condition
                + ") ? done() : setTimeout(look, 50); look();");
    }

    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 500));
    }

    /** @param name what the reader's system prefers: {@code light} or {@code dark} */
    public void scheme(String name) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    /** {@return what was written to the console since the last time} */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static void need(Optional<Path> program, String otherwise) {
        if (Boolean.getBoolean("browser.required")) {
            assertTrue(program.isPresent(), otherwise);
        }
        assumeTrue(program.isPresent(), otherwise);
    }

    private static Optional<Path> find(String variable, String... names) {
        String named = System.getenv(variable);
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(names)
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(part -> Path.of(part, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
