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

    /** {@return what the document would be with everything anew} */
    static String updated(Path document) throws IOException {
        try {
            return SourceBlocks.update(Files.readString(document));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(document + ": " + e.getMessage(), e);
        }
    }

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        for (Path document : documents()) {
            String updated = updated(document);
            if (!updated.equals(Files.readString(document))) {
                Files.writeString(document, updated);
                System.out.println(document + ": written");
            }
        }
    }

    private Guide() {}
}
