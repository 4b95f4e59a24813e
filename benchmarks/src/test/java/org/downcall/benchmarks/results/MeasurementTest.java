package org.downcall.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("JMH counts the bytes that all threads allocate.")
class MeasurementTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void forksAreAddedAndTheStatisticsUpdated() {
        Measurement one = Measurement.of("a.B.c", "avgt", Map.of("n", "1"), "us/op", 1, 2);
        Measurement two = Measurement.of("a.B.c", "avgt", Map.of("n", "1"), "us/op", 3, 4, 5);
        Measurement both = one.plus(two);
        assertEquals(2, both.forks());
        assertEquals("B.c(n=1)", both.id());
        assertArrayEquals(
                new double[] {3000, 4000, 5000}, both.forksInNanoseconds().get(1));
        assertEquals(3000, both.time().mean());
        assertEquals(1500, both.time().lowestFork());
        assertEquals(4000, both.time().highestFork());
        JsonNode primary = both.json().get("primaryMetric");
        assertEquals(3, primary.get("score").asDouble());
        assertEquals(
                3 - primary.get("scoreError").asDouble(),
                primary.get("scoreConfidence").get(0).asDouble(),
                1e-9);
        assertEquals(5, primary.get("scorePercentiles").get("100.0").asDouble());
        assertEquals(1, one.forks(), "the operands are unchanged");
    }

    @Test
    void onlyForksOfTheSameBenchmarkAreAdded() {
        Measurement one = Measurement.of("a.B.c", "avgt", Map.of("n", "1"), "ns/op", 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> one.plus(Measurement.of("a.B.c", "avgt", Map.of("n", "2"), "ns/op", 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> one.plus(Measurement.of("a.B.d", "avgt", Map.of("n", "1"), "ns/op", 1)));
    }

    @Test
    void aSingleShotIsDividedByItsBatch() {
        ObjectNode json =
                Measurement.of("a.B.c", "ss", Map.of(), "ns/op", 100, 300).json();
        json.put("measurementBatchSize", 10);
        assertEquals(20, Measurement.of(json).time().mean());
    }

    @Test
    void timesAndAllocatedBytesAreRead() throws Exception {
        Measurement measurement = JmhTrial.of(SixteenBytes.class, "allocate", Map.of())
                .measure(RunMode.SMOKE, new PrintStream(OutputStream.nullOutputStream()));
        assertEquals("SixteenBytes.allocate", measurement.id());
        assertEquals("ns/op", measurement.unit());
        assertTrue(measurement.time().mean() > 0);
        double bytes = measurement.allocated().orElseThrow().mean();
        // 16 bytes for the array with its header. The JVM may allocate some more beside it.
        assertTrue(bytes >= 28 && bytes < 80, () -> bytes + " B/op");
        Measurement twice = measurement.plus(measurement);
        assertEquals(
                2,
                twice.json()
                        .get("secondaryMetrics")
                        .get("gc.alloc.rate.norm")
                        .get("rawData")
                        .size());
    }

    /** JMH allocates some kilobytes in each iteration, here of 10 ms. */
    @ParameterizedTest
    @CsvSource({
        // ns/op, B/op, B/op that are shown
        "100,        0.07,    0",
        "100,        16,      16",
        "10000,      7,       0",
        "100000,     2400,    2400",
        "100000000,  9736,",
        "100000000,  200000,  200000"
    })
    void whatJmhAllocatesIsNotShown(double time, double bytes, Double shown) throws IOException {
        ObjectNode json =
                Measurement.of("a.B.c", "avgt", Map.of(), "ns/op", time).json();
        json.put("measurementTime", "10 ms");
        json.set(
                "secondaryMetrics",
                MAPPER.readTree("{\"gc.alloc.rate.norm\": {\"rawData\": [[" + bytes + "]]}}"));
        assertEquals(
                Optional.ofNullable(shown), Measurement.of(json).allocated().map(Estimate::mean));
    }

    @Test
    void turnsChooseBytesAsTheyChooseTimes() throws IOException {
        ObjectNode json =
                Measurement.of("a.B.c", "avgt", Map.of(), "ns/op", 1, 2, 3).json();
        json.set("secondaryMetrics", MAPPER.readTree("""
                        {"gc.alloc.rate.norm": {"scoreUnit": "B/op", "rawData": [[6, 8, 10]]}}"""));
        Measurement turns = Measurement.of(json).ofTurns(new int[] {0, 1}, 1, 0, 1);
        assertEquals(
                7, turns.json().at("/secondaryMetrics/gc.alloc.rate.norm/score").asDouble());
    }

    @Test
    void aFileKeepsAllFields(@TempDir Path directory) throws IOException {
        Measurement single = Measurement.of("a.B.single", "ss", Map.of(), "ms/op", 7);
        Measurement many =
                Measurement.of("a.B.many", "avgt", Map.of("n", "\"1\"<>&"), "ns/op", 1, 2, 4);
        ObjectNode environment = MAPPER.createObjectNode().put("mode", "full");
        Path file = directory.resolve("new").resolve("results.json");
        new ResultsFile(environment, List.of(single, many)).write(file);
        ResultsFile read = ResultsFile.read(file);
        assertEquals(environment, read.environment());
        assertEquals(
                List.of(single.id(), many.id()),
                read.measurements().stream().map(Measurement::id).toList());
        assertEquals(many.time(), read.measurements().get(1).time());
        JsonNode array = MAPPER.readTree(Files.readString(file));
        assertTrue(array.isArray(), "as JMH writes it");
        assertEquals("full", array.get(1).get("environment").get("mode").asText());
        assertEquals(
                "NaN",
                array.get(0).get("primaryMetric").get("scoreError").asText(),
                "as JMH writes it");
    }

    @Test
    void theErrorNamesAFileWithoutResults(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("other.json");
        for (String content : List.of("", "{", "{}", "[1]", "[{\"benchmark\": \"x\"}]", "<html>")) {
            Files.writeString(file, content);
            IOException e = assertThrows(IOException.class, () -> ResultsFile.read(file), content);
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
    }

    @Test
    void aFileInAnotherEncodingIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("x.json"), "[]", StandardCharsets.UTF_16);
        IOException e = assertThrows(IOException.class, () -> ResultsFile.read(file));
        assertTrue(e.getMessage().startsWith(file + " is not in UTF-8"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "0", "-1", "1e999", "1e308", "null", "\"NaN\"", "[1]"})
    void aSampleThatIsNoTimeIsNamedWithItsFile(String sample, @TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("x.json");
        Files.writeString(file, """
                [{"benchmark": "a.B.c", "mode": "avgt", "primaryMetric":
                {"scoreUnit": "ns/op", "rawData": [[1.5, %s]]}}]""".formatted(sample));
        ResultsFile results = ResultsFile.read(file);
        IOException e = assertThrows(IOException.class, () -> results.times(file));
        String value = sample.equals("1e999") ? "Infinity" : sample.replace("1e308", "1.0E308");
        assertTrue(
                e.getMessage().startsWith(file + ": B.c has the sample " + value + ". "),
                e.getMessage());
    }

    @Test
    void aSmokeRunHasNoTimes() {
        ResultsFile smoke = new ResultsFile(
                MAPPER.createObjectNode().put("mode", "smoke"),
                List.of(Measurement.of("a.B.c", "avgt", Map.of(), "ns/op", 7)));
        IOException e = assertThrows(IOException.class, () -> smoke.times(Path.of("x.json")));
        assertTrue(e.getMessage().startsWith("x.json is a smoke run. "), e.getMessage());
    }
}
