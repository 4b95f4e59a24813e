package org.downcall.archetype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can do with a generated project, from the first command to an application. */
class GeneratedProjectTest {

    private static final String HEADER = "src/main/c/fast_hash.h";
    private static final String IMPLEMENTATION = "src/main/c/fast_hash.c";

    @TempDir
    private static Path directory;

    /** A name with a dash. The other tests change this project, and restore it. */
    private static Generated project;

    private static Maven installed;

    @BeforeAll
    static void generateAndInstall() throws Exception {
        project = Generated.in(directory, "fast-hash");
        project.generation().assertSuccess();
        installed = project.maven("install").assertSuccess();
    }

    /** The local repository may be that of the user. */
    @AfterAll
    static void removeFromTheLocalRepository() throws IOException {
        for (String name : List.of("fast-hash", "deep")) {
            deleteTree(Maven.REPOSITORY.resolve("com/example").resolve(name));
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void theTestsOfTheProjectRun() {
        installed.assertOut("com.example.fast_hash.FastHashTest");
        installed.assertOut("com.example.fast_hash.internal.KernelsTest");
        assertFalse(installed.out().contains("Skipped: 1"), installed::toString);
        assertFalse(installed.out().contains("WARNING"), installed::toString);
        assertFalse(project.generation().out().contains("WARNING"), project::toString);
    }

    @Test
    void theProjectIsComplete() throws IOException {
        for (String name : List.of(
                ".gitignore",
                ".gitattributes",
                ".github/workflows/build.yml",
                "README.md",
                "pom.xml",
                "src/build/natives.xml",
                "src/main/c/jextract.args",
                "src/main/java/module-info.java",
                "src/main/java/com/example/fast_hash/FastHash.java",
                "src/main/java/com/example/fast_hash/internal/loading/LibraryLoader.java",
                "src/main/jextract/com/example/fast_hash/internal/bindings/fast_hash_h.java",
                "src/main/resources/META-INF/LICENSE-downcall.txt",
                "src/test/java/com/example/fast_hash/FastHashTest.java",
                "benchmarks/src/main/java/com/example/fast_hash/benchmarks/FastHashBenchmark.java")) {
            assertTrue(Files.isRegularFile(project.file(name)), name);
        }
        long lines = Files.readString(project.file("pom.xml")).lines().count();
        assertTrue(lines <= 250, "pom.xml has " + lines + " lines");
    }

    @Test
    void noNameOfTheTemplateRemains() throws IOException {
        Pattern remains =
                Pattern.compile("(?i:quux)|symbol_(pound|dollar|escape)|__library__|__className__");
        for (Map.Entry<String, String> file : sources(project.directory()).entrySet()) {
            assertFalse(
                    remains.matcher(file.getKey() + "\n" + file.getValue()).find(),
                    file.getKey() + ":\n" + file.getValue());
        }
        String hash = Files.readString(project.file(
                "src/main/jextract/com/example/fast_hash/internal/bindings/HeaderHash.java"));
        assertTrue(Pattern.compile("\"[0-9a-f]{64}\"").matcher(hash).find(), hash);
    }

    /** {@return the files that a user would commit, by name} */
    private static Map<String, String> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, String> sources = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("target/") && !name.startsWith("benchmarks/target/")) {
                    sources.put(name, Files.readString(file));
                }
            }
            return sources;
        }
    }

    /** In Java, only the package and the line that states the origin differ. */
    @Test
    void theLoaderIsThatOfDowncall() throws IOException {
        Path original = Path.of("../src/main/java/org/downcall/internal/loading");
        Path copy = project.file("src/main/java/com/example/fast_hash/internal/loading");
        Map<String, String> expected = new TreeMap<>();
        sources(original)
                .forEach((name, text) -> expected.put(
                        name,
                        text.replace(
                                        "package org.downcall.internal.loading;",
                                        "// From Downcall " + Maven.VERSION
                                                + " (Apache-2.0).\npackage"
                                                + " org.downcall.internal.loading;")
                                .replace(
                                        "org.downcall.internal",
                                        "com.example.fast_hash.internal")));
        assertEquals(expected, sources(copy));
    }

    @Test
    void aPlainNameIsReadyWithinAMinute() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Generated plain = Generated.in(directory, "checksum");
        plain.generation().assertSuccess();
        Maven test = plain.maven("test").assertSuccess();
        test.assertOut("com.example.checksum.ChecksumTest");
        double seconds = plain.generation().seconds() + test.seconds();
        System.out.printf(
                "archetype:generate took %.1f s, mvn test %.1f s%n",
                plain.generation().seconds(), test.seconds());
        assumeTrue(load < processors, "other programs use this machine: load " + load);
        assertTrue(seconds < 60, "from archetype:generate to green tests: " + seconds + " s");
    }

    @Test
    void aDeepPackageInAPathWithBlanksIsTestedAndMeasured() throws Exception {
        Path blanks = Files.createDirectory(directory.resolve("a path with blanks"));
        Generated deep = Generated.in(
                blanks, "deep", "-Dpackage=com.example.products.maths.fast.deep", "-Dlibrary=dp");
        deep.generation().assertSuccess();
        deep.maven("install").assertSuccess();
        Path sources = deep.file("src/main/java/com/example/products/maths/fast/deep");
        assertTrue(Files.exists(sources.resolve("Dp.java")));

        // The times do not matter here, so JMH may run twice on a machine.
        Maven measured = Maven.run(
                deep.directory(),
                Map.of("JDK_JAVA_OPTIONS", "-Djmh.ignoreLock=true"),
                "-f",
                "benchmarks",
                "verify",
                "-Djmh=-f 1 -wi 0 -i 1 -r 10ms -p length=16,65536");
        measured.assertSuccess();
        for (String benchmark : List.of("callOfJava", "callOfC", "distanceInJava", "distanceInC")) {
            assertTrue(
                    Pattern.compile(benchmark + " .* ns/op")
                            .matcher(measured.out())
                            .find(),
                    measured::toString);
        }
        // Of the JVM. JMH warns of the lock.
        assertFalse(
                measured.out().lines().anyMatch(line -> line.startsWith("WARNING")),
                measured::toString);
    }

    @Test
    void namesThatCannotBeUsedAreReported() throws Exception {
        Generated.in(directory, "42")
                .generation()
                .assertFailure()
                .assertOut("'42' cannot be the name of a C library.");
        Generated.in(directory, "keyword", "-Dlibrary=long")
                .generation()
                .assertFailure()
                .assertOut("'long' cannot be the name of a C library.");
        Generated.in(directory, "dash", "-Dpackage=com.my-company")
                .generation()
                .assertFailure()
                .assertOut("'com.my-company' cannot be the name of a package.");
    }

    @Test
    void aHeaderThatChangedStopsTheBuildAndTheMessageNamesTheCommand() throws Exception {
        changing(HEADER, "QUUX_OK 0".replace("QUUX", "FAST_HASH"), "FAST_HASH_OK 1 - 1", () -> {
            project.maven("test")
                    .assertFailure()
                    .assertOut("src/main/c/fast_hash.h changed since the bindings were generated.")
                    .assertOut("mvn -Pjextract generate-sources -Djextract=FILE");
        });
    }

    @Test
    void aMistakeInCFailsATest() throws Exception {
        changing(IMPLEMENTATION, "sum += block;", "sum += block + 1;", () -> {
            project.maven("test")
                    .assertFailure()
                    .assertOut("KernelsTest.distanceIsAlike")
                    .assertOut("FastHashTest.distanceSumsTheDifferences");
        });
    }

    @Test
    void anErrorOfTheCCompilerFailsTheBuild() throws Exception {
        changing(IMPLEMENTATION, "sum += block;", "sum += blocks;", () -> {
            project.maven("test").assertFailure().assertOut("blocks");
        });
    }

    @Test
    void aCallOfLibcFailsTheBuild() throws Exception {
        changing(IMPLEMENTATION, "return sum;", "extern int rand(void); return rand();", () -> {
            project.maven("test").assertFailure().assertOut("rand");
        });
    }

    @Test
    void theBuildWarnsOfTypesThatAreNotPortable() throws Exception {
        String declarations = """
                /* long is not a type here */
                FAST_HASH_API long f1(void);
                FAST_HASH_API unsigned long int f2(const char *text); // long
                FAST_HASH_API long long f3(unsigned long long int x);
                FAST_HASH_API long double f4(void);
                struct fields {
                    int x : 3;
                    long long y;
                };
                FAST_HASH_API int f5(const wchar_t *text);
                FAST_HASH_API int f6(const char *format, ...);
                #define FAST_HASH_LONG long
                #endif
                """;
        String header = Files.readString(project.file(HEADER));
        String changed = header.replaceFirst("#endif\\R\\z", declarations);
        List<String> lines = changed.lines().toList();
        changing(HEADER, header, changed, () -> {
            Maven build = project.maven("generate-sources").assertFailure();
            Set<String> found = new TreeSet<>();
            Pattern warning = Pattern.compile(
                    "\\[WARNING\\] " + Pattern.quote(HEADER) + ":(\\d+): .* See ([a-z-]+\\.md) .*");
            warning.matcher(build.out())
                    .results()
                    .forEach(match ->
                            found.add(lines.get(Integer.parseInt(match.group(1)) - 1)
                                            .strip() + " -> " + match.group(2)));
            assertEquals(
                    new TreeSet<>(List.of(
                            "FAST_HASH_API long f1(void); -> scalars.md",
                            "FAST_HASH_API unsigned long int f2(const char *text); // long ->"
                                    + " scalars.md",
                            "FAST_HASH_API long double f4(void); -> bit-fields.md",
                            "int x : 3; -> bit-fields.md",
                            "FAST_HASH_API int f5(const wchar_t *text); -> strings.md",
                            "FAST_HASH_API int f6(const char *format, ...); -> variadic.md")),
                    found,
                    build::toString);
            for (String line : found) {
                String page = line.substring(line.indexOf("-> ") + 3);
                assertTrue(Files.exists(Path.of("../guide/recipes", page)), page);
            }
        });
    }

    @Test
    void anotherModuleCanCallCWhereThatIsDeniedToAllOthers() throws Exception {
        Path consumer = directory.resolve("consumer");
        for (Map.Entry<String, String> file :
                sources(Path.of("src/test/consumer")).entrySet()) {
            Path target = consumer.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
        Maven.run(consumer, "process-classes")
                .assertSuccess()
                .assertOut("3 to the power of 4 is 81")
                .assertOut("C: bundled in the jar");
    }

    @Test
    void oneMachineBuildsForAllPlatforms() throws Exception {
        assumeTrue(isOnPath("clang-19") && isOnPath("ld.lld-19"), "needs clang 19 and lld 19");
        project.maven("package", "-Pnatives").assertSuccess();
        try (JarFile jar =
                new JarFile(project.file("target/fast-hash-1.0-SNAPSHOT.jar").toFile())) {
            Set<String> libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("META-INF/native/.*\\.(so|dll|dylib)"))
                    .map(name -> name.substring("META-INF/native/".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(
                    new TreeSet<>(List.of(
                            "linux-aarch64/libfast_hash.so",
                            "linux-riscv64/libfast_hash.so",
                            "linux-x86_64/libfast_hash.so",
                            "macos-aarch64/libfast_hash.dylib",
                            "macos-x86_64/libfast_hash.dylib",
                            "windows-aarch64/fast_hash.dll",
                            "windows-x86_64/fast_hash.dll")),
                    libraries);
        } finally {
            // The next build is for this platform only.
            project.maven("package", "-DskipTests").assertSuccess();
        }
    }

    /**
     * The bindings are those that jextract generates from the renamed header, and therefore also
     * those that it generates from the template's.
     */
    @Test
    void jextractGeneratesTheSameBindings() throws Exception {
        String jextract = System.getProperty("archetype.test.jextract", "");
        assumeTrue(!jextract.isEmpty(), "needs jextract: set -Djextract=FILE");
        Path bindings = project.file("src/main/jextract");
        Map<String, String> committed = sources(bindings);
        deleteTree(bindings);
        project.maven("-Pjextract", "generate-sources", "-Djextract=" + jextract)
                .assertSuccess();
        assertEquals(committed, sources(bindings));
    }

    @Test
    void withoutJextractTheMessageSaysWhereToGetIt() throws Exception {
        project.maven("-Pjextract", "generate-sources", "-Djextract=no-such-program")
                .assertFailure()
                .assertOut(
                        "jextract was not found. Get the build for JDK 22 from https://jdk.java.net/jextract/");
    }

    @Test
    void theReadmeShowsTheSession() throws Exception {
        Session session = new Session(project.generation(), installed);
        session.assertShownIn(Path.of("../README.md"));
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Replaces text in a file of the project, and restores the file afterwards. */
    private static void changing(String name, String text, String replacement, Action action)
            throws Exception {
        String before = Files.readString(project.file(name));
        assertTrue(before.contains(text), before);
        Files.writeString(project.file(name), before.replace(text, replacement));
        try {
            action.run();
        } finally {
            Files.writeString(project.file(name), before);
        }
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }
}
