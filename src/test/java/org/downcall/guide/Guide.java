package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes what the documents take from the sources: {@code mvn test-compile exec:exec@guide}. */
public final class Guide {

    /** {@return the documents, those of published runs left out} */
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

    /** {@return what the document would be with everything anew} */
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
                System.out.println(document + ": written");
            }
        }
    }
}
