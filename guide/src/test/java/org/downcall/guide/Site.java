package org.downcall.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the documents in the layout that maven-site-plugin expects. Each document becomes a page,
 * and so does each source file that a document links to. {@code mvn verify -Psite} runs it.
 *
 * <p>GitHub and the site show the same Markdown. This class adapts what differs: the file names in
 * links, and the characters in code that the skin's template engine would interpret.
 */
public final class Site {

    /**
     * A fenced block, a comment, a link to a file of the project or to a heading of the same file,
     * or code within a line.
     */
    private static final Pattern SPECIAL = Pattern.compile(
            "(?<fence>^```.*?^```$)"
                    + "|(?<comment>(?>^<!--.*?-->)\\n|<!--.*?-->)"
                    + "|(?<text>!?\\[[^\\]]*])\\((?!https?://|mailto:|#)(?<file>[^)#\\s]+)(?<anchor>#[^)\\s]*)?\\)"
                    + "|(?<=])\\((?<here>#[^)\\s]+)\\)"
                    + "|(?<code>`[^`\\n]+`)",
            Pattern.DOTALL | Pattern.MULTILINE);

    /** Parts of very long words. The index of the search has a level for each character. */
    private static final Pattern LONG = Pattern.compile("\\S{100}(?=\\S{200})");

    /** The repository's directory. All other paths here are relative to it. */
    private static final Path ROOT = Guide.ROOT.toAbsolutePath().normalize();

    private final Path output;
    private final Set<Path> linked = new LinkedHashSet<>();
    private final Deque<Path> waiting = new ArrayDeque<>();

    private Site(Path output) {
        this.output = output;
    }

    /**
     * {@return the place of a file of the project on the site, without suffix, with '/' as
     * separator}
     */
    static String page(Path file) {
        String path = file.toString().replace('\\', '/');
        if (path.equals("guide/README.md")) {
            return "index";
        }
        if (path.matches("(docs|guide)/.*\\.md")) {
            return path.substring(path.indexOf('/') + 1)
                    .replaceFirst("README\\.md$", "index.md")
                    .replaceFirst("\\.md$", "");
        }
        return path.endsWith(".md") && !path.contains("/")
                ? path.replaceFirst("\\.md$", "").toLowerCase(Locale.ROOT)
                : "source/" + path;
    }

    private void write() throws IOException {
        Files.createDirectories(output);
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(ROOT::relativize)
                    .forEach(this::enqueue);
        }
        for (Path document : Guide.documents()) {
            enqueue(ROOT.relativize(document.toAbsolutePath().normalize()));
        }
        while (!waiting.isEmpty()) {
            Path file = waiting.remove();
            if (Files.isDirectory(ROOT.resolve(file))) {
                writePage(file, directory(file));
            } else if (file.toString().endsWith(".md")) {
                writePage(file, document(file));
            } else if (isResource(file)) {
                Path target =
                        output.resolve("resources").resolve(Path.of("docs").relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(ROOT.resolve(file), target);
            } else {
                writePage(file, source(file));
            }
        }
        String descriptor = Files.readString(Path.of("src", "site", "site.xml"));
        Files.writeString(
                output.resolve("site.xml"),
                descriptor
                        .replace("<!-- recipes -->", items("recipes/", Recipes.listed()))
                        .replace("<!-- answers -->", items("answers/", Recipes.listedAnswers())));
        Path css = output.resolve("resources").resolve("css");
        Files.createDirectories(css);
        Files.copy(Path.of("src", "site", "css", "site.css"), css.resolve("site.css"));
    }

    private void enqueue(Path file) {
        if (linked.add(file)) {
            waiting.add(file);
        }
    }

    private void writePage(Path file, String text) throws IOException {
        Path target = output.resolve("markdown").resolve(page(file) + ".md");
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    /** {@return the items of the menu, from a list in the index} */
    private static String items(String folder, List<Recipes.Listed> listed) {
        return listed.stream()
                .map(one -> "<item name=\"" + one.title().replace("&", "&amp;") + "\" href=\""
                        + folder + one.slug() + ".html\"/>")
                .collect(Collectors.joining("\n      "));
    }

    private String document(Path file) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        if (text.contains("{{")) {
            throw new IOException(
                    file + ": the scripts of the site would interpret '{{' as an expression.");
        }
        return forTheSite(file, LONG.matcher(text).replaceAll("$0 "));
    }

    /** The highlighter of the site does not support C. Its language "clike" is similar. */
    private static String highlighted(String fence) {
        return fence.replaceFirst("^(`{3,})c\\n", "$1clike\n");
    }

    private String forTheSite(Path file, String text) {
        return SPECIAL.matcher(text).replaceAll(special -> {
            if (special.group("comment") != null) {
                return "";
            }
            if (special.group("here") != null) {
                return "(" + siteAnchor(file, special.group("here")) + ")";
            }
            String name = special.group("file");
            return Matcher.quoteReplacement(
                    name == null
                            ? protectedCode(highlighted(special.group()))
                            : link(
                                    file,
                                    protectedCode(special.group("text")),
                                    name,
                                    special.group("anchor")));
        });
    }

    /** The skin evaluates pages as templates, in which '#' and '$' have a meaning. */
    private static String protectedCode(String code) {
        return code.replaceAll("[#$]+", "#[[$0]]#");
    }

    private String link(Path file, String text, String name, String anchor) {
        Path directory = file.getParent() == null ? Path.of("") : file.getParent();
        Path target = directory.resolve(name).normalize();
        if (!Files.exists(ROOT.resolve(target))) {
            throw new IllegalArgumentException(
                    file + " links to " + target + ", which does not exist.");
        }
        enqueue(target);
        Path place = isResource(target)
                ? Path.of("docs").relativize(target)
                : Path.of(page(target) + ".html");
        Path here = Path.of(page(file)).getParent();
        String relative =
                (here == null ? place : here.relativize(place)).toString().replace('\\', '/');
        return text.startsWith("!")
                // The skin makes thumbnails of all images except those with this text. It cannot
                // make thumbnails of vector graphics.
                ? "![inline](" + relative + ")\n\n*" + text.substring(2, text.length() - 1) + "*"
                : text + "(" + relative + (anchor == null ? "" : siteAnchor(target, anchor)) + ")";
    }

    private static String siteAnchor(Path target, String anchor) {
        try {
            return "#"
                    + Headings.of(ROOT.resolve(target)).stream()
                            .filter(heading -> anchor.equals("#" + Headings.anchor(heading)))
                            .findFirst()
                            .map(Headings::siteAnchor)
                            .orElseThrow(() -> new IllegalArgumentException(
                                    target + " has no heading for " + anchor + "."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isResource(Path file) {
        return file.startsWith("docs")
                && !file.toString().endsWith(".md")
                && Files.isRegularFile(ROOT.resolve(file));
    }

    private static String source(Path file) throws IOException {
        String name = file.getFileName().toString();
        String language = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
        String text;
        try {
            text = Files.readString(ROOT.resolve(file));
        } catch (MalformedInputException e) {
            throw new IOException(file + " is not a text file.", e);
        }
        return "# " + name + "\n\n`" + file.toString().replace('\\', '/') + "`\n\n"
                + protectedCode(highlighted("````" + (language.equals("h") ? "c" : language) + "\n"
                        + text.replace("{{", "{ {").stripTrailing() + "\n````\n"));
    }

    /** {@return a list of links to the files in a directory} */
    private String directory(Path directory) throws IOException {
        Set<Path> files = new TreeSet<>();
        Files.walkFileTree(ROOT.resolve(directory), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) {
                return one.endsWith("target")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // Hidden files, such as .DS_Store, may be binary.
                if (!file.getFileName().toString().startsWith(".")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        StringBuilder text =
                new StringBuilder("# " + directory.toString().replace('\\', '/') + "\n\n");
        for (Path file : files) {
            String name = ROOT.resolve(directory).relativize(file).toString().replace('\\', '/');
            text.append("- [").append(name).append("](").append(name).append(")\n");
        }
        return forTheSite(
                directory, text.toString().replace("](", "](" + directory.getFileName() + "/"));
    }

    /** @param arguments the directory to write to, which must not exist */
    public static void main(String[] arguments) throws IOException {
        new Site(Path.of(arguments[0])).write();
    }
}
