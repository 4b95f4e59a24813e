package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages with answers, the index by question, and the list of questions that people asked. */
class AnswersTest {

    private static final Path QUESTIONS = Guide.ROOT.resolve("docs").resolve("questions.md");

    /** Question, source, word, name of the answer, page, anchor. */
    private static final Pattern ANSWERED = Pattern.compile(
            "^\\| (.+) \\| \\[[^]]+]\\((https://[^)]+)\\) \\| (.+) \\|"
                    + " \\[([^]]+)]\\(\\.\\./guide/([^)#]+)(#[^)]+)?\\) \\|$",
            Pattern.MULTILINE);

    private static final Pattern NOT_ANSWERED =
            Pattern.compile("^\\| (.+) \\| \\[[^]]+]\\((https://[^)]+)\\) \\|$", Pattern.MULTILINE);

    static List<String> answers() throws IOException {
        return Recipes.answers();
    }

    private static String index() throws IOException {
        String readme = Files.readString(Recipes.INDEX);
        return readme.substring(
                readme.indexOf("## I have a question"), readme.indexOf("## By C declaration"));
    }

    @Test
    void theIndexListsExactlyTheAnswers() throws IOException {
        assertEquals(
                Recipes.answers(),
                Recipes.listedAnswers().stream()
                        .map(Recipes.Listed::slug)
                        .sorted()
                        .toList());
    }

    /** A reader sees what has been tried here, and where the rest comes from. */
    @ParameterizedTest
    @MethodSource("answers")
    void everySectionStatesWhetherItIsTestedOrDocumented(String name) throws IOException {
        String page = Files.readString(Recipes.ANSWERS.resolve(name + ".md"));
        String[] sections = page.split("\n## ");
        for (int i = 1; i < sections.length; i++) {
            String section = sections[i];
            boolean tested = section.matches("(?is).*\\btested\\b.*")
                    && (section.contains("<!-- source: ") || section.contains("]("));
            boolean documented = section.matches("(?is).*\\bdocumented\\b.*https://.*");
            assertTrue(
                    section.startsWith("See also") || tested || documented,
                    () -> name + ": " + section.lines().findFirst().orElse(""));
        }
        assertTrue(page.contains("\n## See also\n"), name + " has no links to other pages");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aPageOpensWithTheQuestion(String name) throws IOException {
        List<String> lines = Files.readAllLines(Recipes.ANSWERS.resolve(name + ".md"));
        assertTrue(lines.get(0).startsWith("# "), lines.get(0));
        assertTrue(lines.get(2).startsWith("*"), lines.get(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gradle",
                "Maven",
                "Spring",
                "Kotlin",
                "Scala",
                "Android",
                "GraalVM",
                "Quarkus",
                "macOS",
                "musl",
                "Alpine",
                "GetLastError",
                "leak",
                "RSS",
                "signal",
                "Tomcat",
                "class loader",
                "ioctl",
                "dlopen",
                "jpackage",
                "jlink",
                "Windows",
                "SIGSEGV",
                "COM",
                "Objective-C",
                "Rust",
                "C++",
                "System.exit",
                "OutOfMemoryError",
                "Eclipse",
                "IntelliJ",
                "OSGi",
                "Docker",
                "surefire",
                "JUnit",
                "netty",
                "glibc",
                "Unsafe"
            })
    void theIndexHasTheWordsOfTheAskers(String word) throws IOException {
        assertTrue(
                rows(word).stream().anyMatch(row -> row.contains("](")),
                "no row of the index contains " + word);
    }

    private static List<String> rows(String word) throws IOException {
        return index().lines()
                .filter(row -> row.startsWith("| "))
                .filter(row -> row.replace("`", "").contains(word))
                .toList();
    }

    /** Whoever searches the index for the word sees a link to the page with the answer. */
    @Test
    void everyQuestionIsFoundInTheIndex() throws IOException {
        Matcher rows = ANSWERED.matcher(Files.readString(QUESTIONS));
        while (rows.find()) {
            String page = rows.group(5);
            assertTrue(
                    rows(rows.group(3)).stream().anyMatch(row -> row.contains("](" + page)),
                    rows.group());
        }
    }

    @Test
    void atLeast95PercentOfMoreThan100QuestionsAreAnswered() throws IOException {
        String page = Files.readString(QUESTIONS);
        Set<String> sources = new HashSet<>();
        Matcher rows = ANSWERED.matcher(page);
        while (rows.find()) {
            assertTrue(sources.add(rows.group(2)), () -> rows.group(2) + " is there twice");
        }
        int answered = sources.size();
        Matcher others = NOT_ANSWERED.matcher(page);
        while (others.find()) {
            assertTrue(sources.add(others.group(2)), () -> others.group(2) + " is there twice");
        }
        int all = sources.size();
        assertTrue(all > 100, all + " questions");
        assertTrue(answered >= 0.95 * all, answered + " of " + all);
        assertTrue(page.contains(answered + " of the " + all + " questions are answered"), page);
        assertEquals(
                all,
                page.lines().filter(line -> line.contains("](https://")).count(),
                "a row has another form");
    }
}
