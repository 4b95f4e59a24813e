package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The places where an option of the JVM can stand. Illegal native access is denied, so a program
 * prints "true" only if the option has reached the JVM.
 */
@EnabledForJreRange(minVersion = 24, disabledReason = "--illegal-native-access is new in 24")
@Execution(ExecutionMode.CONCURRENT)
class BuildOptionsTest {

    private static final String OPTION = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private static Path directory;

    /** Calls a restricted method, and prints whether its module had native access before. */
    private static String mainClass() {
        return """
                import java.lang.foreign.MemorySegment;

                public class Main {
                    public static void main(String[] arguments) {
                        System.out.println(Main.class.getModule().isNativeAccessEnabled());
                        MemorySegment.NULL.reinterpret(1);
                    }
                }
                """;
    }

    /** Starts a program in another jar with a class loader of its own, as Spring Boot does. */
    private static String launcherClass() {
        return """
                import java.net.URL;
                import java.net.URLClassLoader;
                import java.nio.file.Path;

                public class Launcher {
                    public static void main(String[] arguments) throws Exception {
                        URL[] nested = {Path.of(arguments[0]).toUri().toURL()};
                        new URLClassLoader(nested, null)
                                .loadClass("Main")
                                .getMethod("main", String[].class)
                                .invoke(null, (Object) new String[0]);
                    }
                }
                """;
    }

    @BeforeAll
    static void theApplication() throws Exception {
        Files.writeString(directory.resolve("Main.java"), mainClass());
        Files.writeString(directory.resolve("Launcher.java"), launcherClass());
        Files.writeString(directory.resolve("arguments"), OPTION + "\n-cp .\n");
        Files.writeString(directory.resolve("grant"), "Enable-Native-Access: ALL-UNNAMED\n");
        Files.writeString(directory.resolve("module"), "Enable-Native-Access: com.example\n");
        run("javac --release 22 Main.java Launcher.java");
        String create = "jar --create --file ";
        run(create + "main.jar --main-class Main --manifest grant Main.class");
        run(create + "wrong.jar --main-class Main --manifest module Main.class");
        run(create + "granted.jar --main-class Launcher --manifest grant Launcher.class");
        run(create + "plain.jar --main-class Launcher Launcher.class");
    }

    private static String run(String command) throws Exception {
        return CommandLine.output(directory, command);
    }

    private static String java(String arguments) throws Exception {
        return CommandLine.run(directory, "java --illegal-native-access=deny " + arguments)
                .text();
    }

    @Test
    void anArgumentFile() throws Exception {
        assertEquals("true\n", java("@arguments Main"));
    }

    @Test
    void theSourceLauncher() throws Exception {
        assertEquals("true\n", java(OPTION + " Main.java"));
    }

    /** The launcher java reads JDK_JAVA_OPTIONS. Every JVM reads JAVA_TOOL_OPTIONS. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no env")
    void environmentVariables() throws Exception {
        for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
            List<String> command = new ArrayList<>(List.of("env", variable + "=" + OPTION));
            command.addAll(List.of(ChildJvm.java(), "--illegal-native-access=deny"));
            command.addAll(List.of("-cp", ".", "Main"));
            String text = CommandLine.run(directory, command).text();
            assertTrue(text.contains("Picked up " + variable + ": " + OPTION), text);
            assertTrue(text.endsWith("true\n"), text);
        }
    }

    /** Each of several options grants access, and so does the manifest beside an option. */
    @Test
    void severalGrantsAddUp() throws Exception {
        String another = "--enable-native-access=java.sql --add-modules java.sql ";
        assertEquals("true\n", java(another + OPTION + " -cp . Main"));
        assertEquals("true\n", java(another + "-jar main.jar"));
    }

    /** Wrong: a property that Maven did not replace. To java, @ is the mark of a file. */
    @Test
    void wrongAnArgLineThatNoPluginHasSet() throws Exception {
        assertEquals("Error: could not open `{argLine}'\n", java("@{argLine} -cp . Main"));
    }

    /** Wrong: the manifest cannot name a module. */
    @Test
    void wrongAModuleInTheManifest() throws Exception {
        String text = java("-jar wrong.jar");
        assertTrue(text.contains("Only ALL-UNNAMED is allowed"), text);
    }

    /** The manifest of the jar that -jar starts applies to every class loader. */
    @Test
    void theOuterManifestCounts() throws Exception {
        assertEquals("true\n", java("-jar granted.jar main.jar"));
        String text = java("-jar plain.jar main.jar");
        assertTrue(text.contains("Illegal native access from an unnamed module"), text);
    }

    /** jpackage writes the option into the configuration of the program's launcher. */
    @Test
    void anApplicationMadeByJpackage() throws Exception {
        Path jpackage = Path.of(ChildJvm.tool("jpackage"));
        assumeTrue(Files.exists(jpackage), "this JDK has no jpackage");
        Path input = Files.createDirectory(directory.resolve("input"));
        Files.copy(directory.resolve("main.jar"), input.resolve("main.jar"));
        run("jpackage --type app-image --name demo --input input --main-jar main.jar"
                + " --add-modules java.base --java-options " + OPTION);
        Path configuration;
        try (var files =
                Files.walk(directory.resolve(OS.MAC.isCurrentOs() ? "demo.app" : "demo"))) {
            configuration =
                    files.filter(file -> file.endsWith("demo.cfg")).findFirst().orElseThrow();
        }
        assertTrue(Files.readString(configuration).contains("java-options=" + OPTION));
    }
}
