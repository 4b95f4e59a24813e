package org.downcall.guide;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The headings of a Markdown file, and the anchors that the forge and the site derive from them. */
final class Headings {

    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    static List<String> of(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document))
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    /** {@return the anchor on the forge, which drops punctuation} */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{Alnum} _-]", "")
                .replace(' ', '-');
    }

    /**
     * {@return the anchor on the site, which encodes punctuation and starts with a letter}
     *
     * <p>Spaces and some punctuation become hyphens, and the code of another character follows a
     * hyphen. There is only one hyphen in a row, except for those of the text, and none at the end.
     * The backquotes around code are not part of the text, but those within code are.
     */
    static String siteAnchor(String heading) {
        StringBuilder anchor = new StringBuilder();
        String text = heading.replaceAll("(`+)(.+?)\\1(?!`)", "$2")
                .replace("*", "")
                .toLowerCase(Locale.ROOT);
        for (byte character : text.getBytes(StandardCharsets.UTF_8)) {
            if (character == '-' || Character.isLetterOrDigit(character)) {
                anchor.append((char) character);
                continue;
            }
            if (anchor.isEmpty() || anchor.charAt(anchor.length() - 1) != '-') {
                anchor.append('-');
            }
            if (" .:_".indexOf(character) < 0) {
                anchor.append(String.format("%02x", character));
            }
        }
        String trimmed = anchor.toString().replaceAll("-+$", "");
        return Character.isLetter(trimmed.charAt(0)) ? trimmed : "a" + trimmed;
    }

    private Headings() {}
}
