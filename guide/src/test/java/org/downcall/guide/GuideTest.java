package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents agree with the sources. */
class GuideTest {

    private static final Pattern LINK =
            Pattern.compile("]\\((?!https?://)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

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

    static List<Path> guidePages() throws IOException {
        return Guide.documents().stream()
                .filter(page -> page.startsWith(Recipes.PAGES) || page.startsWith(Recipes.ANSWERS))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLocalLinkHasATarget(Path document) throws IOException {
        for (MatchResult link :
                LINK.matcher(Files.readString(document)).results().toList()) {
            Path target =
                    link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertTrue(Files.exists(target), link::group);
            if (link.group(2) != null) {
                List<String> anchors =
                        Headings.of(target).stream().map(Headings::anchor).toList();
                assertTrue(anchors.contains(link.group(2)), link::group);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageShowsATestAndWhatItCosts(String name) throws IOException {
        String page = Files.readString(Recipes.PAGES.resolve(name + ".md"));
        assertTrue(
                Recipes.shownOn(name).stream().anyMatch(shown -> shown.endsWith("Test")),
                "no code of a test is shown");
        for (String heading : List.of("In Java", "What it costs", "Pitfalls")) {
            assertTrue(page.contains("\n## " + heading + "\n"), heading);
        }
        assertTrue(page.contains("<!-- generated"), "no figures of a run are shown");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void allCodeOnAPageComesFromASource(String name) throws IOException {
        List<String> lines = Files.readAllLines(Recipes.PAGES.resolve(name + ".md"));
        assertEquals(
                2
                        * lines.stream()
                                .filter(line -> line.startsWith("<!-- source: "))
                                .count(),
                lines.stream().filter(line -> line.startsWith("```")).count());
    }

    /** Wider code has to be scrolled sideways on the site. */
    @ParameterizedTest
    @MethodSource("guidePages")
    void codeIsNoWiderThanThePage(Path document) throws IOException {
        Matcher code = Pattern.compile("```\\w*\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(document));
        while (code.find()) {
            code.group(1)
                    .lines()
                    .forEach(line -> assertTrue(line.length() <= SourceBlocks.WIDTH, () -> line));
        }
    }

    /** A reader who sees only the first screen has a working call. */
    @ParameterizedTest
    @MethodSource("pages")
    void thePageOpensWithCode(String name) throws IOException {
        List<String> lines = Files.readAllLines(Recipes.PAGES.resolve(name + ".md"));
        int end = lines.indexOf("```") + 1;
        assertTrue(end > 0 && end <= 35, () -> "the first code ends in line " + end);
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
        for (String page : Recipes.answers()) {
            Recipes.shownOn(Recipes.ANSWERS.resolve(page + ".md")).stream()
                    .filter(name -> name.endsWith("Test"))
                    .forEach(shown::add);
        }
        assertEquals(recipes, shown);
    }

    @Test
    void theIndexListsExactlyThePages() throws IOException {
        assertEquals(
                Recipes.pages(),
                Recipes.listed().stream().map(Recipes.Listed::slug).sorted().toList());
    }

    @Test
    void bothReadmesStateTheNumberOfRecipes() throws IOException {
        String number = "has " + Recipes.pages().size() + " recipes";
        for (Path readme : List.of(Guide.ROOT.resolve("README.md"), Recipes.INDEX)) {
            assertTrue(
                    Files.readString(readme).contains(number),
                    () -> readme + " does not contain '" + number + "'");
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theCodeAndListsAreUpToDate(Path document) throws IOException {
        assertEquals(
                guide.updated(document),
                Files.readString(document),
                "To update it, run in guide: mvn test-compile exec:exec@guide");
    }
}
