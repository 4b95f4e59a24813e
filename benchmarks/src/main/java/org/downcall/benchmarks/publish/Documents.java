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
 * The documents that contain figures, and the pictures. {@code mvn test-compile
 * exec:exec@documents} updates the figures. With {@code -Dbench.run=NAME}, they are those of that
 * directory in docs/results from then on.
 */
public final class Documents {

    /** The kernels whose charts are in docs/images, each in a file with its name. */
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

    /** @param project the directory with README.md, docs and perhaps guide */
    Documents(Path project) {
        this.project = project;
    }

    /**
     * {@return the root of the repository: the working directory, or the one above it if the
     * working directory is that of the benchmarks}
     */
    static Path root() {
        return Files.isDirectory(Publication.ALL) ? Path.of("") : Path.of("..");
    }

    List<Path> files() throws IOException {
        Stream<Path> files = Stream.of("README.md", "CONTRIBUTING.md").map(project::resolve);
        for (String directory : List.of("docs", "guide")) {
            files = Stream.concat(files, below(project.resolve(directory)).stream());
        }
        return files.filter(file -> file.toString().endsWith(".md") || isPicture(file))
                .sorted()
                .toList();
    }

    /** Without target, which holds copies. */
    private static List<Path> below(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !directory.relativize(file).startsWith("target"))
                    .toList();
        }
    }

    private static boolean isPicture(Path file) {
        return file.toString().endsWith(PICTURE);
    }

    /** {@return the pictures that do not exist yet although the run has their kernel} */
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

    /** {@return the text of the file with all figures updated} */
    String updated(Path file, String run) throws IOException {
        Path results = file.resolveSibling("results.json");
        if (Files.exists(results)) {
            return Publication.report(ResultsFile.read(results)); // the report of a published run
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

    /** @param arguments the name of a run, which may be missing or empty */
    public static void main(String[] arguments) throws IOException {
        Documents documents = new Documents(root());
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
