package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.downcall.Backend;
import org.opentest4j.TestAbortedException;

/** Gives tests access to the results of the build and to its C compiler. */
public final class TestBuild {

    static final Path C_SOURCES = Path.of("src/main/c");
    static final Path C_TESTS = Path.of("src/test/c");
    static final Path HEADER = C_SOURCES.resolve("downcall.h");

    /** Includes the other header. */
    static final Path VECTORS_HEADER = C_SOURCES.resolve("downcall_vectors.h");

    static final List<Path> HEADERS = List.of(HEADER, VECTORS_HEADER);
    static final Path GENERATED = Path.of(property("downcall.test.generated"));

    public static final List<String> WARNINGS = List.of(
            "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror");

    public static String property(String name) {
        String value = System.getProperty(name);
        assertNotNull(value, () -> "the build must set " + name);
        return value;
    }

    /** The library that the build linked. */
    public static Path library() {
        return Path.of(property("downcall.test.native"), System.mapLibraryName("downcall"));
    }

    /** The directory that contains a directory for each platform. */
    static Path libraries() {
        return Path.of(property("downcall.test.native")).getParent();
    }

    /** Loads the library of the build, for tests that call the bindings or the native kernels. */
    public static void assertLibraryIsLoaded() {
        assertInstanceOf(
                Kernels.Native.class, Kernels.chosen(), () -> Backend.current().toString());
    }

    /** The library's sources, without those that replace libc. */
    static List<String> sources() throws IOException {
        try (var files = Files.walk(C_SOURCES)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".c") && !file.endsWith("freestanding.c"))
                    .sorted()
                    .toList();
        }
    }

    /** The object files of the build, without those that replace libc. */
    static List<String> objects() throws IOException {
        Path directory = Path.of(property("downcall.test.objects"));
        List<String> objects = new ArrayList<>();
        for (String source : sources()) {
            String name = Path.of(source).getFileName().toString().replaceFirst("\\.c$", ".o");
            assertTrue(Files.exists(directory.resolve(name)), "the build compiles " + source);
            objects.add(directory.resolve(name).toString());
        }
        return objects;
    }

    public record Output(int exit, String text) {}

    /** Runs the C compiler; aborts the test, with the reason, where there is none. */
    public static Output cc(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(property("downcall.test.cc")));
        command.addAll(arguments);
        try {
            return run(command);
        } catch (IOException e) {
            throw new TestAbortedException("no C compiler: " + e.getMessage());
        }
    }

    public static Output run(List<String> command) throws IOException, InterruptedException {
        return run(command, Duration.ofMinutes(2));
    }

    static Output run(List<String> command, Duration limit)
            throws IOException, InterruptedException {
        Path text = Files.createTempFile("output", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(text.toFile());
            builder.environment().put("LC_ALL", "C"); // the compiler translates its messages
            Process process = builder.start();
            try {
                assertTrue(
                        process.waitFor(limit.toSeconds(), TimeUnit.SECONDS),
                        () -> command + " does not end");
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
