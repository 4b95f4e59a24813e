package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static Options of(String... namesAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Options.of(properties::get);
    }

    @Test
    void theDefaultsMeasureEverythingInDefaultMode() {
        for (Options options :
                new Options[] {of(), of("bench", "", "bench.filter", "", "bench.resume", "")}) {
            assertEquals(RunMode.DEFAULT, options.mode());
            assertEquals(RunMode.DEFAULT.forks(), options.sets());
            assertTrue(options.filter().matcher("anything").find());
            assertEquals(false, options.resume());
            assertEquals(Optional.empty(), options.compare());
            assertEquals(Optional.empty(), options.publish());
        }
    }

    @Test
    void allPropertiesAreRead(@TempDir Path directory) throws IOException {
        Path earlier = Files.writeString(directory.resolve("earlier.json"), "[]");
        Options options = of(
                "bench", "full",
                "bench.sets", "12",
                "bench.filter", "OneLong\\.(ffm|jni)$",
                "bench.resume", "true",
                "bench.compare", earlier.toString());
        assertEquals(RunMode.FULL, options.mode());
        assertEquals(12, options.sets());
        assertTrue(options.filter().matcher("OneLong.jni").find());
        assertTrue(options.resume());
        assertEquals(Optional.of(earlier), options.compare());
        assertEquals(
                Optional.of(""), of("bench", "full", "bench.publish", "true").publish());
        assertEquals(
                Optional.of("a-name"),
                of("bench", "full", "bench.publish", "a-name").publish());
    }

    @Test
    void aFilterCanBeAPrintedName() {
        Options options = of("bench.filter", "FloatArray.jniRegion(length=16)");
        assertTrue(options.takes("FloatArray.jniRegion(length=16)"));
        assertFalse(options.takes("FloatArray.jniRegion(length=4096)"));
        assertTrue(of("bench.filter", "^FloatArray").takes("FloatArray.c(length=16)"));
    }

    @Test
    void aRunWithoutIntervalsIsNotPublished() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> of("bench", "full", "bench.publish", "true", "bench.sets", "2"));
        assertEquals(
                "A run of bench.sets=2 has no confidence intervals and cannot be published."
                        + " Use 3 sets or more.",
                e.getMessage());
        assertEquals(
                3,
                of("bench", "full", "bench.publish", "true", "bench.sets", "3").sets());
    }

    @Test
    void aPartialRunNeedsANameToBePublished() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> of("bench", "full", "bench.publish", "true", "bench.filter", "x"));
        assertEquals(
                "A partial run, here of bench.filter=x, can only be published with a name."
                        + " Set -Dbench.publish=NAME.",
                e.getMessage());
        assertEquals(
                Optional.of("some"),
                of("bench", "full", "bench.publish", "some", "bench.filter", "x")
                        .publish());
    }

    @ParameterizedTest
    @CsvSource({
        "bench, quick, 'bench=quick is invalid. Use one of smoke, default, full, selftest.'",
        "bench, Full, 'bench=Full is invalid. Use one of smoke, default, full, selftest.'",
        "bench.sets, 0, bench.sets=0 is invalid. Use a number from 1 to 99.",
        "bench.sets, five, bench.sets=five is invalid. Use a number from 1 to 99.",
        "bench.filter, '(', bench.filter=( is not a regular expression: Unclosed group.",
        "bench.resume, yes, bench.resume=yes is invalid. Use true or false.",
        "bench.compare, no/such.json, bench.compare=no/such.json: the file does not exist.",
        "bench.compare, ., bench.compare=.: the file does not exist.",
        "bench.publish, true, 'Only full runs can be published, but bench=default. Add -Dbench=full.'",
        "bench.publish, ../x, 'bench.publish=../x is invalid. Use true, or a name that consists of a-z, 0-9, ''.'', ''_'' and ''-''.'"
    })
    void theErrorNamesAnInvalidValue(String property, String value, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> of(property, value));
        assertEquals(message, e.getMessage());
    }
}
