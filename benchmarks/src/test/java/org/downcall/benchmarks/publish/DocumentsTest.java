package org.downcall.benchmarks.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every figure in the documents is that of the run it names. */
class DocumentsTest {

    private final Documents documents = new Documents(Path.of(""));

    @Test
    void noFigureDiffersFromItsRun() throws IOException {
        for (Path file : documents.files()) {
            assertEquals(
                    Files.readString(file),
                    documents.updated(file, ""),
                    () -> file + " is not what its runs say: mvn -Pbench test-compile exec:exec@documents");
        }
    }

    @Test
    void theDocumentsWithFiguresAreAmongThem() throws IOException {
        List<Path> files = documents.files();
        for (String name : List.of("README.md", "docs/measurement.md", "docs/results/README.md")) {
            assertTrue(files.contains(Path.of(name)), () -> name + " in " + files);
        }
        assertTrue(Files.readString(Path.of("README.md")).contains("<!-- generated from "));
    }
}
