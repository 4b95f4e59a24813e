package org.downcall.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.downcall.BigIntegers;

/**
 * A JVM with the library's jar and the classes of these tests on its class path, and with an empty
 * temporary directory for the library. Instances are immutable.
 *
 * @param directory the directory in which it runs, which also has its temporary directory
 * @param prefix a program that starts the JVM, with its arguments; may be empty
 * @param options options of java
 * @param environment variables to add to the environment of this JVM
 * @param jar the library's jar
 */
public record ChildJvm(
        Path directory,
        List<String> prefix,
        List<String> options,
        Map<String, String> environment,
        Path jar) {

    /** Only a JVM that hangs exceeds it, even on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofHours(1);

    public static final Path JAR = locationOf(BigIntegers.class);

    /** The exit code and the output of a JVM. */
    public record Result(int exit, String out, String err, List<String> leftBehind) {

        /** Asserts that the program ended normally and printed this, and that no file is left. */
        public Result assertPrints(String expected) {
            assertEquals(expected, out.strip(), this::toString);
            assertEquals(0, exit, this::toString);
            assertEquals(List.of(), leftBehind, this::toString);
            return this;
        }

        @Override
        public String toString() {
            return "exit code " + exit + ", left behind " + leftBehind + "\n" + out + "\n" + err;
        }
    }

    /** Returns a JVM without further options that runs in a directory. */
    public static ChildJvm in(Path directory) {
        return new ChildJvm(directory, List.of(), List.of(), Map.of(), JAR);
    }

    public ChildJvm with(String... more) {
        return new ChildJvm(directory, prefix, plus(options, more), environment, jar);
    }

    /** Returns a JVM that another program starts, whose last arguments are the command. */
    public ChildJvm under(String... program) {
        return new ChildJvm(directory, plus(List.of(program), prefix), options, environment, jar);
    }

    public ChildJvm withVariable(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new ChildJvm(directory, prefix, options, more, jar);
    }

    public ChildJvm withJar(Path otherJar) {
        return new ChildJvm(directory, prefix, options, environment, otherJar);
    }

    private static List<String> plus(List<String> list, String... more) {
        return plus(list, List.of(more));
    }

    private static List<String> plus(List<String> list, List<String> more) {
        return Stream.concat(list.stream(), more.stream()).toList();
    }

    /** The directory in which the library unpacks its copy. */
    public Path temporaryDirectory() {
        return directory.resolve("tmp");
    }

    public List<String> leftBehind() throws IOException {
        try (var files = Files.list(temporaryDirectory())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Starts a class with a main method. The caller reads the standard output. */
    public Process start(Class<?> main, String... arguments) throws IOException {
        Files.createDirectories(temporaryDirectory());
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-Dorg.downcall.tmpdir=" + temporaryDirectory()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("err.txt").toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of(
                        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "DC_ISA"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The jar, the classes of the tests, and the libraries of the tests. */
    private String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(JAR.toString(), jar.toString());
    }

    public Result run(Class<?> main, String... arguments) throws Exception {
        Process process = start(main, arguments);
        Thread killer = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        });
        String out = new String(process.getInputStream().readAllBytes());
        int exit = process.waitFor();
        killer.join();
        return new Result(exit, out, errors(), leftBehind());
    }

    /** What the last JVM wrote to its standard error. */
    public String errors() throws IOException {
        return Files.readString(directory.resolve("err.txt"));
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
