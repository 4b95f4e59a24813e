package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A run-time image made by jlink that contains the native library, and archives that make an
 * application start faster.
 *
 * <p>The application is a module with two classes: Main, and the bindings that jextract generated.
 * All commands run in the temporary directory.
 */
@Execution(ExecutionMode.CONCURRENT)
class JlinkCdsTest {

    @TempDir
    private static Path directory;

    private static final String LIBRARY = System.mapLibraryName("recipes");

    private static String mainClass() {
        return """
                package com.example;

                import static org.downcall.recipes.bindings.jlink_cds_h.jlink_cds_answer;

                public class Main {
                    public static void main(String[] arguments) {
                        System.loadLibrary("recipes");
                        System.out.println(jlink_cds_answer());
                    }
                }
                """;
    }

    @BeforeAll
    static void theApplication() throws Exception {
        Files.writeString(directory.resolve("module-info.java"), "module com.example.app {}");
        Files.writeString(directory.resolve("Main.java"), mainClass());
        Files.copy(
                Path.of("src/test/jextract/org/downcall/recipes/bindings/jlink_cds_h.java"),
                directory.resolve("jlink_cds_h.java"));
        Files.createDirectory(directory.resolve("libraries"));
        Files.copy(Path.of(TestBuild.library()), directory.resolve("libraries").resolve(LIBRARY));
        Files.writeString(directory.resolve("manifest"), "Enable-Native-Access: ALL-UNNAMED\n");
        run("javac --release 22 -d classes module-info.java Main.java jlink_cds_h.java");
        run("jar --create --file app.jar --manifest manifest"
                + " --main-class com.example.Main -C classes .");
    }

    @Test
    void anImageWithTheLibraryInIt() throws Exception {
        assumeJmods();
        run("jmod create --class-path classes --libs libraries"
                + " --main-class com.example.Main app.jmod");
        run("jlink --module-path app.jmod --add-modules com.example.app --output image"
                + " --launcher answer=com.example.app"
                + " --add-options=--enable-native-access=com.example.app");
        assertEquals("42\n", run("image/bin/answer"));
    }

    /** The JVM does not record how the file got into lib. */
    @Test
    void aLibraryThatIsAddedAfterJlink() throws Exception {
        assumeJmods();
        run("jlink --module-path app.jar --add-modules com.example.app --output bare"
                + " --add-options=--enable-native-access=com.example.app");
        String answer = "bare/bin/java -m com.example.app/com.example.Main";
        String without = CommandLine.run(directory, answer).text();
        assertTrue(without.contains("no recipes in java.library.path"), without);
        Files.copy(
                directory.resolve("libraries").resolve(LIBRARY),
                directory.resolve("bare").resolve("lib").resolve(LIBRARY));
        assertEquals("42\n", run(answer));
    }

    private static void assumeJmods() throws Exception {
        assumeTrue(
                Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods"))
                        || run("jlink --help").contains("image enabled"),
                "This JDK comes without its jmods.");
    }

    /**
     * One run writes an archive of the classes that it loaded from jars, and later runs map the
     * archive into memory. The class that passes the arguments to C is not in the archive: the
     * linker generates it when it links the function.
     */
    @Test
    void anArchiveOfTheClasses() throws Exception {
        java("-XX:ArchiveClassesAtExit=app.jsa -jar app.jar");
        String log = java("-XX:SharedArchiveFile=app.jsa -Xlog:class+load -jar app.jar");
        String bindings = "org.downcall.recipes.bindings.jlink_cds_h";
        assertTrue(isFrom("shared objects file (top)", "com.example.Main", log), log);
        assertTrue(isFrom("shared objects file (top)", bindings, log), log);
        assertTrue(isFrom("shared objects file", "java.lang.foreign.Linker", log), log);
        String stub = "jdk.internal.foreign.abi.DowncallStub";
        assertTrue(isFrom("__JVM_LookupDefineClass__", stub, log), log);
    }

    /**
     * The JDK's own archive contains its resolved modules, unless an option changes them. An entry
     * of the manifest does not. The option does in JDK 25 to 28, and the JVM then resolves all
     * modules at each start.
     */
    @Test
    void theManifestKeepsTheArchivedModules() throws Exception {
        assumeTrue(
                java("-Xlog:cds -version").contains("full module graph: enabled"),
                "This JDK has no archive, or does not log it.");
        assertTrue(java("-Xlog:cds -jar app.jar").contains("full module graph: enabled"));
        if (Runtime.version().feature() >= 25) {
            String log = java("-Xlog:cds --enable-native-access=ALL-UNNAMED"
                    + " -cp app.jar com.example.Main");
            assertTrue(log.contains("full module graph: disabled"), log);
        }
    }

    /**
     * An AOT cache that was made with the option can be used with it. The cache holds classes that
     * are already linked, but it does not hold the classes of downcalls either.
     */
    @Test
    @EnabledForJreRange(minVersion = 25, disabledReason = "-XX:AOTCacheOutput is new in 25")
    void anAotCache() throws Exception {
        String main = " --enable-native-access=ALL-UNNAMED -cp app.jar com.example.Main";
        java("-XX:AOTCacheOutput=app.aot" + main);
        String log = java("-XX:AOTCache=app.aot -Xlog:aot,cds,class+load" + main);
        assertTrue(log.contains("full module graph: enabled"), log);
        assertTrue(isFrom("shared objects file", "com.example.Main", log), log);
        String stub = "jdk.internal.foreign.abi.DowncallStub";
        assertTrue(isFrom("__JVM_LookupDefineClass__", stub, log), log);
    }

    private static boolean isFrom(String source, String type, String log) {
        return log.lines()
                .anyMatch(line -> line.contains(" " + type) && line.contains(" source: " + source));
    }

    private static String java(String arguments) throws Exception {
        return run("java -Djava.library.path=libraries " + arguments);
    }

    private static String run(String command) throws Exception {
        return CommandLine.output(directory, command);
    }
}
