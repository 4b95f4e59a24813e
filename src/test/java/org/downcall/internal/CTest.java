package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Compiles and runs the tests that are written in C, in two ways. Under AddressSanitizer and
 * UndefinedBehaviorSanitizer, where the compiler has them, the library is compiled again. With
 * guard pages, which also watch over assembly that sanitizers do not instrument, the tests are
 * linked to the objects that the build made. Each line that a program reports becomes a test here.
 *
 * <p>The other classes run at the same time: see junit-platform.properties.
 */
@RequiresLibrary
@Execution(ExecutionMode.CONCURRENT)
class CTest {

    /** Line numbers are enough for the reports; full debug information takes longer to compile. */
    private static final List<String> SANITIZERS = List.of(
            "-g1",
            "-O1",
            "-ffp-contract=off", // as the library: see native.options in pom.xml
            "-fsanitize=address,undefined",
            "-fno-sanitize-recover=all");

    private static final List<String> OPTIMIZED = List.of("-O1");

    @TempDir
    static Path directory;

    /** The tests of each program, which all threads of {@link #pool} compile and run. */
    private static final List<CompletableFuture<List<DynamicTest>>> optimized = new ArrayList<>();

    private static final List<CompletableFuture<List<DynamicTest>>> sanitized = new ArrayList<>();

    private static final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    /** In a long run, some programs take a minute, and more if other tests are running. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** The fuzzer, which runs the inputs that it found before. Its program is replay.c. */
    private static final Path FUZZER = TestBuild.C_TESTS.resolve("fuzz");

    /** Starts all programs, which share the threads: some take much longer than others. */
    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        List<Path> programs =
                new ArrayList<>(sources(TestBuild.C_TESTS, name -> name.startsWith("test_")));
        assertFalse(programs.isEmpty());
        programs.add(FUZZER.resolve("replay.c"));
        List<CompletableFuture<String>> library = new ArrayList<>();
        if (hasSanitizers()) {
            for (String source : TestBuild.sources()) {
                library.add(CompletableFuture.supplyAsync(
                        () -> compile(Path.of(source), SANITIZERS, ".o", List.of("-c")), pool));
            }
        }
        List<String> objects = TestBuild.objects();
        for (Path program : programs) {
            optimized.add(CompletableFuture.supplyAsync(
                    () -> testsOf(program, OPTIMIZED, ".optimized", objects), pool));
        }
        if (!library.isEmpty()) {
            CompletableFuture<Void> compiled =
                    CompletableFuture.allOf(library.toArray(CompletableFuture[]::new));
            for (Path program : programs) {
                sanitized.add(compiled.thenApplyAsync(
                        done -> testsOf(
                                program,
                                SANITIZERS,
                                ".sanitized",
                                library.stream().map(CompletableFuture::join).toList()),
                        pool));
            }
        }
    }

    @AfterAll
    static void end() {
        pool.shutdown();
    }

    @TestFactory
    Stream<DynamicTest> underSanitizers() {
        assumeTrue(
                !sanitized.isEmpty(),
                "cc has no AddressSanitizer and UndefinedBehaviorSanitizer that work here");
        return sanitized.stream().map(CompletableFuture::join).flatMap(List::stream);
    }

    @TestFactory
    Stream<DynamicTest> optimizedAndWithAGuardPageAfterEveryBuffer() {
        return optimized.stream().map(CompletableFuture::join).flatMap(List::stream);
    }

    @Test
    void theFuzzerCallsEveryFunction() throws IOException {
        StringBuilder fuzzer = new StringBuilder();
        for (Path source : sources(FUZZER, name -> name.startsWith("fuzz"))) {
            fuzzer.append(Files.readString(source));
        }
        for (CHeader.Function function : CHeader.read(TestBuild.HEADERS)) {
            assertTrue(fuzzer.indexOf(function.name() + "(") >= 0, function::name);
        }
    }

    private static List<Path> sources(Path directory, Predicate<String> name) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".c"))
                    .filter(file -> name.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static List<DynamicTest> testsOf(
            Path program, List<String> mode, String suffix, List<String> library) {
        List<String> further = new ArrayList<>();
        if (program.startsWith(FUZZER)) {
            try {
                sources(FUZZER, name -> !name.equals("replay.c"))
                        .forEach(source -> further.add(source.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        further.addAll(library);
        further.add("-ldl"); // for GMP; a part of libc since glibc 2.34
        further.add("-lm");
        return testsOf(program, run(compile(program, mode, suffix, further), mode));
    }

    /** Makes a test of each line that a program reported, and one of its end. */
    static List<DynamicTest> testsOf(Path program, TestBuild.Output output) {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> lines = output.text().lines().toList();
        for (int i = 0, start = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.matches("(not )?ok \\d+ - .*")) {
                String explanation = String.join("\n", lines.subList(start, i));
                start = i + 1;
                tests.add(dynamicTest(
                        program.getFileName() + ": " + line.replaceFirst(".*? - ", ""),
                        () -> assertTrue(line.startsWith("ok"), explanation)));
            }
        }
        String plan = "1.."
                + lines.stream().filter(line -> line.matches("(not )?ok .*")).count();
        tests.add(dynamicTest(program.getFileName() + ": runs to its end", () -> {
            assertTrue(lines.contains(plan), output.text());
            assertEquals(0, output.exit(), output.text());
        }));
        return tests;
    }

    /** Compiles a file with further arguments and returns the name of the result. */
    private static String compile(
            Path source, List<String> mode, String suffix, List<String> further) {
        String made = directory
                .resolve(source.getFileName().toString().replace(".c", suffix))
                .toString();
        List<String> arguments = new ArrayList<>(TestBuild.WARNINGS);
        arguments.addAll(mode);
        arguments.addAll(List.of(
                "-pthread", "-I" + TestBuild.C_SOURCES, "-I" + TestBuild.GENERATED, "-o", made));
        arguments.add(source.toString());
        arguments.addAll(further);
        try {
            arguments.addFirst(TestBuild.property("downcall.test.cc"));
            TestBuild.Output compiled = nicely(arguments);
            assertEquals(0, compiled.exit(), compiled.text());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasSanitizers() throws IOException, InterruptedException {
        Path source =
                Files.writeString(directory.resolve("probe.c"), "int main(void) { return 0; }\n");
        Path probe = directory.resolve("probe");
        List<String> arguments = new ArrayList<>(SANITIZERS);
        arguments.addAll(List.of(source.toString(), "-o", probe.toString()));
        return TestBuild.cc(arguments).exit() == 0
                && run(probe.toString(), SANITIZERS).exit() == 0;
    }

    /**
     * Turns off address randomisation. AddressSanitizer of older compilers crashes occasionally if
     * the kernel randomises more bits of an address than it expects.
     */
    private static TestBuild.Output run(String executable, List<String> mode) {
        try {
            return mode == SANITIZERS && withoutRandomAddresses()
                    ? nicely(List.of("setarch", "-R", executable))
                    : nicely(List.of(executable));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs a command at a lower priority. The other classes run one after the other, and would end
     * long after these programs if they shared the processors evenly.
     */
    private static TestBuild.Output nicely(List<String> command)
            throws IOException, InterruptedException {
        List<String> nice = new ArrayList<>(List.of("nice", "-n", "5"));
        nice.addAll(command);
        return TestBuild.run(nice, LIMIT);
    }

    private static boolean withoutRandomAddresses() throws InterruptedException {
        try {
            return TestBuild.run(List.of("setarch", "-R", "true")).exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
