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

    /** The directory of the whole repository. The working directory is that of the guide. */
    static final Path ROOT = Path.of("..");

    /** {@return the Markdown files of the repository, except the reports of published runs} */
    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> recipes = Files.list(Recipes.PAGES);
                Stream<Path> answers = Files.list(Recipes.ANSWERS);
                Stream<Path> guide = Files.list(Path.of(""))) {
            return Stream.of(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs,
                            recipes,
                            answers,
                            guide)
                    .flatMap(files -> files)
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
            return coverage.update(SourceBlocks.update(document));
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
