package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the recipes: classes such as {@code CMemoryTest}, and pages such as c-memory.md. Also finds
 * the answers: pages about the questions around the API.
 */
final class Recipes {

    static final Path CLASSES = Path.of("src/test/java/org/downcall/recipes");
    static final Path PAGES = Path.of("recipes");
    static final Path ANSWERS = Path.of("answers");
    static final Path INDEX = Path.of("README.md");

    private static final Pattern LISTED =
            Pattern.compile("^\\d+\\. \\[([^]]+)]\\(recipes/([a-z-]+)\\.md\\)", Pattern.MULTILINE);

    private static final Pattern LISTED_ANSWER =
            Pattern.compile("^- \\[([^]]+)]\\(answers/([a-z-]+)\\.md\\)", Pattern.MULTILINE);

    /** A line of the numbered list in the index, or of the list of answers. */
    record Listed(String title, String slug) {}

    static List<Listed> listed() throws IOException {
        return listed(LISTED);
    }

    static List<Listed> listedAnswers() throws IOException {
        return listed(LISTED_ANSWER);
    }

    private static List<Listed> listed(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(INDEX))
                .results()
                .map(line -> new Listed(line.group(1), line.group(2)))
                .toList();
    }

    /** {@return the names of the recipes' pages, without the suffix} */
    static List<String> pages() throws IOException {
        return pages(PAGES);
    }

    /** {@return the names of the pages with answers, without the suffix} */
    static List<String> answers() throws IOException {
        return pages(ANSWERS);
    }

    private static List<String> pages(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.md$", ""))
                    .sorted()
                    .toList();
        }
    }

    /** {@return the simple names of the classes that the page of a recipe shows} */
    static List<String> shownOn(String page) throws IOException {
        return shownOn(PAGES.resolve(page + ".md"));
    }

    static List<String> shownOn(Path page) throws IOException {
        return SourceBlocks.files(page).stream()
                .filter(file -> file.startsWith(CLASSES))
                .map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                .toList();
    }

    private Recipes() {}
}
