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

/** Runs programs for at most two minutes each, and collects what they print. */
final class CommandLine {

    private static final Path WORKING_DIRECTORY = Path.of("").toAbsolutePath();

    /** {@return the output of a command that succeeds} */
    static String output(Path directory, String command) throws IOException, InterruptedException {
        Output output = run(directory, command);
        assertEquals(0, output.exit(), output.text());
        return output.text();
    }

    /**
     * Runs a command in the directory, as a reader would type it. Its words are separated by single
     * spaces, and nothing is quoted. The first word is {@code cc}, a tool of the JDK that runs the
     * tests, or the path of a program below the directory.
     */
    static Output run(Path directory, String command) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(command.split(" "));
        if (words.get(0).equals("cc")) {
            return cc(directory, words.subList(1, words.size()));
        }
        List<String> all = new ArrayList<>(program(directory, words.get(0)));
        all.addAll(words.subList(1, words.size()));
        return run(directory, all);
    }

    /** Runs the C compiler in the working directory. Aborts the test if there is none. */
    static Output cc(List<String> arguments) throws IOException, InterruptedException {
        return cc(WORKING_DIRECTORY, arguments);
    }

    private static Output cc(Path directory, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(TestBuild.cc()));
        all.addAll(arguments);
        try {
            return run(directory, all);
        } catch (IOException e) {
            throw new TestAbortedException("no C compiler: " + e.getMessage());
        }
    }

    /** Runs a program in the working directory. */
    static Output run(List<String> command) throws IOException, InterruptedException {
        return run(WORKING_DIRECTORY, command);
    }

    /** Runs a program in the directory. */
    static Output run(Path directory, List<String> command)
            throws IOException, InterruptedException {
        Path text = Files.createTempFile("output", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(text.toFile());
            // The messages of libc depend on the locale, and java prints the options that it finds
            // in the environment. With the charset of the locale C, java could not find files whose
            // names are not ASCII.
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment()
                    .keySet()
                    .removeAll(List.of(
                            "LANGUAGE",
                            "JAVA_TOOL_OPTIONS",
                            "JDK_JAVA_OPTIONS",
                            "_JAVA_OPTIONS",
                            "JDK_AOT_VM_OPTIONS"));
            Process process = builder.start();
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

    private static List<String> program(Path directory, String word) {
        if (word.equals("java")) {
            return List.of(ChildJvm.java(), "-Duser.language=en", C1);
        }
        if (word.contains("/")) {
            return List.of(directory.resolve(word).toString());
        }
        return List.of(ChildJvm.tool(word), "-J" + C1);
    }

    /** These JVMs are short-lived, so they end sooner without C2. */
    private static final String C1 = "-XX:TieredStopAtLevel=1";

    private CommandLine() {}
}
