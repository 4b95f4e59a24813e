package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the recipes: classes such as {@code CMemoryTest}, and pages such as c-memory.md. */
final class Recipes {

    static final Path CLASSES = Path.of("src/test/java/org/downcall/recipes");
    static final Path PAGES = Path.of("recipes");
    static final Path INDEX = Path.of("README.md");

    private static final Pattern LISTED =
            Pattern.compile("^\\d+\\. \\[([^]]+)]\\(recipes/([a-z-]+)\\.md\\)", Pattern.MULTILINE);

    /** A line of the numbered list in the index. */
    record Listed(String title, String slug) {}

    static List<Listed> listed() throws IOException {
        return LISTED.matcher(Files.readString(INDEX))
                .results()
                .map(line -> new Listed(line.group(1), line.group(2)))
                .toList();
    }

    /** {@return the names of the pages, without the suffix} */
    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.md$", ""))
                    .sorted()
                    .toList();
        }
    }

    /** {@return the simple names of the classes that a page shows} */
    static List<String> shownOn(String page) throws IOException {
        return SourceBlocks.files(PAGES.resolve(page + ".md")).stream()
                .filter(file -> file.startsWith(CLASSES))
                .map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                .toList();
    }

    private Recipes() {}
}
