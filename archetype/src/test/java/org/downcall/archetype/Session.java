package org.downcall.archetype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of the README and the lines that they print, with the rest left out. */
record Session(Maven generation, Maven installation) {

    private static final Pattern BLOCK = Pattern.compile(
            "(<!-- the session of archetype/[^\\n]* -->\\n\\n```text\\n)(.*?)(```\\n)",
            Pattern.DOTALL);

    private static final Pattern SHOWN =
            Pattern.compile("\\[INFO\\] (Tests run: .* in .*|Building jar: .*|BUILD SUCCESS)");

    private String text() {
        List<String> lines = new ArrayList<>();
        lines.add("$ mvn -B " + String.join(" ", Generated.COMMAND.subList(0, 2)) + " \\");
        lines.add("      " + String.join(" ", Generated.COMMAND.subList(2, 4)) + " \\");
        lines.add("      " + Generated.COMMAND.get(4)
                + " -DgroupId=com.example -DartifactId=fast-hash");
        lines.addAll(shown(generation));
        lines.add("$ cd fast-hash");
        lines.add("$ mvn install");
        lines.addAll(shown(installation));
        return String.join("\n", lines) + "\n";
    }

    /** Without times, and with the test classes in the order of their names. */
    private static List<String> shown(Maven maven) {
        return maven.out()
                .lines()
                .filter(line -> SHOWN.matcher(line).matches())
                .map(line -> line.replaceFirst(", Time elapsed: .* s --", " --")
                        .replaceFirst("jar: .*/fast-hash/", "jar: .../fast-hash/"))
                .sorted(Comparator.comparing(line -> line.contains("Tests run") ? line : "~"))
                .toList();
    }

    /** Asserts that a page shows the session. With test.update, writes it there. */
    void assertShownIn(Path page) throws IOException {
        String text = Files.readString(page);
        Matcher block = BLOCK.matcher(text);
        assertTrue(block.find(), page + " has no block of the session");
        if (Boolean.getBoolean("archetype.test.update")) {
            Files.writeString(
                    page,
                    text.substring(0, block.start(2)) + text() + text.substring(block.end(2)));
            return;
        }
        assertEquals(text(), block.group(2), "Run: mvn -f archetype verify -Dtest.update=true");
    }
}
