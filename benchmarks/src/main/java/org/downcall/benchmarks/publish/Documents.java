package org.downcall.benchmarks.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.downcall.benchmarks.report.Excerpts;
import org.downcall.benchmarks.report.Report;
import org.downcall.benchmarks.report.RunData;
import org.downcall.benchmarks.results.ResultsFile;

/**
 * The documents that contain figures, and the pictures.
 *
 * <p>A figure is the text of a block {@code <!-- generated: WHAT -->...<!-- end -->};
 * docs/measurement.md explains WHAT. If the text begins on a line of its own, so does the new text.
 * A picture in docs/images begins with the line {@code <!-- generated -->}, and its file is named
 * after what it shows. All figures and pictures come from the published run, the only directory in
 * docs/results. {@code mvn test-compile exec:exec@documents} updates them.
 */
public final class Documents {

    static final Path RESULTS = Path.of("docs", "results");
    private static final Path IMAGES = Path.of("docs", "images");

    private static final Pattern BLOCK =
            Pattern.compile("<!-- generated: ([^>]+?) -->(\\R?)(.*?)<!-- end -->", Pattern.DOTALL);
    private static final String PICTURE = "<!-- generated -->\n";
    private static final Pattern OPENING = Pattern.compile("<!-- generated\\b");

    private final Path project;
    private final Excerpts excerpts;
    private final List<String> missing = new ArrayList<>();

    /**
     * @param project the directory with README.md, docs and perhaps guide
     * @throws IOException if not exactly one run is published
     */
    Documents(Path project) throws IOException {
        this.project = project;
        Path file = published(project.resolve(RESULTS)).resolve("results.json");
        excerpts = new Excerpts(RunData.of(ResultsFile.read(file), Optional.empty()));
    }

    private static Path published(Path results) throws IOException {
        try (Stream<Path> all = Files.list(results)) {
            List<Path> runs = all.filter(Files::isDirectory).sorted().toList();
            if (runs.size() != 1) {
                throw new IOException(results + " must contain one published run, not " + runs);
            }
            return runs.getFirst();
        }
    }

    /**
     * {@return the root of the repository: the working directory, or the one above it if the
     * working directory is that of the benchmarks}
     */
    static Path root() {
        return Files.isDirectory(RESULTS) ? Path.of("") : Path.of("..");
    }

    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String place : List.of("README.md", "CONTRIBUTING.md", "docs", "guide")) {
            Path root = project.resolve(place);
            if (Files.exists(root)) {
                try (Stream<Path> all = Files.walk(root)) {
                    // target holds copies
                    all.filter(file -> !root.relativize(file).startsWith("target"))
                            .filter(file -> file.toString().endsWith(".md") || isPicture(file))
                            .forEach(files::add);
                }
            }
        }
        files.sort(null);
        return files;
    }

    private boolean isPicture(Path file) {
        return file.toString().endsWith(".svg")
                && (file.startsWith(project.resolve(IMAGES)) || hasResults(file));
    }

    private static Path results(Path file) {
        return file.resolveSibling("results.json");
    }

    /** {@return whether this is a part of the report of a published run} */
    private static boolean hasResults(Path file) {
        return Files.exists(results(file));
    }

    private static String name(Path picture) {
        return picture.getFileName().toString().replace(".svg", "");
    }

    /** {@return a line for each block and picture that could not be updated} */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /**
     * {@return the text of the file with all figures updated} A block for which the run has no data
     * stays as it is.
     *
     * @throws IOException if a block has no end, or a picture no first line
     */
    String updated(Path file) throws IOException {
        if (hasResults(file)) {
            RunData published = RunData.of(ResultsFile.read(results(file)), Optional.empty());
            return isPicture(file)
                    ? Report.pictures(published).getOrDefault(name(file), "")
                    : Report.markdown(published);
        }
        String text = Files.readString(file);
        return isPicture(file) ? picture(file, text) : blocks(file, text);
    }

    private String picture(Path file, String text) throws IOException {
        if (!text.startsWith(PICTURE)) {
            throw new IOException(file + ": its first line must be '" + PICTURE.strip() + "'");
        }
        try {
            return PICTURE + excerpts.picture(name(file));
        } catch (IllegalArgumentException e) {
            missing.add(file + ": " + e.getMessage());
            return text;
        }
    }

    private String blocks(Path file, String text) throws IOException {
        Matcher blocks = BLOCK.matcher(text);
        if (blocks.results().count() != OPENING.matcher(text).results().count()
                || blocks.reset()
                        .results()
                        .anyMatch(one -> OPENING.matcher(one.group(3)).find())) {
            throw new IOException(file + ": a mark '<!-- generated' has no '<!-- end -->'");
        }
        return blocks.reset().replaceAll(block -> Matcher.quoteReplacement(block(file, block)));
    }

    private String block(Path file, MatchResult block) {
        String what = block.group(1);
        String line = block.group(2);
        try {
            String figure = excerpts.of(what).strip();
            return "<!-- generated: " + what + " -->" + line + figure + line + "<!-- end -->";
        } catch (IllegalArgumentException e) {
            missing.add(file + ": '" + what + "': " + e.getMessage());
            return block.group();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Documents documents = new Documents(root());
        for (Path file : documents.files()) {
            String updated = documents.updated(file);
            if (!updated.equals(Files.readString(file))) {
                Files.writeString(file, updated);
                System.out.println(file + ": figures written");
            }
        }
        documents.missing().forEach(System.err::println);
        System.exit(documents.missing().isEmpty() ? 0 : 1);
    }
}
