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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every figure in the documents agrees with the published run. */
@Execution(ExecutionMode.CONCURRENT)
class DocumentsTest {

    private static final Pattern PICTURE = Pattern.compile("[(\"]([^()\"\\s]*\\.svg)[)\"]");

    private final Documents documents;

    DocumentsTest() throws IOException {
        documents = new Documents(Documents.root());
    }

    private static Path inRoot(String file) {
        return Documents.root().resolve(file);
    }

    @Test
    void noFigureDiffersFromItsRun() throws IOException {
        for (Path file : documents.files()) {
            assertEquals(
                    documents.updated(file),
                    Files.readString(file),
                    () -> file
                            + " differs from the run. Run: mvn -f benchmarks test-compile exec:exec@documents");
        }
        assertEquals(List.of(), documents.missing());
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
            } else {
                Matcher link = PICTURE.matcher(Files.readString(file));
                while (link.find()) {
                    shown.add(file.resolveSibling(link.group(1)).normalize());
                }
            }
        }
        assertEquals(there, shown);
    }

    @Test
    void aFigureInASentenceStaysInTheSentenceAndATableOnItsLines(@TempDir Path project)
            throws IOException {
        run(project, "run", "multiply");
        String machine = "<!-- generated: machine -->";
        assertEquals(
                "a " + machine + "2026-11-23<!-- end --> $1 \\ <!-- other -->\n" + machine
                        + "\n2026-11-23\n<!-- end -->\nb",
                updated(
                        project,
                        "a " + machine + "old<!-- end --> $1 \\ <!-- other -->\n" + machine
                                + "\nold\nold\n<!-- end -->\nb"));
    }

    @Test
    void exactlyOneRunIsPublished(@TempDir Path project) throws IOException {
        Files.createDirectories(project.resolve(Documents.RESULTS));
        assertThrows(IOException.class, () -> new Documents(project));
        run(project, "one", "multiply");
        run(project, "two", "multiply");
        String message =
                assertThrows(IOException.class, () -> new Documents(project)).getMessage();
        assertTrue(message.contains("one") && message.contains("two"), message);
    }

    @Test
    void everyBlockWithoutDataIsReportedAndStays(@TempDir Path project) throws IOException {
        run(project, "run", "multiply");
        String text =
                "<!-- generated: time A.b -->1<!-- end --> <!-- generated: machine -->2<!-- end -->";
        Path file = Files.writeString(project.resolve("README.md"), text);
        Documents others = new Documents(project);
        assertEquals(text.replace(">2<", ">2026-11-23<"), others.updated(file));
        assertEquals(List.of(file + ": 'time A.b': the run has no 'A.b'"), others.missing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- generated: x -->1",
                "<!-- generated: x -->1 <!-- generated: y -->2<!-- end -->",
                "<!-- generated -->1<!-- end -->"
            })
    void aMarkWithoutAnEndIsAnError(String text, @TempDir Path project) throws IOException {
        run(project, "run", "multiply");
        assertThrows(IOException.class, () -> updated(project, text));
    }

    private static String updated(Path project, String text) throws IOException {
        Path file = Files.writeString(project.resolve("README.md"), text);
        return new Documents(project).updated(file);
    }

    @Test
    void aPictureIsNamedAfterWhatItShows(@TempDir Path project) throws IOException {
        Path images = Files.createDirectories(project.resolve("docs").resolve("images"));
        run(project, "run", "multiply");
        Documents others = new Documents(project);
        Path multiply =
                Files.writeString(images.resolve("multiply.svg"), "<!-- generated -->\nold");
        assertTrue(others.files().contains(multiply));
        assertTrue(others.updated(multiply).startsWith("<!-- generated -->\n<svg role=\"img\""));
        Path parse = Files.writeString(images.resolve("parse.svg"), "<!-- generated -->\n");
        assertEquals(Files.readString(parse), others.updated(parse));
        assertEquals(List.of(parse + ": the run has no 'parse'"), others.missing());
        Files.writeString(multiply, "<svg></svg>");
        assertTrue(assertThrows(IOException.class, () -> others.updated(multiply))
                .getMessage()
                .contains("its first line must be"));
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
        new ResultsFile(
                        new ObjectMapper().createObjectNode().put("date", "2026-11-23"),
                        measurements)
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
        assertTrue(Files.readString(inRoot("README.md")).contains("<!-- generated"));
    }
}
