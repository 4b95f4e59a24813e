package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;

/** The documents agree with the sources. */
class DocumentationTest {

    private static final Path SETTINGS = Path.of("docs", "settings.md");

    @Test
    void theReadmeNamesTheVersionOfTheBuild() throws IOException {
        String version = System.getProperty("downcall.test.version");
        assertTrue(
                Files.readString(Path.of("README.md"))
                        .contains("<version>" + version + "</version>"),
                version);
    }

    @Test
    void theMapInContributingNamesEveryFolderAndEveryCFile() throws IOException {
        String map = Files.readString(Path.of("CONTRIBUTING.md"));
        try (Stream<Path> files = Files.walk(Path.of("src/main/c"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertTrue(map.contains(file.getFileName().toString()), file::toString);
            }
        }
        try (Stream<Path> folders = Files.list(Path.of("src/main"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                assertTrue(map.contains(folder.toString().replace('\\', '/')), folder::toString);
            }
        }
    }

    @Test
    void theMapInContributingNamesNoFileThatDoesNotExist() throws IOException {
        String page = Files.readString(Path.of("CONTRIBUTING.md"));
        String map = page.substring(
                page.indexOf("### The library in C"), page.indexOf("### The library in Java"));
        Set<String> existing;
        try (Stream<Path> files = Files.walk(Path.of("src/main/c"))) {
            existing = files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        for (String file : all("(\\w+\\.(?:c|h|args)\\b)", map)) {
            assertTrue(existing.contains(file), file);
        }
    }

    @Test
    void thePomCompilesEveryCFile() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Path sources = Path.of("src/main/c");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".c")).toList()) {
                String name = sources.relativize(file).toString().replace('\\', '/');
                assertTrue(pom.contains("<fileName>" + name + "</fileName>"), name);
            }
        }
    }

    /** The page groups digits with spaces. */
    @Test
    void thePageForUsersOfBigIntegerHasTheThresholds() throws IOException {
        String page = Files.readString(Path.of("docs", "from-biginteger.md"));
        Map<String, List<Long>> rows = Map.ofEntries(
                row("multiply(a, b)", Thresholds.NATIVE_MULTIPLY_BITS),
                row("square(a)", Thresholds.NATIVE_SQUARE_BITS),
                row("pow(a, n)", Thresholds.NATIVE_POWER_BITS),
                row(
                        "a.divide(b)",
                        Thresholds.NATIVE_DIVISION_BITS,
                        Thresholds.NATIVE_DIVISOR_BITS,
                        Thresholds.NATIVE_QUOTIENT_BITS),
                row("a.sqrt()", Thresholds.NATIVE_SQRT_BITS),
                row("gcd(a, b)", Thresholds.NATIVE_GCD_BITS),
                row("modInverse(a, m)", Thresholds.NATIVE_MOD_INVERSE_BITS),
                row(
                        "modPow(a, e, m)",
                        Thresholds.NATIVE_ODD_MODULUS_BITS,
                        Thresholds.NATIVE_EVEN_MODULUS_BITS),
                row("toString(a)", Thresholds.NATIVE_TO_STRING_BITS),
                row("new BigInteger(text)", Thresholds.NATIVE_PARSE_DIGITS),
                row(
                        "toString(a, radix)",
                        Thresholds.NATIVE_TO_RADIX_BITS,
                        Thresholds.LINEAR_RADIX_BITS),
                row(
                        "parse(text, radix)",
                        Thresholds.NATIVE_FROM_RADIX_BITS,
                        Thresholds.LINEAR_RADIX_BITS),
                row("product(numbers)", Thresholds.NATIVE_PRODUCT_BITS),
                row("factorial(n)", Thresholds.NATIVE_FACTORIAL),
                row("binomial(n, k)", Thresholds.NATIVE_BINOMIAL_BITS),
                row("new BigDecimal(text)", Thresholds.NATIVE_DECIMAL_PARSE_LENGTH),
                row("a.toEngineeringString()", Thresholds.NATIVE_DECIMAL_TO_STRING_BITS),
                row("multiply(a, b, context)", Thresholds.NATIVE_DECIMAL_ROUND_BITS),
                row("divide(a, b, context)", Thresholds.NATIVE_DECIMAL_DIVIDE_BITS),
                row("sqrt(a, context)", Thresholds.NATIVE_DECIMAL_ROOT_BITS));
        rows.forEach((method, thresholds) -> {
            String row = page.lines()
                    .filter(line -> line.startsWith("|") && line.contains("`" + method + "`"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(method));
            for (long threshold : thresholds) {
                String digits = String.format(Locale.ROOT, "%,d", threshold).replace(',', ' ');
                assertTrue(row.matches(".*\\b" + digits + "\\b.*"), () -> row + " " + digits);
            }
        });
    }

    private static Map.Entry<String, List<Long>> row(String method, long... thresholds) {
        return Map.entry(method, Arrays.stream(thresholds).boxed().toList());
    }

    /** A method that is added is listed, too. */
    @Test
    void thePageForUsersOfBigIntegerNamesEveryMethod() throws IOException {
        String page = Files.readString(Path.of("docs", "from-biginteger.md"));
        for (Class<?> api : List.of(BigIntegers.class, BigDecimals.class)) {
            for (Method method : api.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    assertTrue(page.contains(method.getName() + "("), method::toString);
                }
            }
        }
    }

    @Test
    void theSettingsPageListsEverySystemProperty() throws IOException {
        String sources = sources("src/main/java");
        Set<String> properties = all("PropertyNames\\.of\\(\"([a-z.]+)\"\\)", sources).stream()
                .map(name -> "org.downcall." + name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                properties,
                all("(?m)^\\| `(org\\.downcall\\.[a-z.]+)` \\|", Files.readString(SETTINGS)));
    }

    @Test
    void theSettingsPageQuotesMessagesOfTheLibrary() throws IOException {
        String page = Files.readString(SETTINGS);
        String table = page.substring(
                page.indexOf("These are the messages of the library"),
                page.indexOf("These are the messages of the build"));
        Set<String> messages = all("(?m)^\\| `([^`]+)` \\|", table);
        assertTrue(messages.remove("A restricted method in java.lang.System has been called"));
        assertFalse(messages.isEmpty());
        String literals = sources("src/main/java").replaceAll("\"\\s*\\+\\s*\"", "");
        for (String message : messages) {
            assertTrue(literals.contains(message), message);
        }
    }

    private static String sources(String directory) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    /** {@return the first group of every match} */
    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
