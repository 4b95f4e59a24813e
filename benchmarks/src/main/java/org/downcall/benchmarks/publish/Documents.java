package org.downcall.benchmarks.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * after what it shows. Both come from the newest run in docs/results unless they name a run: {@code
 * <!-- generated from RUN: WHAT -->}. The newest run is the last one by name, except for those of a
 * part of the benchmarks, whose names have a suffix after the JDK, such as {@code -jdk25-vectors}.
 *
 * <p>{@code mvn test-compile exec:exec@documents} updates all of them. With {@code
 * -Dbench.run=newest} they name no run from then on, and with {@code -Dbench.run=NAME} they name
 * that one.
 */
public final class Documents {

    static final Path RESULTS = Path.of("docs", "results");
    private static final Path IMAGES = Path.of("docs", "images");
    private static final String NEWEST = "newest";
    private static final Pattern PART = Pattern.compile(".*-jdk[0-9]+-.*");

    private static final Pattern BLOCK = Pattern.compile(
            "<!-- generated(?: from ([^:>\\s]+))?: ([^>]+?) -->(\\R?)(.*?)<!-- end -->",
            Pattern.DOTALL);
    private static final Pattern PICTURE =
            Pattern.compile("<!-- generated(?: from (\\S+))? -->\\R");
    private static final Pattern OPENING = Pattern.compile("<!-- generated\\b");

    private final Path project;
    private final Map<String, Excerpts> runs = new HashMap<>();
    private final List<String> missing = new ArrayList<>();

    /** @param project the directory with README.md, docs and perhaps guide */
    Documents(Path project) {
        this.project = project;
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
     * {@return the text of the file with all figures updated} A block for which its run has no data
     * stays as it is.
     *
     * @param run the run that the blocks are to name: "newest" for none, empty to change nothing
     * @throws IOException if a block has no end, or a picture no first line
     */
    String updated(Path file, String run) throws IOException {
        if (hasResults(file)) {
            RunData published = RunData.of(ResultsFile.read(results(file)), Optional.empty());
            return isPicture(file)
                    ? Report.pictures(published).getOrDefault(name(file), "")
                    : Report.markdown(published);
        }
        String text = Files.readString(file);
        return isPicture(file) ? picture(file, text, run) : blocks(file, text, run);
    }

    private String picture(Path file, String text, String run) throws IOException {
        Matcher mark = PICTURE.matcher(text);
        if (!mark.lookingAt()) {
            throw new IOException(file + ": its first line must be '<!-- generated -->'");
        }
        String from = from(mark.group(1), run);
        try {
            return mark(from) + " -->\n" + excerpts(from).picture(name(file));
        } catch (IllegalArgumentException e) {
            missing.add(file + ": " + e.getMessage());
            return text;
        }
    }

    private String blocks(Path file, String text, String run) throws IOException {
        List<MatchResult> blocks = BLOCK.matcher(text).results().toList();
        if (blocks.size() != OPENING.matcher(text).results().count()
                || blocks.stream().anyMatch(one -> OPENING.matcher(one.group(4)).find())) {
            throw new IOException(file + ": a mark '<!-- generated' has no '<!-- end -->'");
        }
        StringBuilder updated = new StringBuilder();
        int end = 0;
        for (MatchResult block : blocks) {
            updated.append(text, end, block.start()).append(block(file, block, run));
            end = block.end();
        }
        return updated.append(text.substring(end)).toString();
    }

    private String block(Path file, MatchResult block, String run) throws IOException {
        String from = from(block.group(1), run);
        String what = block.group(2);
        String line = block.group(3);
        try {
            String figure = excerpts(from).of(what).strip();
            return mark(from) + ": " + what + " -->" + line + figure + line + "<!-- end -->";
        } catch (IllegalArgumentException e) {
            missing.add(file + ": '" + what + "': " + e.getMessage());
            return block.group();
        }
    }

    /** {@return the run that a mark is to name; empty for none} */
    private static String from(String named, String run) {
        String name = run.isEmpty() ? named : run;
        return name == null || name.equals(NEWEST) ? "" : name;
    }

    private static String mark(String run) {
        return "<!-- generated" + (run.isEmpty() ? "" : " from " + run);
    }

    private Excerpts excerpts(String run) throws IOException {
        String name = run.isEmpty() ? newest() : run;
        if (!runs.containsKey(name)) {
            Path file = project.resolve(RESULTS).resolve(name).resolve("results.json");
            if (!Files.exists(file)) {
                throw new IllegalArgumentException("there is no run " + name);
            }
            runs.put(name, new Excerpts(RunData.of(ResultsFile.read(file), Optional.empty())));
        }
        return runs.get(name);
    }

    private String newest() throws IOException {
        try (Stream<Path> all = Files.list(project.resolve(RESULTS))) {
            return all.filter(Files::isDirectory)
                    .map(one -> one.getFileName().toString())
                    .filter(name -> !PART.matcher(name).matches())
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalArgumentException("no run is published"));
        }
    }

    /** @param arguments "newest" or the name of a run; may be missing or empty */
    public static void main(String[] arguments) throws IOException {
        Documents documents = new Documents(root());
        String run = arguments.length == 0 ? "" : arguments[0];
        for (Path file : documents.files()) {
            String updated = documents.updated(file, run);
            if (!updated.equals(Files.readString(file))) {
                Files.writeString(file, updated);
                System.out.println(file + ": figures written");
            }
        }
        documents.missing().forEach(System.err::println);
        System.exit(documents.missing().isEmpty() ? 0 : 1);
    }
}
