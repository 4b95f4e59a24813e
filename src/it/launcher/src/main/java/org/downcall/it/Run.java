package org.downcall.it;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The exit code and the output of a program.
 *
 * <p>In the lines that the assertions expect, {@code …} matches any text, such as a path, a time, or
 * a message of the operating system. A line such as {@code >> stack trace >>} matches any number of
 * lines.
 */
public record Run(List<String> command, int exit, String out, String err) {

    /** Longer than any program takes under emulation. */
    private static final long TIMEOUT_SECONDS = 600;

    /** @throws IOException if the program does not exist or does not end in time */
    public static Run of(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            // Variables that a developer has set for every JVM change the output.
            builder.environment()
                    .keySet()
                    .removeAll(List.of(
                            "JAVA_TOOL_OPTIONS",
                            "JDK_JAVA_OPTIONS",
                            "_JAVA_OPTIONS",
                            "CLASSPATH",
                            "DC_ISA"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException(
                            command + " did not end within " + TIMEOUT_SECONDS + " s");
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            return new Run(
                    command, process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The jar, or the directory of classes, that a class came from. */
    public static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public Run assertExit(int expected) {
        assertEquals(expected, exit, this::toString);
        return this;
    }

    /** Asserts what the program wrote to stdout. */
    public Run assertOut(String... expected) {
        assertLines(expected, out);
        return this;
    }

    /** Asserts what the program wrote to stderr. */
    public Run assertErr(String... expected) {
        assertLines(expected, err);
        return this;
    }

    private void assertLines(String[] expected, String actual) {
        List<String> patterns = Arrays.stream(expected)
                .map(line -> line.startsWith(">>") ? line : pattern(line))
                .toList();
        assertLinesMatch(patterns, actual.lines().toList(), this::toString);
    }

    private static String pattern(String line) {
        return Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(joining(".*"));
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nended with " + exit + ", wrote\n" + out
                + "and to stderr\n" + err;
    }
}
