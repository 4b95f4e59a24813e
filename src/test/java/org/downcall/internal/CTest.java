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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs the tests that are written in C: with AddressSanitizer and
 * UndefinedBehaviorSanitizer where the compiler has them, and optimized, with guard pages, which
 * also watch over the assembly that sanitizers do not see. Each line that a program reports becomes
 * a test here.
 */
@RequiresLibrary
class CTest {

    private static final List<String> SANITIZERS =
            List.of("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
    private static final List<String> OPTIMIZED = List.of("-O3");

    @TempDir
    static Path directory;

    @TestFactory
    Stream<DynamicTest> underSanitizers() throws IOException, InterruptedException {
        assumeTrue(
                hasSanitizers(),
                "cc has no AddressSanitizer and UndefinedBehaviorSanitizer that work here");
        return testsWrittenInC(SANITIZERS);
    }

    @TestFactory
    Stream<DynamicTest> optimizedAndWithAGuardPageAfterEveryBuffer() throws IOException {
        return testsWrittenInC(OPTIMIZED);
    }

    private static Stream<DynamicTest> testsWrittenInC(List<String> mode) throws IOException {
        List<Path> programs;
        try (var files = Files.list(TestBuild.C_TESTS)) {
            programs = files.filter(file -> file.getFileName().toString().matches("test_.*\\.c"))
                    .sorted()
                    .toList();
        }
        assertFalse(programs.isEmpty());
        // The library is compiled once, and all that can be done at the same time is.
        List<String> library = TestBuild.sources().parallelStream()
                .map(source -> compile(Path.of(source), mode, ".o", List.of("-c")))
                .toList();
        return programs.parallelStream()
                .map(program -> testsOf(program, run(compile(program, mode, "", library), mode)))
                .toList()
                .stream()
                .flatMap(List::stream);
    }

    private static List<DynamicTest> testsOf(Path program, TestBuild.Output output) {
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

    /** Compiles a file with further arguments, and returns the name of what that makes. */
    private static String compile(
            Path source, List<String> mode, String suffix, List<String> further) {
        String made = directory
                .resolve(source.getFileName().toString().replace(".c", suffix))
                .toString();
        List<String> arguments = new ArrayList<>(TestBuild.WARNINGS);
        arguments.addAll(mode);
        arguments.addAll(
                List.of("-I" + TestBuild.C_SOURCES, "-I" + TestBuild.GENERATED, "-o", made));
        arguments.add(source.toString());
        arguments.addAll(further);
        try {
            TestBuild.Output compiled = TestBuild.cc(arguments);
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
     * AddressSanitizer of older compilers dies now and then where the kernel spreads addresses over
     * more bits than it expects; without that randomness it never does.
     */
    private static TestBuild.Output run(String executable, List<String> mode) {
        try {
            return mode == SANITIZERS && withoutRandomAddresses()
                    ? TestBuild.run(List.of("setarch", "-R", executable))
                    : TestBuild.run(List.of(executable));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean withoutRandomAddresses() throws InterruptedException {
        try {
            return TestBuild.run(List.of("setarch", "-R", "true")).exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
