package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        compileKotlin();
        assertEquals("6\n", run("RightKt").text());
    }

    /** Wrong: a nullable type is the class java.lang.Long, and not long. */
    @Test
    void wrongANullableTypeInKotlin() throws Exception {
        compileKotlin();
        String text = run("WrongKt").text();
        assertTrue(text.contains("WrongMethodTypeException"), text);
    }

    /** Compiles both programs at once, and only once. */
    private static void compileKotlin() throws Exception {
        assumeTrue(CLASS_PATH.contains("kotlin-compiler"), "the Kotlin compiler needs -Planguages");
        if (Files.notExists(directory.resolve("RightKt.class"))) {
            Files.writeString(directory.resolve("Right.kt"), kotlin());
            Files.writeString(
                    directory.resolve("Wrong.kt"), kotlin().replace("as Long", "as Long?"));
            compile(
                    "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                    "-no-stdlib -no-reflect -jdk-home " + System.getProperty("java.home"),
                    "kotlin-stdlib",
                    "Right.kt",
                    "Wrong.kt");
        }
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
        Files.writeString(directory.resolve("right.scala"), scala());
        compile("dotty.tools.dotc.Main", "-color never", "scala", "right.scala");
        assertEquals("5\n", run("right").text());
    }

    /** Compiles the sources with the parts of the class path that contain the word. */
    private static void compile(String compiler, String options, String word, String... sources)
            throws Exception {
        String libraries = Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(file -> file.contains(word))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.addAll(List.of(ChildJvm.java(), "-Xmx1g", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", CLASS_PATH, compiler));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-classpath", libraries, "-d", directory.toString()));
        command.addAll(List.of(sources));
        Output output = CommandLine.run(directory, command);
        assertEquals(0, output.exit(), output.text());
    }

    private static Output run(String main) throws Exception {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(ChildJvm.java(), "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.addAll(List.of(directory + File.pathSeparator + CLASS_PATH, main));
        return CommandLine.run(directory, command);
    }
}
