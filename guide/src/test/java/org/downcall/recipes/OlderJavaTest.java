package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One jar for Java 22 and later, and for older releases or platforms without FFM. */
@Execution(ExecutionMode.CONCURRENT)
class OlderJavaTest {

    @TempDir
    private static Path directory;

    /** The interface of both implementations, and the one for every release. */
    private static String forEveryRelease() {
        return """
                package com.example;

                class Length {
                    static String of(String text) {
                        return text.length() + " from Java";
                    }

                    public static void main(String[] arguments) {
                        System.out.println(of("text"));
                    }
                }
                """;
    }

    /** The class of the same name for Java 22 and later. */
    private static String forJava22() {
        return """
                package com.example;

                import java.lang.foreign.Arena;
                import java.lang.foreign.FunctionDescriptor;
                import java.lang.foreign.Linker;
                import java.lang.foreign.ValueLayout;
                import java.lang.invoke.MethodHandle;

                class Length {
                    private static final MethodHandle STRLEN = Linker.nativeLinker().downcallHandle(
                            Linker.nativeLinker().defaultLookup().find("strlen").orElseThrow(),
                            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

                    static String of(String text) {
                        try (Arena arena = Arena.ofConfined()) {
                            return (long) STRLEN.invokeExact(arena.allocateFrom(text)) + " from C";
                        } catch (Throwable e) {
                            throw new AssertionError(e);
                        }
                    }

                    public static void main(String[] arguments) {
                        System.out.println(of("text"));
                    }
                }
                """;
    }

    @BeforeAll
    static void theJar() throws Exception {
        write("base", forEveryRelease());
        write("newer", forJava22());
        run("javac --release 11 -d base-classes base/Length.java");
        run("javac --release 22 -d newer-classes newer/Length.java");
        run("jar --create --file lib.jar -C base-classes . --release 22 -C newer-classes .");
    }

    private static void write(String folder, String source) throws Exception {
        Path file = Files.createDirectory(directory.resolve(folder)).resolve("Length.java");
        Files.writeString(file, source);
    }

    private static Output run(String command) throws Exception {
        Output output = CommandLine.run(directory, command);
        assertEquals(0, output.exit(), output.text());
        return output;
    }

    private static String java(String option) throws Exception {
        String command = "java --enable-native-access=ALL-UNNAMED ";
        return run(command + option + " -cp lib.jar com.example.Length").text();
    }

    /** The property makes this JVM read the jar as an older one does. */
    @Test
    void eachReleaseFindsItsClass() throws Exception {
        assertEquals("4 from C\n", java("-Djdk.util.jar.version=22"));
        assertEquals("4 from Java\n", java("-Djdk.util.jar.version=21"));
    }

    /** Asks for the linker where there is none. */
    static final class HasLinker {

        static boolean linkerExists() {
            try {
                Linker.nativeLinker();
                return true;
            } catch (UnsupportedOperationException e) {
                return false;
            }
        }

        public static void main(String[] arguments) {
            System.out.println(linkerExists());
        }
    }

    /** On a processor that the JDK has no port of FFM for, memory works, and calls do not. */
    @Test
    void aPlatformWithoutALinker() throws Exception {
        assertTrue(HasLinker.linkerExists());
        Output java =
                ChildJvm.run(List.of("-Djdk.internal.foreign.CABI=UNSUPPORTED"), HasLinker.class);
        assertEquals("false\n", java.text());
    }
}
