package org.downcall;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The statements of the documents about the sources are true. */
class DocumentationTest {

    @Test
    void theReadmeNamesTheVersionOfTheBuild() throws IOException {
        String version = System.getProperty("downcall.test.version");
        assertTrue(
                Files.readString(Path.of("README.md"))
                        .contains("<version>" + version + "</version>"),
                version);
    }

    @Test
    void theMapInContributingNamesEveryFolderAndEveryCFile() throws IOException {
        String map = Files.readString(Path.of("CONTRIBUTING.md"));
        try (Stream<Path> files = Files.walk(Path.of("src/main/c"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
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
        Path sources = Path.of("src/main/c");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".c")).toList()) {
                String name = sources.relativize(file).toString().replace('\\', '/');
                assertTrue(pom.contains("<fileName>" + name + "</fileName>"), name);
            }
        }
    }
}
