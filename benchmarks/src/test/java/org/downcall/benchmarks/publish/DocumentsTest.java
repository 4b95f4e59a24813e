package org.downcall.benchmarks.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every figure in the documents agrees with the run that it names. */
class DocumentsTest {

    private static final Pattern PICTURE =
            Pattern.compile("[(\"]([^()\"\\s]*images/[^()\"\\s]*\\.svg)[)\"]");

    private final Documents documents = new Documents(Documents.root());

    private static Path inRoot(String file) {
        return Documents.root().resolve(file);
    }

    @Test
    void noFigureDiffersFromItsRun() throws IOException {
        for (Path file : documents.files()) {
            assertEquals(
                    documents.updated(file, ""),
                    Files.readString(file),
                    () -> file
                            + " differs from its runs. Run: mvn -f benchmarks test-compile exec:exec@documents");
        }
    }

    @Test
    void picturesAreIncluded() throws IOException {
        List<Path> files = documents.files();
        assertTrue(files.contains(inRoot("docs/images/fibonacci-exact.svg")), files.toString());
    }

    @Test
    void everyPictureThatADocumentShowsIsThere() throws IOException {
        Set<Path> shown = new TreeSet<>();
        Set<Path> there = new TreeSet<>();
        for (Path file : documents.files()) {
            if (file.toString().endsWith(".svg")) {
                there.add(file);
                String kernel = file.getFileName().toString().replace(".svg", "");
                assertTrue(
                        Documents.PICTURES.contains(kernel),
                        file + " is none of " + Documents.PICTURES);
            } else {
                Matcher link = PICTURE.matcher(Files.readString(file));
                while (link.find()) {
                    shown.add(file.resolveSibling(link.group(1)).normalize());
                }
            }
        }
        assertTrue(there.containsAll(shown), shown + " are not all among " + there);
    }

    @Test
    void aPictureNamesItsRunWhichCanBeChanged(@TempDir Path project) throws IOException {
        Path images = Files.createDirectories(project.resolve("docs").resolve("images"));
        Files.writeString(project.resolve("README.md"), "");
        Files.writeString(project.resolve("CONTRIBUTING.md"), "");
        run(project, "first", "fibonacci-exact");
        run(project, "second", "fibonacci-exact", "multiply");
        Documents others = new Documents(project);
        assertEquals(
                List.of(images.resolve("fibonacci-exact.svg")), others.missingPictures("first"));
        Path file = images.resolve("fibonacci-exact.svg");
        Files.writeString(file, others.picture(file, "first"));
        assertTrue(others.files().contains(file));
        assertEquals(Files.readString(file), others.updated(file, ""));
        assertTrue(
                others.updated(file, "second").startsWith("<!-- generated from second -->\n<svg "));
        assertEquals(List.of(images.resolve("multiply.svg")), others.missingPictures("second"));

        Path multiply = Files.writeString(images.resolve("multiply.svg"), "<svg></svg>");
        assertTrue(assertThrows(IOException.class, () -> others.updated(multiply, ""))
                .getMessage()
                .contains("its first line must be"));
        assertTrue(assertThrows(IOException.class, () -> others.updated(multiply, "first"))
                .getMessage()
                .endsWith("first has no kernel 'multiply'"));
    }

    private static void run(Path project, String name, String... kernels) throws IOException {
        List<Measurement> measurements = Arrays.stream(kernels)
                .map(kernel -> Measurement.of(
                        "org.downcall.benchmarks.kernels.KernelBenchmark.run",
                        "avgt",
                        Map.of("kernel", kernel, "contender", "native", "size", "1000"),
                        "ns/op",
                        1,
                        2,
                        3))
                .toList();
        new ResultsFile(new ObjectMapper().createObjectNode(), measurements)
                .write(project.resolve("docs")
                        .resolve("results")
                        .resolve(name)
                        .resolve("results.json"));
    }

    @Test
    void documentsWithFiguresAreIncluded() throws IOException {
        List<Path> files = documents.files();
        for (String name : List.of("README.md", "docs/measurement.md", "docs/results/README.md")) {
            assertTrue(files.contains(inRoot(name)), () -> name + " in " + files);
        }
        assertTrue(Files.readString(inRoot("README.md")).contains("<!-- generated from "));
    }
}
