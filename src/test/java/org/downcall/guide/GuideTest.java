package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents show what the sources say. */
class GuideTest {

    private static final Pattern LINK =
            Pattern.compile("]\\((?!https?://)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    private static Guide guide;

    @BeforeAll
    static void read() throws IOException {
        guide = Guide.ofTheBuild();
    }

    static List<Path> documents() throws IOException {
        return Guide.documents();
    }

    static List<String> pages() throws IOException {
        return Recipes.pages();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLocalLinkLeadsSomewhere(Path document) throws IOException {
        for (MatchResult link :
                LINK.matcher(Files.readString(document)).results().toList()) {
            Path target =
                    link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertTrue(Files.exists(target), link::group);
            if (link.group(2) != null) {
                assertTrue(anchors(target).contains(link.group(2)), link::group);
            }
        }
    }

    /** As the forge makes them of headings. */
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{Alnum} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageShowsATestAndWhatItCosts(String name) throws IOException {
        String page = Files.readString(Recipes.PAGES.resolve(name + ".md"));
        assertTrue(
                Recipes.shownOn(name).stream().anyMatch(shown -> shown.endsWith("Test")),
                "shows a test");
        for (String heading : List.of("In Java", "What it costs", "Pitfalls")) {
            assertTrue(page.contains("\n## " + heading + "\n"), heading);
        }
        assertTrue(page.contains("<!-- generated from "), "has figures of a run");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void allCodeOfAPageIsTakenFromASource(String name) throws IOException {
        List<String> lines = Files.readAllLines(Recipes.PAGES.resolve(name + ".md"));
        assertEquals(
                2
                        * lines.stream()
                                .filter(line -> line.startsWith("<!-- source: "))
                                .count(),
                lines.stream().filter(line -> line.startsWith("```")).count());
    }

    @Test
    void everyRecipeIsShown() throws IOException {
        Set<String> recipes = new TreeSet<>();
        try (Stream<Path> files = Files.list(Recipes.CLASSES)) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith("Test") && !name.equals("TroubleshootingTest"))
                    .forEach(recipes::add);
        }
        Set<String> shown = new TreeSet<>();
        for (String page : Recipes.pages()) {
            Recipes.shownOn(page).stream()
                    .filter(name -> name.endsWith("Test"))
                    .forEach(shown::add);
        }
        assertEquals(recipes, shown);
    }

    @Test
    void theIndexListsEveryPageAndNothingElse() throws IOException {
        assertEquals(
                Recipes.pages(),
                Recipes.listed().stream().map(Recipes.Listed::slug).sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void showsTheSourcesAsTheyAre(Path document) throws IOException {
        assertEquals(
                guide.updated(document),
                Files.readString(document),
                "to write it anew: mvn test-compile exec:exec@guide");
    }
}
