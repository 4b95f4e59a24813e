package org.downcall.benchmarks.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.downcall.benchmarks.report.Excerpts;
import org.downcall.benchmarks.report.RunData;
import org.downcall.benchmarks.results.ResultsFile;

/**
 * The documents with figures in them, and the pictures. {@code mvn -Pbench test-compile
 * exec:exec@documents} writes the figures anew; with {@code -Dbench.run=NAME} they are those of
 * that directory in docs/results from then on.
 */
public final class Documents {

    /** The kernels whose charts are in docs/images, each in a file of its name. */
    static final List<String> PICTURES = List.of(
            "fibonacci-exact",
            "fibonacci-decimal",
            "fibonacci-scaling",
            "multiply",
            "to-string",
            "parse");

    private static final String PICTURE = ".svg";

    /** The first line of a picture. */
    private static final Pattern ORIGIN = Pattern.compile("<!-- generated from (\\S+) -->\\R");

    private final Path project;
    private final Map<String, Excerpts> runs = new HashMap<>();

    /** @param project the directory that holds README.md */
    Documents(Path project) {
        this.project = project;
    }

    List<Path> files() throws IOException {
        try (Stream<Path> docs = Files.walk(project.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md").map(project::resolve), docs)
                    .filter(file -> file.toString().endsWith(".md") || isPicture(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isPicture(Path file) {
        return file.toString().endsWith(PICTURE);
    }

    /** {@return the pictures that are not there yet though the run has something to draw} */
    List<Path> missingPictures(String run) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (String kernel : PICTURES) {
            Path file = project.resolve("docs").resolve("images").resolve(kernel + PICTURE);
            if (Files.notExists(file) && excerpts(run).picture(kernel).isPresent()) {
                missing.add(file);
            }
        }
        return missing;
    }

    /** {@return the chart of the kernel that the file is named after} */
    String picture(Path file, String run) throws IOException {
        String kernel = file.getFileName().toString().replace(PICTURE, "");
        return "<!-- generated from " + run + " -->\n"
                + excerpts(run)
                        .picture(kernel)
                        .orElseThrow(() -> new IOException(
                                file + ": " + run + " has no kernel '" + kernel + "'"));
    }

    private static String origin(Path picture) throws IOException {
        Matcher origin = ORIGIN.matcher(Files.readString(picture));
        if (!origin.lookingAt()) {
            throw new IOException(
                    picture + ": its first line must be '<!-- generated from RUN -->'");
        }
        return origin.group(1);
    }

    /** {@return what the file would be with all its figures anew} */
    String updated(Path file, String run) throws IOException {
        Path results = file.resolveSibling("results.json");
        if (Files.exists(results)) {
            return Publication.report(
                    ResultsFile.read(results)); // a published run's report, all of it
        }
        if (isPicture(file)) {
            return picture(file, run.isEmpty() ? origin(file) : run);
        }
        try {
            return GeneratedBlocks.update(
                    Files.readString(file), named -> run.isEmpty() ? named : run, this::figure);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private String figure(String run, String what) throws IOException {
        return excerpts(run).of(what);
    }

    private Excerpts excerpts(String run) throws IOException {
        if (!runs.containsKey(run)) {
            Path file =
                    project.resolve("docs").resolve("results").resolve(run).resolve("results.json");
            runs.put(run, new Excerpts(RunData.of(ResultsFile.read(file), Optional.empty())));
        }
        return runs.get(run);
    }

    /** @param arguments the name of a run, or nothing; an empty one is none */
    public static void main(String[] arguments) throws IOException {
        Documents documents = new Documents(Path.of(""));
        String run = arguments.length == 0 ? "" : arguments[0];
        if (!run.isEmpty()) {
            for (Path file : documents.missingPictures(run)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, documents.picture(file, run));
                System.out.println(file + ": drawn");
            }
        }
        for (Path file : documents.files()) {
            String updated = documents.updated(file, run);
            if (!updated.equals(Files.readString(file))) {
                Files.writeString(file, updated);
                System.out.println(file + ": figures written");
            }
        }
    }
}
