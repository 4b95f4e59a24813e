package org.downcall.checks.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.downcall.checks.mutation.Commands.Run;

/**
 * A copy of the library's C and its tests, in which one source at a time is changed, compiled and
 * tested. The other object files are kept.
 */
final class Workshop {

    /** A test in C, compiled but not linked. */
    private record Program(String name, Path object, boolean includesSources, long millis) {}

    private static final long COMPILER_LIMIT_MILLIS = 60_000;
    private static final long TEST_LIMIT_MILLIS = 900_000;

    private final Path root;
    private final Path sources;
    private final Path tests;
    private final Path work;
    private final String cc;
    private final List<String> options;
    private final List<String> compiler;
    private final Map<String, Path> objects;
    private final Map<String, List<String>> usersOf;
    private final List<Program> programs;

    /**
     * Copies and compiles everything, and measures how long each test takes.
     *
     * @param root the directory of the library
     * @param work a directory that does not exist yet
     */
    static Workshop build(Path root, Path work, String cc, List<String> options)
            throws IOException, InterruptedException {
        Workshop workshop = new Workshop(
                root, work, cc, options, new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        workshop.compileAll();
        return workshop;
    }

    private Workshop(
            Path root,
            Path work,
            String cc,
            List<String> options,
            Map<String, Path> objects,
            Map<String, List<String>> usersOf,
            List<Program> programs)
            throws IOException {
        this.root = root;
        this.work = work;
        this.cc = cc;
        this.options = options;
        this.objects = objects;
        this.usersOf = usersOf;
        this.programs = programs;
        sources = work.resolve("c");
        tests = work.resolve("tests");
        copy(root.resolve("src/main/c"), sources);
        copy(root.resolve("src/test/c"), tests);
        Files.copy(
                root.resolve("target/generated-sources/c/dc_build.h"),
                sources.resolve("dc_build.h"));
        compiler = new ArrayList<>(List.of(cc));
        compiler.addAll(options);
        // A change may cause a warning.
        compiler.addAll(List.of("-w", "-O2", "-I" + sources));
    }

    /** {@return a workshop with its own sources, which has the same unchanged object files} */
    Workshop another(Path otherWork) throws IOException {
        return new Workshop(root, otherWork, cc, options, objects, usersOf, programs);
    }

    private void compileAll() throws IOException, InterruptedException {
        for (String source : files(sources, ".c")) {
            Path object = object(source, "");
            require(compile(sources.resolve(source), object));
            objects.put(source, object);
            for (String used : includedBy(sources.resolve(source))) {
                usersOf.computeIfAbsent(used, key -> new ArrayList<>()).add(source);
            }
        }
        for (String test : files(tests, ".c")) {
            if (test.startsWith("test_")) {
                programs.add(measured(test));
            }
        }
        programs.sort(Comparator.comparingLong(Program::millis));
    }

    List<String> programs() {
        return programs.stream()
                .map(program -> program.name + " " + program.millis + " ms")
                .toList();
    }

    /** {@return the sources and the headers, relative to their directory} */
    static List<String> filesOf(Path directory) throws IOException {
        List<String> all = files(directory, ".c");
        all.addAll(files(directory, ".h"));
        return all;
    }

    /** {@return what happened to the change} */
    Outcome outcomeOf(Mutation mutation) throws IOException, InterruptedException {
        Path file = sources.resolve(mutation.file());
        String text = Files.readString(file);
        try {
            Files.writeString(file, mutation.applyTo(text));
            Map<String, Path> changed = new TreeMap<>(objects);
            boolean same = true;
            for (String user : usersOf.getOrDefault(mutation.file(), List.of())) {
                Path object = object(user, "-changed");
                if (compile(sources.resolve(user), object).exit() != 0) {
                    return new Outcome(Outcome.Kind.DOES_NOT_COMPILE, "");
                }
                same &= Files.mismatch(object, objects.get(user)) < 0;
                changed.put(user, object);
            }
            if (same) {
                return new Outcome(Outcome.Kind.SAME_CODE, "");
            }
            return test(changed);
        } finally {
            Files.writeString(file, text);
        }
    }

    private Outcome test(Map<String, Path> changed) throws IOException, InterruptedException {
        for (Program program : programs) {
            Path executable = work.resolve("changed");
            Run linked = link(program, changed, executable);
            if (linked.exit() != 0) {
                return new Outcome(Outcome.Kind.DOES_NOT_COMPILE, "");
            }
            Run run = Commands.runTest(executable, 10 * program.millis + 5_000);
            if (run.exit() != 0) {
                return new Outcome(Outcome.Kind.KILLED, program.name + " " + run.output());
            }
        }
        return new Outcome(Outcome.Kind.SURVIVED, "");
    }

    private Program measured(String test) throws IOException, InterruptedException {
        Path source = tests.resolve(test);
        Path object = work.resolve(test + ".o");
        require(compile(source, object));
        boolean includesSources = includedBy(source).stream().anyMatch(name -> name.endsWith(".c"));
        Program program = new Program(test, object, includesSources, 0);
        Path executable = work.resolve("measured");
        require(link(program, objects, executable));
        long start = System.nanoTime();
        require(Commands.runTest(executable, TEST_LIMIT_MILLIS));
        return new Program(test, object, includesSources, (System.nanoTime() - start) / 1_000_000);
    }

    private Run link(Program program, Map<String, Path> library, Path executable)
            throws IOException, InterruptedException {
        Path object = program.object;
        if (program.includesSources) {
            object = work.resolve(program.name + "-changed.o");
            Run compiled = compile(tests.resolve(program.name), object);
            if (compiled.exit() != 0) {
                return compiled;
            }
        }
        List<String> command = new ArrayList<>(compiler);
        command.addAll(List.of("-o", executable.toString(), object.toString()));
        library.forEach((source, made) -> {
            if (!source.equals("freestanding.c")) { // The tests use libc.
                command.add(made.toString());
            }
        });
        command.add("-lm"); // of the tests
        return Commands.run(command, COMPILER_LIMIT_MILLIS);
    }

    private Run compile(Path source, Path object) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(compiler);
        if (source.startsWith(tests)) {
            command.add("-fno-freestanding");
        }
        command.addAll(List.of("-c", "-o", object.toString(), source.toString()));
        return Commands.run(command, COMPILER_LIMIT_MILLIS);
    }

    /** The files of the library that a source includes, and the source if it is one of them. */
    private TreeSet<String> includedBy(Path source) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(compiler);
        command.addAll(List.of("-MM", source.toString()));
        TreeSet<String> included = new TreeSet<>();
        for (String word : require(Commands.run(command, COMPILER_LIMIT_MILLIS))
                .output()
                .split("[\\s\\\\]+")) {
            Path file = Path.of(word).normalize();
            if (file.startsWith(sources)) {
                included.add(sources.relativize(file).toString());
            }
        }
        return included;
    }

    private Path object(String source, String suffix) {
        return work.resolve(source.replace('/', '-') + suffix + ".o");
    }

    private static Run require(Run run) throws IOException {
        if (run.exit() != 0) {
            throw new IOException(String.join(" ", run.command()) + ": " + run.output());
        }
        return run;
    }

    private static List<String> files(Path directory, String extension) throws IOException {
        try (var all = Files.walk(directory)) {
            return new ArrayList<>(all.filter(file -> file.toString().endsWith(extension))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
