package org.downcall.recipes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs a main class of the tests in a JVM of its own, on the class path: for lessons that end one
 * or need its flags.
 */
final class ChildJvm {

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /**
     * Runs to the end, two minutes at most.
     *
     * @param options of {@code java}; one of them is most often
     *     {@code --enable-native-access=ALL-UNNAMED}
     * @return the exit status, and what was written to both streams
     */
    static TestBuild.Output run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (!WINDOWS) {
            // An abort in C would leave a core file in the working directory, which no option of
            // the JVM prevents.
            command.addAll(List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"));
        }
        command.addAll(List.of(java(), "-Duser.language=en"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return TestBuild.run(command);
    }

    /** {@return the launcher of the JDK that runs the tests} */
    static String java() {
        return tool("java");
    }

    /** {@return a tool of the JDK that runs the tests, such as {@code jlink}} */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", WINDOWS ? name + ".exe" : name)
                .toString();
    }

    /** {@return the class path of this JVM} */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    private ChildJvm() {}
}
