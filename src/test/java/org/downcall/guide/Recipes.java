package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Recipes: a class such as {@code CMemoryTest}, and the page on it, such as docs/recipes/c-memory.md. */
final class Recipes {

    static final Path CLASSES = Path.of("src/test/java/org/downcall/recipes");
    static final Path PAGES = Path.of("docs/recipes");
    static final Path INDEX = Path.of("docs/README.md");

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

    /** {@return the name of the page on a class, without its ending} */
    static String slug(String testClass) {
        return testClass
                .replaceFirst("Test$", "")
                .replaceAll("(?<=.)(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    static Path page(String testClass) {
        return PAGES.resolve(slug(testClass) + ".md");
    }

    private Recipes() {}
}
