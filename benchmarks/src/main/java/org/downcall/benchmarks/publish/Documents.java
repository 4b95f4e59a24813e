package org.downcall.benchmarks.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.downcall.benchmarks.report.Excerpts;
import org.downcall.benchmarks.report.RunData;
import org.downcall.benchmarks.results.ResultsFile;

/**
 * The documents with figures in them. {@code mvn -Pbench test-compile exec:exec@documents} writes the figures anew;
 * with {@code -Dbench.run=NAME} they are those of that directory in docs/results from then on.
 */
public final class Documents {

    private final Path project;
    private final Map<String, Excerpts> runs = new HashMap<>();

    /** @param project the directory that holds README.md */
    Documents(Path project) {
        this.project = project;
    }

    List<Path> files() throws IOException {
        try (Stream<Path> docs = Files.walk(project.resolve("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(project::resolve), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** {@return what the file would be with all its figures anew} */
    String updated(Path file, String run) throws IOException {
        Path results = file.resolveSibling("results.json");
        if (Files.exists(results)) {
            return Publication.report(ResultsFile.read(results)); // a published run's report, all of it
        }
        try {
            return GeneratedBlocks.update(
                    Files.readString(file), named -> run.isEmpty() ? named : run, this::figure);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private String figure(String run, String what) throws IOException {
        if (!runs.containsKey(run)) {
            Path file = project.resolve("docs").resolve("results").resolve(run).resolve("results.json");
            runs.put(run, new Excerpts(RunData.of(ResultsFile.read(file), Optional.empty())));
        }
        return runs.get(run).of(what);
    }

    /** @param arguments the name of a run, or nothing; an empty one is none */
    public static void main(String[] arguments) throws IOException {
        Documents documents = new Documents(Path.of(""));
        for (Path file : documents.files()) {
            String updated = documents.updated(file, arguments.length == 0 ? "" : arguments[0]);
            if (!updated.equals(Files.readString(file))) {
                Files.writeString(file, updated);
                System.out.println(file + ": figures written");
            }
        }
    }
}
