package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed bindings belong to the headers and options that are here now. */
class BindingsTest {

    @Test
    void noHeaderHasChangedSinceTheBindingsWereGenerated() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> files = Files.list(Path.of("src/test/c/recipes"))) {
            List<Path> inputs = files.filter(file -> file.toString().matches(".*\\.(h|args)"))
                    .sorted()
                    .toList();
            for (Path input : inputs) {
                digest.update(Files.readAllBytes(input));
            }
        }
        assertEquals(
                Files.readString(Path.of("src/test/jextract/recipes.sha256")).strip(),
                HexFormat.of().formatHex(digest.digest()),
                "A header or its .args file has changed. Run: mvn antrun:run@bindings");
    }
}
