package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** What the build tells the recipes, and programs that they run, the C compiler among them. */
final class TestBuild {

    static final List<String> WARNINGS = List.of(
            "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror");

    static String property(String name) {
        String value = System.getProperty(name);
        assertNotNull(value, name + " is set by the build");
        return value;
    }

    record Output(int exit, String text) {}

    /** Runs the C compiler; aborts the test, with the reason, where there is none. */
    static Output cc(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(property("downcall.test.cc")));
        command.addAll(arguments);
        try {
            return run(command);
        } catch (IOException e) {
            throw new TestAbortedException("no C compiler: " + e.getMessage());
        }
    }

    static Output run(List<String> command) throws IOException, InterruptedException {
        Path text = Files.createTempFile("output", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(text.toFile())
                    .start();
            try {
                assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> command + " does not end");
            } finally {
                process.destroyForcibly();
            }
            return new Output(process.exitValue(), Files.readString(text));
        } finally {
            Files.delete(text);
        }
    }

    private TestBuild() {}
}
