package org.downcall.benchmarks.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;
import org.downcall.benchmarks.run.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

    private static ObjectNode environment() {
        ObjectNode environment =
                new ObjectMapper().createObjectNode().put("mode", "full").put("date", "2026-11-23");
        environment.putObject("cpu").put("model", "AMD EPYC (family 25, model 17)");
        environment.putObject("jdk").put("version", "25.0.3+9-LTS");
        return environment;
    }

    @Test
    void theNameConsistsOfDateProcessorAndJdk() {
        assertEquals(
                "2026-11-23-amd-epyc-family-25-model-17-jdk25", Publication.name(environment()));
        assertEquals(
                Documents.root()
                        .resolve("docs/results/2026-11-23-amd-epyc-family-25-model-17-jdk25"),
                Publication.newPlace(environment(), ""));
        assertEquals(
                Documents.root().resolve("docs/results/mine"),
                Publication.newPlace(environment(), "mine"));
    }

    @Test
    void anExistingRunIsNotReplaced() {
        UsageException e = assertThrows(
                UsageException.class, () -> Publication.newPlace(environment(), "README.md"));
        assertTrue(e.getMessage().contains("exists already"), e.getMessage());
    }

    @Test
    void theResultsAndTheirReportAreWritten(@TempDir Path directory) throws IOException {
        Measurement one = Measurement.of("a.B.c", "avgt", Map.of(), "ns/op", 1, 2, 3);
        Path place = directory.resolve("new");
        Publication.write(new ResultsFile(environment(), List.of(one)), place);
        assertEquals(
                "B.c",
                ResultsFile.read(place.resolve("results.json"))
                        .measurements()
                        .getFirst()
                        .id());
        assertTrue(Files.readString(place.resolve("report.md")).contains("AMD EPYC"));
    }
}
