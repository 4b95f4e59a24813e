package org.downcall.recipes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs a main class of the tests in a JVM of its own, because it ends the JVM or needs other
 * options. The first argument of {@code main} is the path of the recipes' library.
 */
final class ChildJvm {

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /** Runs the class with native access. */
    static Output run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return run(List.of("--enable-native-access=ALL-UNNAMED"), main, arguments);
    }

    /** Runs the class with options of {@code java}. */
    static Output run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (!WINDOWS) {
            // An abort in C must not leave a core file. No option of the JVM prevents that.
            command.addAll(List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                java(),
                // These JVMs are short-lived, so they end sooner without C2 and the threads of G1.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + (WINDOWS ? "NUL" : "/dev/null")));
        command.addAll(options);
        command.addAll(program(main, TestBuild.library()));
        command.addAll(Arrays.asList(arguments));
        return CommandLine.run(command);
    }

    /** {@return what follows the options of java: the class path, the class and its arguments} */
    static List<String> program(Class<?> main, String... arguments) {
        List<String> program = new ArrayList<>();
        program.addAll(List.of("-Duser.language=en", "-cp"));
        program.addAll(List.of(System.getProperty("java.class.path"), main.getName()));
        program.addAll(Arrays.asList(arguments));
        return program;
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

    private ChildJvm() {}
}
