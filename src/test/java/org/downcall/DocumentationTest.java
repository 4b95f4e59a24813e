package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the sources is so. */
class DocumentationTest {

    private static final Pattern QUOTE =
            Pattern.compile("<!-- quote: (\\S+) -->\n```\\w*\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("<!-- quote: ");

    private static List<MatchResult> quotes(String document) throws IOException {
        return QUOTE.matcher(Files.readString(Path.of(document))).results().toList();
    }

    @Test
    void everyQuoteInTheReadmeStandsInTheFileThatItNames() throws IOException {
        List<MatchResult> quotes = quotes("README.md");
        assertEquals(
                MARK.matcher(Files.readString(Path.of("README.md"))).results().count(),
                quotes.size(),
                "every mark is followed by a block");
        assertFalse(quotes.isEmpty());
        for (MatchResult quote : quotes) {
            String source = Files.readString(Path.of(quote.group(1)));
            assertTrue(source.contains(quote.group(2)), () -> quote.group(1) + " no longer has:\n" + quote.group(2));
        }
    }

    @Test
    void theReadmeNamesTheVersionOfTheBuild() throws IOException {
        String version = System.getProperty("downcall.test.version");
        assertTrue(Files.readString(Path.of("README.md")).contains("<version>" + version + "</version>"), version);
    }

    @Test
    void theMapInContributingNamesEveryFolderAndEveryCFile() throws IOException {
        String map = Files.readString(Path.of("CONTRIBUTING.md"));
        try (Stream<Path> files = Files.list(Path.of("src/main/c"))) {
            for (Path file : files.toList()) {
                assertTrue(map.contains(file.getFileName().toString()), file::toString);
            }
        }
        try (Stream<Path> folders = Files.list(Path.of("src/main"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                assertTrue(map.contains(folder.toString().replace('\\', '/')), folder::toString);
            }
        }
    }

    @Test
    void thePomCompilesEveryCFile() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        try (Stream<Path> files = Files.list(Path.of("src/main/c"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".c")).toList()) {
                assertTrue(pom.contains("<fileName>" + file.getFileName() + "</fileName>"), file::toString);
            }
        }
    }
}
