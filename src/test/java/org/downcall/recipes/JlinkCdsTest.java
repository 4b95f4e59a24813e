package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shipping: a run-time image made by jlink that holds the native library, and archives that make an
 * application start sooner.
 *
 * <p>The application is a module of two classes: this one, and the bindings that jextract made of a
 * header.
 */
@RequiresLibrary
class JlinkCdsTest {

    private static final String MODULE = "module com.example.app { }";

    private static final String MAIN = """
            package com.example;

            import static org.downcall.recipes.bindings.jlink_cds_h.jlink_cds_answer;

            public class Main {
                public static void main(String[] arguments) {
                    System.loadLibrary("recipes");
                    System.out.println(jlink_cds_answer());
                }
            }
            """;

    private static final Path LIBRARY = Path.of(UsesRecipesLibrary.Load.file());

    @TempDir
    private static Path directory;

    private static Path classes;
    private static Path jar;

    @BeforeAll
    static void theApplication() throws Exception {
        classes = directory.resolve("classes");
        Path module = Files.writeString(directory.resolve("module-info.java"), MODULE);
        Path main = Files.writeString(directory.resolve("Main.java"), MAIN);
        Path bindings = Path.of("src/test/jextract/org/downcall/recipes/bindings/jlink_cds_h.java");
        run("javac", "--release", 22, "-d", classes, module, main, bindings);
        Path manifest = Files.writeString(
                directory.resolve("manifest"), "Enable-Native-Access: ALL-UNNAMED\n");
        jar = directory.resolve("app.jar");
        run(
                "jar",
                "--create",
                "--file",
                jar,
                "--manifest",
                manifest,
                "--main-class",
                "com.example.Main",
                "-C",
                classes,
                ".");
    }

    /**
     * The section lib of a jmod becomes the directory lib of the image, where System.loadLibrary
     * looks first.
     */
    @Test
    void anImageWithTheLibraryInIt() throws Exception {
        assumeTrue(
                Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods"))
                        || run("jlink", "--help").contains("image enabled"),
                "this JDK comes without its jmods");
        Path libraries = Files.createDirectory(directory.resolve("libraries"));
        Files.copy(LIBRARY, libraries.resolve(LIBRARY.getFileName()));
        Path jmod = directory.resolve("app.jmod");
        run(
                "jmod",
                "create",
                "--class-path",
                classes,
                "--libs",
                libraries,
                "--main-class",
                "com.example.Main",
                jmod);
        Path image = directory.resolve("image");
        run(
                "jlink",
                "--module-path",
                jmod,
                "--add-modules",
                "com.example.app",
                "--launcher",
                "answer=com.example.app",
                "--add-options=--enable-native-access=com.example.app",
                "--output",
                image);

        Path launcher = image.resolve("bin").resolve("answer");
        assertEquals("42\n", run(launcher)); // and no warning

        // Nothing knows where the file in lib came from: it may as well be put there after jlink.
        Path library = image.resolve("lib").resolve(LIBRARY.getFileName());
        Files.delete(library);
        TestBuild.Output without = TestBuild.run(List.of(launcher.toString()));
        assertTrue(without.text().contains("no recipes in java.library.path"), without.text());
        Files.copy(LIBRARY, library);
        assertEquals("42\n", run(launcher));
    }

    /**
     * Class-data sharing: one run writes an archive of the classes that it loaded from jars, later
     * runs map it into memory. The class that passes arguments to C, and the handles around it, are
     * spun anew when a function is linked.
     */
    @Test
    void anArchiveOfTheClasses() throws Exception {
        Path archive = directory.resolve("app.jsa");
        java("-XX:ArchiveClassesAtExit=" + archive, "-jar", jar);
        String log = java("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load", "-jar", jar);
        assertTrue(isFrom("shared objects file (top)", "com.example.Main", log), log);
        assertTrue(
                isFrom(
                        "shared objects file (top)",
                        "org.downcall.recipes.bindings.jlink_cds_h",
                        log),
                log);
        assertTrue(isFrom("shared objects file", "java.lang.foreign.Linker", log), log);
        assertTrue(
                isFrom("__JVM_LookupDefineClass__", "jdk.internal.foreign.abi.DowncallStub", log),
                log);
    }

    /**
     * The JDK comes with an archive of its own, which holds its modules as they are if no option
     * changes them. A manifest changes nothing there. The option does, in 25 at least: then the JVM
     * resolves all modules anew at each start.
     */
    @Test
    void theManifestKeepsTheArchivedModules() throws Exception {
        assumeTrue(
                java("-Xlog:cds", "-version").contains("full module graph: enabled"),
                "no archive, or no such log");
        assertTrue(java("-Xlog:cds", "-jar", jar).contains("full module graph: enabled"));
        if (Runtime.version().feature() == 25) {
            String log = java(
                    "-Xlog:cds",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    jar,
                    "com.example.Main");
            assertTrue(log.contains("full module graph: disabled"), log);
        }
    }

    /**
     * An AOT cache that was made with the option knows it, and holds classes already linked. But no
     * stubs, either.
     */
    @Test
    @EnabledForJreRange(minVersion = 25, disabledReason = "-XX:AOTCacheOutput is new in 25")
    void anAotCache() throws Exception {
        Path cache = directory.resolve("app.aot");
        String option = "--enable-native-access=ALL-UNNAMED";
        java("-XX:AOTCacheOutput=" + cache, option, "-cp", jar, "com.example.Main");
        String log = java(
                "-XX:AOTCache=" + cache,
                "-Xlog:aot,cds,class+load",
                option,
                "-cp",
                jar,
                "com.example.Main");
        assertTrue(log.contains("full module graph: enabled"), log);
        assertTrue(isFrom("shared objects file", "com.example.Main", log), log);
        assertTrue(
                isFrom("__JVM_LookupDefineClass__", "jdk.internal.foreign.abi.DowncallStub", log),
                log);
    }

    private static boolean isFrom(String source, String type, String log) {
        return log.lines()
                .anyMatch(line -> line.contains(" " + type) && line.contains(" source: " + source));
    }

    private static String java(Object... arguments) throws Exception {
        return run(
                "java",
                Stream.concat(
                                Stream.of("-Djava.library.path=" + LIBRARY.getParent()),
                                Arrays.stream(arguments))
                        .toArray());
    }

    /** Runs a tool of the JDK, or a program named by its path. */
    private static String run(Object program, Object... arguments) throws Exception {
        Stream<Object> command = Stream.concat(
                Stream.of(program instanceof String tool ? ChildJvm.tool(tool) : program),
                Arrays.stream(arguments));
        TestBuild.Output output = TestBuild.run(command.map(Object::toString).toList());
        assertEquals(0, output.exit(), output.text());
        return output.text();
    }
}
