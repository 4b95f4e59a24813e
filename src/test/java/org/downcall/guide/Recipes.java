package org.downcall.guide;

import java.nio.file.Path;
import java.util.Locale;

/** Recipes: a class such as {@code CMemoryTest}, and the page on it, such as docs/recipes/c-memory.md. */
final class Recipes {

    static final Path CLASSES = Path.of("src/test/java/org/downcall/recipes");
    static final Path PAGES = Path.of("docs/recipes");

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
