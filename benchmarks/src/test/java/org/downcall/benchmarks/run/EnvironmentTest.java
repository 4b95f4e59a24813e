package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

    @TempDir
    Path directory;

    private String jar(String name, long time, String... namesAndContents) throws IOException {
        Path file = directory.resolve(name);
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                ZipEntry entry = new ZipEntry(namesAndContents[i]);
                entry.setTime(time);
                jar.putNextEntry(entry);
                jar.write(namesAndContents[i + 1].getBytes());
            }
        }
        return file.toString();
    }

    @Test
    void classesAreTheSameWhenTheirContentIs() throws IOException {
        Optional<String> classes = Environment.classes(jar("1", 1_000_000_000, "A", "a", "B", "b"));
        assertEquals(classes, Environment.classes(jar("2", 2_000_000_000, "B", "b", "A", "a")));
        assertNotEquals(classes, Environment.classes(jar("3", 1_000_000_000, "A", "a", "B", "c")));
        assertNotEquals(classes, Environment.classes(jar("4", 1_000_000_000, "A", "a", "C", "b")));
    }

    @Test
    void classesInDirectoriesAreNotIdentified() throws IOException {
        String jar = jar("1", 0, "A", "a");
        assertEquals(Optional.empty(), Environment.classes(jar + File.pathSeparator + directory));
    }
}
