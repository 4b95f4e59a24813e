package org.downcall.checks.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the sources and compilers are.
 *
 * @param library the directory of the library's project
 * @param work the directory for everything that a run makes
 * @param clang a clang that has libFuzzer and the sanitizers
 * @param cc the compiler of the library
 */
record Tools(Path library, Path work, String clang, String cc) {

    private static final List<String> WARNINGS =
            List.of("-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow");

    /** What stops a run before it starts. The message tells the user what to do. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    /** {@return the sources of the library, without those that replace libc} */
    List<String> librarySources() throws IOException {
        return sources(library.resolve("src/main/c"), "freestanding.c");
    }

    /** {@return the sources of the fuzzer} */
    List<String> fuzzerSources(String without) throws IOException {
        return sources(library.resolve("src/test/c/fuzz"), without);
    }

    private static List<String> sources(Path directory, String without) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".c") && !file.endsWith(File.separator + without))
                    .sorted()
                    .toList();
        }
    }

    /** Compiles C with the include directories of the library. */
    void compile(String compiler, List<String> options, List<String> sources, Path output)
            throws IOException, InterruptedException {
        Path generated = library.resolve("target/generated-sources/c");
        if (!Files.exists(generated.resolve("dc_build.h"))) {
            throw new Missing("The library has not been built. Run `mvn verify -DskipTests` in "
                    + library + " first.");
        }
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(WARNINGS);
        command.addAll(options);
        command.addAll(List.of(
                "-ffp-contract=off",
                "-I" + library.resolve("src/main/c"),
                "-I" + generated,
                "-o",
                output.toString()));
        command.addAll(sources);
        command.add("-ldl"); // for GMP; a part of libc since glibc 2.34
        command.add("-lm");
        Files.createDirectories(output.getParent());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new Missing(
                    "The fuzzer cannot be compiled. The messages of " + compiler + " are above.");
        }
    }

    /** Requires a clang with libFuzzer. */
    void requireClang() throws IOException, InterruptedException {
        Path probe = Files.createTempFile(Files.createDirectories(work), "probe", ".c");
        Files.writeString(
                probe,
                "int LLVMFuzzerTestOneInput(const char *data, long size) {"
                        + " (void)data; return size < 0; }\n");
        try {
            Process process = new ProcessBuilder(
                            clang,
                            "-fsanitize=fuzzer,address,undefined",
                            probe.toString(),
                            "-o",
                            probe + ".out")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            // There is no such program.
        } finally {
            Files.deleteIfExists(probe);
            Files.deleteIfExists(Path.of(probe + ".out"));
        }
        throw new Missing(
                "'" + clang + "' is not a clang with libFuzzer and the sanitizers. Install"
                        + " the packages clang-19 and libclang-rt-19-dev (Debian, Ubuntu), or name another"
                        + " clang with -Dfuzz.clang=...");
    }

    /** {@return the command of a new JVM with the class path of this one} */
    List<String> java(List<String> arguments) {
        Path classes = library.resolve("target/classes");
        Path tests = library.resolve("target/test-classes");
        if (!Files.isDirectory(classes) || !Files.isDirectory(tests)) {
            throw new Missing("The tests of the library have not been compiled. Run `mvn verify"
                    + " -DskipTests` in " + library + " first.");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // Jazzer uses Unsafe, and its agent is loaded while the JVM runs.
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-cp",
                String.join(
                        File.pathSeparator,
                        classes.toString(),
                        tests.toString(),
                        System.getProperty("java.class.path"))));
        command.addAll(arguments);
        return command;
    }
}
