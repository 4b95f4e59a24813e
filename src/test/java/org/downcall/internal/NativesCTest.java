package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the tests that are written in C on the libraries of other platforms, under qemu-user and
 * wine. Each is skipped, with the reason, where a package of Debian is missing.
 */
@AllNatives
class NativesCTest {

    /** Emulation is slow. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** Loads the library that the jar contains; the other programs are linked to its objects. */
    private static final Path LOAD_LIBRARY = TestBuild.C_TESTS.resolve("load_library.c");

    /** The fuzzer, which runs the inputs that it found before. It has several files. */
    private static final Path FUZZER = TestBuild.C_TESTS.resolve("fuzz");

    private static final Path REPLAY = FUZZER.resolve("replay.c");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> linuxOnAarch64() throws Exception {
        return onLinux("linux-aarch64", "aarch64-linux-gnu", "qemu-aarch64", "arm64");
    }

    @TestFactory
    Stream<DynamicTest> linuxOnRiscv64() throws Exception {
        return onLinux("linux-riscv64", "riscv64-linux-gnu", "qemu-riscv64", "riscv64");
    }

    @TestFactory
    Stream<DynamicTest> windowsOnX86() throws Exception {
        List<String> clang = clang("x86_64-w64-windows-gnu");
        assumeCompiles(clang, "gcc-mingw-w64-x86-64-win32");
        List<String> wine = List.of(
                "env",
                "WINEDEBUG=-all",
                "WINEPREFIX=" + Path.of("target", "wine").toAbsolutePath(),
                "wine");
        assumeRuns(wine, "wine64");
        return tests("windows-x86_64", "downcall.dll", clang, wine);
    }

    /** The same bytes as with glibc, which all other tests load. */
    @TestFactory
    Stream<DynamicTest> linuxOnX86WithMusl() throws Exception {
        List<String> compiler = List.of("musl-gcc");
        assumeCompiles(compiler, "musl-tools");
        return tests("linux-x86_64", "libdowncall.so", compiler, List.of(), LOAD_LIBRARY);
    }

    private Stream<DynamicTest> onLinux(
            String platform, String target, String qemu, String debianArchitecture)
            throws Exception {
        List<String> clang = clang(target);
        assumeCompiles(
                clang,
                "libc6-dev-" + debianArchitecture + "-cross, libgcc-12-dev-" + debianArchitecture
                        + "-cross");
        assumeRuns(List.of(qemu), "qemu-user");
        List<String> find = new ArrayList<>(clang);
        find.add("-print-file-name=libc.so.6");
        Path libc = Path.of(TestBuild.run(find).text().strip()).normalize();
        String root = libc.getParent().getParent().toString();
        return tests(platform, "libdowncall.so", clang, List.of(qemu, "-L", root));
    }

    private static List<String> clang(String target) {
        return List.of(
                TestBuild.property("downcall.test.cc"), "--target=" + target, "-fuse-ld=lld");
    }

    private void assumeCompiles(List<String> compiler, String packages)
            throws InterruptedException {
        try {
            Path source = Files.writeString(
                    directory.resolve("probe.c"),
                    "#include <stdio.h>\nint main(void) { return puts(\"\") < 0; }\n");
            List<String> command = new ArrayList<>(compiler);
            command.addAll(List.of("-o", directory.resolve("probe").toString(), source.toString()));
            TestBuild.Output output = TestBuild.run(command);
            assumeTrue(output.exit() == 0, () -> missing(packages, output.text()));
        } catch (IOException e) {
            abort(missing(packages, e.getMessage()));
        }
    }

    private static void assumeRuns(List<String> emulator, String packages)
            throws InterruptedException {
        List<String> command = new ArrayList<>(emulator);
        command.add("--version");
        try {
            TestBuild.Output output = TestBuild.run(command);
            assumeTrue(output.exit() == 0, () -> missing(packages, output.text()));
        } catch (IOException e) {
            abort(missing(packages, e.getMessage()));
        }
    }

    private static String missing(String packages, String cause) {
        return "needs these packages of Debian: " + packages + " (" + cause.strip() + ")";
    }

    private Stream<DynamicTest> tests(
            String platform, String fileName, List<String> compiler, List<String> emulator)
            throws Exception {
        List<Path> programs = new ArrayList<>(List.of(LOAD_LIBRARY));
        try (var files = Files.list(TestBuild.C_TESTS)) {
            files.filter(file -> file.getFileName().toString().matches("test_.*\\.c"))
                    .sorted()
                    .forEach(programs::add);
        }
        if (platform.startsWith("linux")) {
            programs.add(REPLAY);
        }
        return tests(platform, fileName, compiler, emulator, programs.toArray(Path[]::new));
    }

    private Stream<DynamicTest> tests(
            String platform,
            String fileName,
            List<String> compiler,
            List<String> emulator,
            Path... programs)
            throws Exception {
        Path library = TestBuild.libraries().resolve(platform).resolve(fileName);
        boolean onWindows = platform.startsWith("windows");
        // One program of wine at a time, because all of them share a server.
        int threads = onWindows ? 1 : Runtime.getRuntime().availableProcessors();
        List<Future<List<DynamicTest>>> tests = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Path program : programs) {
                if (onWindows && Files.readString(program).contains("#include <pthread.h>")) {
                    continue; // a test of what only POSIX has
                }
                tests.add(pool.submit(() -> {
                    List<String> command = new ArrayList<>(emulator);
                    command.add(compile(program, platform, compiler));
                    if (program.equals(LOAD_LIBRARY)) {
                        command.add(
                                Path.of("").toAbsolutePath().relativize(library).toString());
                    }
                    return CTest.testsOf(program, TestBuild.run(command, LIMIT));
                }));
            }
            List<DynamicTest> all = new ArrayList<>();
            for (Future<List<DynamicTest>> test : tests) {
                all.addAll(test.get());
            }
            return all.stream();
        }
    }

    /** Links a program to the objects of a platform, without those that replace libc. */
    private String compile(Path program, String platform, List<String> compiler)
            throws IOException, InterruptedException {
        String made = directory
                .resolve(program.getFileName().toString().replaceFirst("\\.c$", ".exe"))
                .toString();
        List<String> command = new ArrayList<>(compiler);
        command.addAll(TestBuild.WARNINGS);
        command.addAll(List.of(
                "-O2",
                "-I" + TestBuild.C_SOURCES,
                "-I" + TestBuild.GENERATED,
                "-o",
                made,
                program.toString()));
        if (program.equals(REPLAY)) {
            try (var files = Files.list(FUZZER)) {
                files.filter(file -> file.toString().endsWith(".c") && !file.equals(REPLAY))
                        .map(Path::toString)
                        .sorted()
                        .forEach(command::add);
            }
        }
        try (var objects = Files.list(Path.of("target", "natives", platform))) {
            objects.map(Path::toString)
                    .filter(file -> file.endsWith(".o") && !file.endsWith("freestanding.o"))
                    .sorted()
                    .forEach(command::add);
        }
        command.add("-lm");
        TestBuild.Output output = TestBuild.run(command);
        assertEquals(0, output.exit(), output.text());
        return made;
    }
}
