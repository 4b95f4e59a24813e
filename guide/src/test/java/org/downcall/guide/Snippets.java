package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds a declaration in a Java or C source file by its indentation. A declaration extends from the
 * comment and the annotations above it to its closing line, which is indented like its first one.
 */
final class Snippets {

    /**
     * {@return the declaration without common indentation, ending with a line break}
     *
     * @param name the name of a function or a variable, such as {@code main}; or for anything else
     *     several words that end with the name, such as {@code class Point}, {@code struct point} or
     *     {@code #define SIZE}. If there are several declarations, the first one is returned
     * @throws IllegalArgumentException if there is no such declaration
     */
    static String declaration(Path file, String name) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Pattern declared = Pattern.compile(
                "^(?!\\s*(?:\\*|//|return |import ))(?:.*[\\s*])?" + Pattern.quote(name)
                        + (name.contains(" ") ? "(?:\\s*|[\\s<(].*)$" : "\\s*[(=;].*$"));
        for (int first = 0; first < lines.size(); first++) {
            String line = lines.get(first);
            if (declared.matcher(line).matches() && indentation(line) <= 8 && !isUse(line, name)) {
                return text(lines.subList(start(lines, first), end(lines, first) + 1));
            }
        }
        throw new IllegalArgumentException(file + " does not declare '" + name + "'.");
    }

    /** {@return a file without its package and import statements} */
    static String whole(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("package ") || lines.get(i).startsWith("import ")) {
                start = i + 1;
            }
        }
        while (start < lines.size() && lines.get(start).isBlank()) {
            start++;
        }
        return text(lines.subList(start, lines.size()));
    }

    /**
     * In a declaration, the name follows a type. In a use, it follows nothing, an assignment, or the
     * start of a call.
     */
    private static boolean isUse(String line, String name) {
        String before = line.substring(0, line.indexOf(name));
        boolean inCall = before.chars().filter(c -> c == '(').count()
                != before.chars().filter(c -> c == ')').count();
        return !name.contains(" ") && (before.isBlank() || before.contains("=") || inCall);
    }

    private static int start(List<String> lines, int first) {
        int start = first;
        int indentation = indentation(lines.get(first));
        while (start > 0) {
            String above = lines.get(start - 1);
            boolean belongs = !above.isBlank()
                    && indentation(above) >= indentation
                    && (above.strip().matches("(@|//|/\\*|\\*).*|.*\\*/")
                            || isInsideAnnotation(above));
            if (!belongs) {
                break;
            }
            start--;
        }
        return start;
    }

    private static boolean isInsideAnnotation(String line) {
        return line.strip().matches("[\")}].*\\)|\".*,");
    }

    private static int end(List<String> lines, int first) {
        if (lines.get(first).startsWith("#")) {
            return first;
        }
        int indentation = indentation(lines.get(first));
        int head = first;
        while (!lines.get(head).matches(".*([{;]|\\{.*})$") && head + 1 < lines.size()) {
            head++;
        }
        if (!lines.get(head).endsWith("{")) {
            return head;
        }
        for (int i = head + 1; i < lines.size(); i++) {
            if (indentation(lines.get(i)) == indentation && lines.get(i).strip().startsWith("}")) {
                return i;
            }
        }
        throw new IllegalArgumentException("No closing line found for '" + lines.get(first) + "'.");
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String text(List<String> lines) {
        int margin = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(Snippets::indentation)
                .min()
                .orElse(0);
        List<String> shifted = new ArrayList<>();
        for (String line : lines) {
            shifted.add(line.isBlank() ? "" : line.substring(margin));
        }
        return String.join("\n", shifted).stripTrailing() + "\n";
    }

    private Snippets() {}
}
