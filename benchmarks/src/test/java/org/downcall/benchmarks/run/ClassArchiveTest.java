package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final PrintStream LOG = new PrintStream(OutputStream.nullOutputStream());

    private final String classPath = System.getProperty("java.class.path");

    @TempDir
    Path directory;

    @AfterEach
    void restoreClassPath() {
        System.setProperty("java.class.path", classPath);
    }

    private List<String> create(PrintStream log) throws Exception {
        JmhTrial trial = JmhTrial.of(KnownWork.class, "work", Map.of("contender", "one"));
        return ClassArchive.create(directory, trial, log);
    }

    @Test
    void theJvmCannotArchiveClassesInDirectories() throws Exception {
        System.setProperty("java.class.path", directory + File.pathSeparator + classPath);
        assertEquals(List.of(), create(LOG));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void withJarsOnlyTheArchiveHoldsTheClassesOfJmh() throws Exception {
        System.setProperty("java.class.path", jarsOnly());
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        List<String> options = create(new PrintStream(log, true));
        assertEquals(1, options.size(), log::toString);
        Process java = new ProcessBuilder(Stream.of(
                                List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()),
                                JmhTrial.inherited(),
                                JmhTrial.JVM,
                                options,
                                List.of(
                                        "-Xshare:on",
                                        "-Xlog:class+load",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "org.openjdk.jmh.runner.ForkedMain"))
                        .flatMap(List::stream)
                        .toList())
                .redirectErrorStream(true)
                .start();
        List<String> loaded = java.inputReader()
                .lines()
                .filter(line -> line.contains("org.openjdk.jmh.runner.ForkedMain "))
                .toList();
        java.waitFor(); // fails, because it has no arguments
        assertFalse(loaded.isEmpty());
        assertTrue(loaded.getFirst().contains("shared objects file"), loaded::toString);
    }

    /** {@return the class path with a jar in place of each directory} */
    private String jarsOnly() {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry)) : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String jar(Path classes) {
        Path jar = directory.resolve(classes.getFileName() + ".jar");
        int exitCode = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(LOG, LOG, "--create", "--file=" + jar, "-C", classes.toString(), ".");
        assertEquals(0, exitCode);
        return jar.toString();
    }
}
