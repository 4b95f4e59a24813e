package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FFM from other languages. The compilers are dependencies only in {@code mvn -Planguages}. */
class LanguagesTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private static Path directory;

    /** The cast is the return type of the call. */
    private static String kotlin() {
        return """
                import java.lang.foreign.*
                import java.lang.foreign.ValueLayout.*

                fun main() {
                    val linker = Linker.nativeLinker()
                    val strlen = linker.downcallHandle(
                        linker.defaultLookup().find("strlen").orElseThrow(),
                        FunctionDescriptor.of(JAVA_LONG, ADDRESS))
                    Arena.ofConfined().use { arena ->
                        val text: MemorySegment = arena.allocateFrom("Kotlin")
                        println(strlen.invokeExact(text) as Long)
                    }
                }
                """;
    }

    @Test
    void kotlinCallsExactly() throws Exception {
        assertEquals("6\n", runKotlin("Right.kt", kotlin()).text());
    }

    /** Wrong: a nullable type is the class java.lang.Long, and not long. */
    @Test
    void wrongANullableTypeInKotlin() throws Exception {
        String text =
                runKotlin("Wrong.kt", kotlin().replace("as Long", "as Long?")).text();
        assertTrue(text.contains("WrongMethodTypeException"), text);
    }

    private static Output runKotlin(String name, String source) throws Exception {
        assumeTrue(CLASS_PATH.contains("kotlin-compiler"), "the Kotlin compiler needs -Planguages");
        compile(
                "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                "-no-stdlib -no-reflect -jdk-home " + System.getProperty("java.home"),
                name,
                source);
        return run(name.replace(".kt", "Kt"));
    }

    /** The type ascription is the return type of the call. */
    private static String scala() {
        return """
                import java.lang.foreign.*
                import java.lang.foreign.ValueLayout.*

                @main def right(): Unit =
                  val linker = Linker.nativeLinker()
                  val strlen = linker.downcallHandle(
                    linker.defaultLookup().find("strlen").orElseThrow(),
                    FunctionDescriptor.of(JAVA_LONG, ADDRESS))
                  val arena = Arena.ofConfined()
                  try
                    val text: MemorySegment = arena.allocateFrom("Scala")
                    val length = (strlen.invokeExact(text): Long)
                    println(length)
                  finally arena.close()
                """;
    }

    @Test
    void scalaCallsExactly() throws Exception {
        assumeTrue(CLASS_PATH.contains("scala3-compiler"), "the Scala compiler needs -Planguages");
        compile("dotty.tools.dotc.Main", "-color never", "right.scala", scala());
        assertEquals("5\n", run("right").text());
    }

    private static void compile(String compiler, String options, String name, String source)
            throws Exception {
        Files.writeString(directory.resolve(name), source);
        List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "-Xmx1g"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", CLASS_PATH, compiler));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-classpath", CLASS_PATH, "-d", directory.toString(), name));
        Output output = CommandLine.run(directory, command);
        assertEquals(0, output.exit(), output.text());
    }

    private static Output run(String main) throws Exception {
        String classPath = directory + File.pathSeparator + CLASS_PATH;
        return CommandLine.run(
                directory,
                List.of(
                        ChildJvm.java(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        main));
    }
}
