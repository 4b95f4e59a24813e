package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Runs commands as a reader would type them. The words of a command are separated by single spaces,
 * and nothing is quoted.
 */
final class CommandLine {

    /** {@return the output of a command that succeeds} */
    static String output(Path directory, String command) throws IOException, InterruptedException {
        TestBuild.Output output = run(directory, command);
        assertEquals(0, output.exit(), output.text());
        return output.text();
    }

    /**
     * Runs a command in the directory for at most two minutes. Its first word is {@code cc}, a tool
     * of the JDK that runs the tests, or the path of a program below the directory.
     */
    static TestBuild.Output run(Path directory, String command)
            throws IOException, InterruptedException {
        String[] words = command.split(" ");
        List<String> arguments = new ArrayList<>(program(directory, words[0]));
        arguments.addAll(Arrays.asList(words).subList(1, words.length));
        Path text = Files.createTempFile(directory, "output", ".txt");
        Process process = start(directory, arguments, text);
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> command + " does not end");
        } finally {
            process.destroyForcibly();
        }
        return new TestBuild.Output(process.exitValue(), Files.readString(text));
    }

    private static List<String> program(Path directory, String word) {
        if (word.equals("cc")) {
            return List.of(TestBuild.property("downcall.test.cc"));
        }
        if (word.equals("java")) {
            return List.of(ChildJvm.java(), "-Duser.language=en");
        }
        return List.of(
                word.contains("/") ? directory.resolve(word).toString() : ChildJvm.tool(word));
    }

    private static Process start(Path directory, List<String> arguments, Path text)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(text.toFile());
        // The messages of libc depend on the locale.
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            if (arguments.get(0).equals(TestBuild.property("downcall.test.cc"))) {
                throw new TestAbortedException("no C compiler: " + e.getMessage());
            }
            throw e;
        }
    }

    private CommandLine() {}
}
