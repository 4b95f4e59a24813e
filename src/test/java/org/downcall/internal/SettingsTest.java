package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static Settings read(Map<String, String> properties, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of("java.io.tmpdir", "/temporary"));
        all.putAll(properties);
        return Settings.read(all::get, environment::get);
    }

    @Test
    void defaults() {
        Settings settings = read(Map.of(), Map.of());
        assertEquals(Settings.Mode.AUTO, settings.mode());
        assertNull(settings.libraryPath());
        assertEquals("/temporary", settings.temporaryDirectory());
        assertNull(settings.isa());
        assertFalse(settings.check());
        assertEquals(Runtime.getRuntime().maxMemory(), settings.memory());
        assertFalse(settings.testedOnly());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "3k, 3072",
        "5M, 5242880",
        "2g, 2147483648",
        "1T, 1099511627776"
    })
    void amountsOfMemory(String value, long bytes) {
        assertEquals(bytes, read(Map.of("org.downcall.memory", value), Map.of()).memory());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k",
                "-1",
                "+1",
                "1.5g",
                "1 g",
                "1gb",
                "9999999999t",
                "99999999999999999999",
                "\u00b2"
            })
    void anInvalidAmountOfMemoryIsAnErrorThatNamesThePropertyAndTheValue(String value) {
        Map<String, String> properties = Map.of("org.downcall.memory", value);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(properties, Map.of()));
        assertEquals(
                "The system property org.downcall.memory has the invalid value '" + value
                        + "'. Set it to an amount of memory, such as 512m or 8g: a number,"
                        + " optionally followed by k, m, g or t.",
                e.getMessage());
    }

    @Test
    void platformsIsAllOrTested() {
        assertFalse(read(Map.of("org.downcall.platforms", "all"), Map.of()).testedOnly());
        assertTrue(read(Map.of("org.downcall.platforms", "tested"), Map.of()).testedOnly());
        Map<String, String> properties = Map.of("org.downcall.platforms", "linux");
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(properties, Map.of()));
        assertEquals(
                "The system property org.downcall.platforms has the invalid value 'linux'. Set it"
                        + " to all or tested.",
                e.getMessage());
    }

    @Test
    void checkIsTrueOrFalse() {
        assertTrue(read(Map.of("org.downcall.check", "true"), Map.of()).check());
        assertFalse(read(Map.of("org.downcall.check", "false"), Map.of()).check());
        Map<String, String> properties = Map.of("org.downcall.check", "yes");
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(properties, Map.of()));
        assertEquals(
                "The system property org.downcall.check has the invalid value 'yes'. Set it to true"
                        + " or false.",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "native, NATIVE", "java, JAVA"})
    void modes(String value, Settings.Mode mode) {
        assertEquals(mode, read(Map.of("org.downcall.backend", value), Map.of()).mode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Native", "c", "native "})
    void anUnknownModeIsAnErrorThatNamesThePropertyAndTheValue(String value) {
        Map<String, String> properties = Map.of("org.downcall.backend", value);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(properties, Map.of()));
        assertEquals(
                "The system property org.downcall.backend has the invalid value '" + value
                        + "'. Set it to auto, native or java.",
                e.getMessage());
    }

    @Test
    void aNameThatTheLocaleCannotEncodeIsAnErrorThatNamesTheLocale() {
        for (String property : new String[] {"org.downcall.tmpdir", "org.downcall.library.path"}) {
            // The JVM decodes bytes that are invalid in the encoding of the locale to U+FFFD. A
            // NUL makes the path invalid in every locale.
            Map<String, String> properties = Map.of(property, "/tmp/\uFFFD\0");
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> read(properties, Map.of()));
            assertEquals(
                    "The system property " + property + " has the invalid value '/tmp/\uFFFD\0'. In"
                            + " the locale of this process, the names of files are encoded in "
                            + System.getProperty("sun.jnu.encoding")
                            + " (sun.jnu.encoding), which does not have all characters of this"
                            + " name. Set the environment variable LC_ALL to a UTF-8 locale, such"
                            + " as C.UTF-8, or set -D" + property + " to a path of ASCII"
                            + " characters.",
                    e.getMessage());
        }
    }

    @Test
    void relativePathsAreMadeAbsolute() {
        Settings settings = read(
                Map.of("org.downcall.library.path", "lib/my.so", "org.downcall.tmpdir", "scratch"),
                Map.of());
        assertEquals(Path.of("lib/my.so").toAbsolutePath(), settings.libraryPath());
        assertEquals(Path.of("scratch").toAbsolutePath().toString(), settings.temporaryDirectory());
    }

    @ParameterizedTest
    @CsvSource({
        "org.downcall.library.path, ''",
        "org.downcall.tmpdir, ''",
        "org.downcall.tmpdir, 'a\0b'"
    })
    void anInvalidPathIsAnErrorThatNamesTheProperty(String property, String value) {
        Map<String, String> properties = Map.of(property, value);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(properties, Map.of()));
        assertEquals(
                "The system property " + property + " has the invalid value '" + value
                        + "'. Set it to a path.",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void theDefaultTemporaryDirectoryIsNotValidatedBeforeItIsUsed(String value) {
        assertEquals(value, read(Map.of("java.io.tmpdir", value), Map.of()).temporaryDirectory());
    }

    @Test
    void anUnknownInstructionSetIsAnErrorThatListsThem() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> read(Map.of(), Map.of("DC_ISA", "sse9")));
        assertEquals(
                "The environment variable DC_ISA has the invalid value 'sse9'. Set it to baseline, adx,"
                        + " neon, avx2 or avx512.",
                e.getMessage());
    }

    @Test
    void thePropertyOverridesTheVariable() {
        assertEquals("baseline", read(Map.of(), Map.of("DC_ISA", "baseline")).isa());
        assertEquals(
                "adx",
                read(Map.of("org.downcall.isa", "adx"), Map.of("DC_ISA", "baseline"))
                        .isa());
        assertNull(read(Map.of(), Map.of("DC_ISA", "")).isa());
    }
}
