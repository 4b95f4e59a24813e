package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Updates the code and the lists in the documents from the sources. Run it with {@code mvn
 * test-compile exec:exec@guide}.
 */
public final class Guide {

    /** {@return all documents except the reports of published runs} */
    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.getFileName().toString().equals("report.md"))
                    .sorted()
                    .toList();
        }
    }

    private final Coverage coverage;

    private Guide(Coverage coverage) {
        this.coverage = coverage;
    }

    static Guide ofTheBuild() throws IOException {
        return new Guide(Coverage.ofTheBuild());
    }

    /** {@return the document with all code and lists updated} */
    String updated(Path document) throws IOException {
        try {
            return coverage.update(SourceBlocks.update(Files.readString(document)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(document + ": " + e.getMessage(), e);
        }
    }

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        Guide guide = ofTheBuild();
        for (Path document : documents()) {
            String updated = guide.updated(document);
            if (!updated.equals(Files.readString(document))) {
                Files.writeString(document, updated);
                System.out.println(document + ": updated");
            }
        }
    }
}
