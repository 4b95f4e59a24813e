package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Updates the code in a document. A line {@code <!-- source: FILE -->} or {@code <!-- source:
 * FILE#DECLARATION, ... -->} is followed by a fenced block, which contains the whole file or the
 * declarations. FILE is relative to the directory of the guide on the guide's pages, and to that of
 * the repository elsewhere.
 */
final class SourceBlocks {

    /** The columns of code that a page shows without scrolling. */
    static final int WIDTH = 100;

    private static final Pattern MARK = Pattern.compile("^<!-- source: ", Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile(
            "(<!-- source: ([^#>\\s]+)(?:#([^>]+?))? -->\\n```\\w*\\n)(.*?)(```\\n)",
            Pattern.DOTALL);

    /** {@return the document with every block updated from the sources} */
    static String update(Path document) throws IOException {
        Path base = document.startsWith(Guide.ROOT) ? Guide.ROOT : Path.of("");
        return update(Files.readString(document), base);
    }

    static String update(String document, Path base) throws IOException {
        StringBuilder updated = new StringBuilder();
        Matcher blocks = BLOCK.matcher(document);
        int count = 0;
        while (blocks.find()) {
            count++;
            blocks.appendReplacement(
                    updated,
                    Matcher.quoteReplacement(blocks.group(1)
                            + code(base.resolve(blocks.group(2)), blocks.group(3))
                            + blocks.group(5)));
        }
        if (count != MARK.matcher(document).results().count()) {
            throw new IllegalArgumentException(
                    "A mark '<!-- source: ' is not followed by a fenced block.");
        }
        return blocks.appendTail(updated).toString();
    }

    /** {@return the files that the blocks of the document come from} */
    static List<Path> files(Path document) throws IOException {
        return BLOCK.matcher(Files.readString(document))
                .results()
                .map((MatchResult block) -> Path.of(block.group(2)))
                .distinct()
                .toList();
    }

    private static String code(Path file, String declarations) throws IOException {
        if (declarations == null) {
            return Snippets.whole(file);
        }
        List<String> parts = new ArrayList<>();
        for (String name : declarations.split(",\\s*")) {
            parts.add(Snippets.declaration(file, name));
        }
        String code = String.join("\n", parts);
        return file.toString().contains("jextract")
                ? code.lines().map(line -> folded(line) + "\n").collect(Collectors.joining())
                : code;
    }

    /** {@return a line of generated code, broken where it is wider than the page} */
    private static String folded(String line) {
        if (line.length() <= WIDTH) {
            return line;
        }
        int comma = line.lastIndexOf(", ", WIDTH - 1);
        int end = comma > 0 ? comma + 1 : line.lastIndexOf(" = ", WIDTH - 2) + 2;
        String indentation = line.replaceFirst("\\S.*", "");
        return line.substring(0, end) + "\n"
                + folded(indentation + "        " + line.substring(end).stripLeading());
    }

    private SourceBlocks() {}
}
