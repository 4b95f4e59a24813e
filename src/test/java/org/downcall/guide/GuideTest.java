package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents show what the sources say. */
class GuideTest {

    private static Guide guide;

    @BeforeAll
    static void read() throws IOException {
        guide = Guide.ofTheBuild();
    }

    static List<Path> documents() throws IOException {
        return Guide.documents();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void showsTheSourcesAsTheyAre(Path document) throws IOException {
        assertEquals(
                guide.updated(document),
                Files.readString(document),
                "to write it anew: mvn test-compile exec:exec@guide");
    }
}
