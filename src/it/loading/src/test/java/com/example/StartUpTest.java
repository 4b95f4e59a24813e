package com.example;

import static com.example.Application.AS_SHIPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.downcall.it.Java;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the JVM loads before the first result. Each class of this library and each method handle
 * takes time that every program pays. The bounds are close to the present numbers: raise one only
 * for a reason that is worth the time. The chapter on start-up explains what costs how much.
 */
class StartUpTest {

    private static final int CLASSES_FOR_C = 64;
    private static final int CLASSES_FOR_JAVA = 30;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"1000", "20000"})
    void theFirstResultInC(String n) throws Exception {
        List<String> loaded = loaded("-Dorg.downcall.backend=native", "F", n);
        assertAtMost(CLASSES_FOR_C, loaded, StartUpTest::isOfTheLibrary);
        // One kind of handle identifies the library, allocates memory, and computes.
        assertEquals(1, loaded.stream().filter(StartUpTest::isOfAHandle).count(), loaded::toString);
        assertNone(loaded, "org.downcall.internal.bindings.");
        assertNoneGenerated(loaded);
    }

    private static boolean isOfAHandle(String name) {
        return name.startsWith("jdk.internal.foreign.abi.DowncallStub/");
    }

    @Test
    void theFirstResultInJava() throws Exception {
        assertStartsWithoutC(loaded("-Dorg.downcall.backend=java", "F", "1000"));
    }

    @Test
    void shortNumbers() throws Exception {
        assertStartsWithoutC(loaded("-Dorg.downcall.backend=auto", "F", "100"));
        assertStartsWithoutC(loaded("-Dorg.downcall.backend=auto", "F", "10"));
        assertStartsWithoutC(loaded("-Dorg.downcall.backend=auto", "parse", "42"));
    }

    private static void assertStartsWithoutC(List<String> loaded) {
        assertAtMost(CLASSES_FOR_JAVA, loaded, StartUpTest::isOfTheLibrary);
        assertNone(loaded, "jdk.internal.foreign.abi.AbstractLinker");
        assertNone(loaded, "org.downcall.internal.loading.LibraryLoader");
        assertNoneGenerated(loaded);
    }

    /** Lambdas, concatenations and switches are compiled to classes that the JVM generates. */
    private static void assertNoneGenerated(List<String> loaded) {
        assertAtMost(0, loaded, name -> isOfTheLibrary(name) && name.contains("$$"));
        assertNone(loaded, "java.lang.String$$StringConcat");
    }

    private static boolean isOfTheLibrary(String name) {
        return name.startsWith("org.downcall.");
    }

    private static void assertNone(List<String> loaded, String prefix) {
        assertAtMost(0, loaded, name -> name.startsWith(prefix));
    }

    private static void assertAtMost(int bound, List<String> loaded, Predicate<String> kind) {
        List<String> ofTheKind = loaded.stream().filter(kind).toList();
        assertTrue(
                ofTheKind.size() <= bound,
                () -> ofTheKind.size() + " classes, and not at most " + bound + ":\n"
                        + String.join("\n", ofTheKind));
    }

    /** {@return the names of the classes that the JVM loads for one operation} */
    private List<String> loaded(String option, String... operation) throws Exception {
        Path log = directory.resolve("classes.txt");
        List<String> arguments = new ArrayList<>(List.of(
                option,
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:class+load:file=" + log + ":none",
                "-cp",
                AS_SHIPPED.jar() + File.pathSeparator + Application.CLASSES,
                FirstResult.class.getName()));
        arguments.addAll(List.of(operation));
        Java.withoutAgent().run(arguments).assertExit(0).assertErr();
        List<String> names = Files.readAllLines(log).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertTrue(names.contains("org.downcall.internal.Kernels"), names::toString);
        return names;
    }
}
