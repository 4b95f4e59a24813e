package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every link of the site leads to an existing file and to an existing anchor in it, and the pages
 * are complete.
 */
class SiteLinksIT {

    private static final Path SITE = Path.of(System.getProperty("downcall.test.site"));
    private static final Map<Path, Document> PAGES = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(SITE)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".html")).toList()) {
                PAGES.put(file.normalize(), Jsoup.parse(file));
            }
        }
    }

    @Test
    void everyLinkHasATarget() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Map.Entry<Path, Document> page : PAGES.entrySet()) {
            if (page.getKey().startsWith(SITE.resolve("apidocs"))) {
                continue; // javadoc's own
            }
            for (Element element : page.getValue().select("[href], [src]")) {
                String link = element.hasAttr("href") ? element.attr("href") : element.attr("src");
                // Templates of the skin's scripts, which fill them in.
                if (!link.isEmpty() && !link.contains("{{")) {
                    links++;
                    problem(page.getKey(), link)
                            .ifPresent(text -> broken.add(page.getKey() + ": " + text));
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 1000, links + " links");
    }

    private static Optional<String> problem(Path page, String link) {
        URI uri = URI.create(link);
        if (uri.isAbsolute()) {
            return uri.getScheme().matches("https?|mailto") ? Optional.empty() : Optional.of(link);
        }
        Path target = uri.getPath().isEmpty()
                ? page
                : page.resolveSibling(uri.getPath()).normalize();
        if (!Files.exists(target)) {
            return Optional.of("no " + link);
        }
        String fragment = uri.getFragment();
        if (fragment == null || fragment.isEmpty() || !PAGES.containsKey(target)) {
            return Optional.empty();
        }
        Document there = PAGES.get(target);
        Set<String> anchors = there.select("[id], a[name]").stream()
                .flatMap(one -> Stream.of(one.id(), one.attr("name")))
                .collect(Collectors.toSet());
        return anchors.contains(fragment) ? Optional.empty() : Optional.of("no place " + link);
    }

    @Test
    void everyPageHasATitleAndNoTemplateCode() {
        PAGES.forEach((file, page) -> {
            assertTrue(!page.title().isBlank(), file::toString);
            assertTrue(!page.title().contains("$") && !page.text().contains("]]#"), file::toString);
        });
    }

    @Test
    void onlyCommentsAreOmitted() {
        String text = PAGES.get(SITE.resolve("article.html")).text();
        assertTrue(text.matches("(?s).*after a warm-up, on \\w.*"), text);
        assertTrue(!text.contains("generated from") && !text.contains("<!--"), text);
        text = PAGES.get(SITE.resolve("contributing.html")).text();
        assertTrue(
                text.contains("<!-- source: FILE#DECLARATION --> before an empty fenced block"),
                text);
    }
}
