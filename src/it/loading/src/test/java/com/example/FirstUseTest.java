package com.example;

import static com.example.Application.AS_SHIPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.downcall.VectorMatrix;
import org.downcall.VectorType;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A call that fails because the heap is full or the stack is short throws that error, and has no
 * effect on later calls.
 */
@Execution(ExecutionMode.CONCURRENT)
class FirstUseTest {

    private static final String TRANSIENT =
            "(right|java\\.lang\\.(OutOfMemoryError|StackOverflowError))";

    @TempDir
    private static Path directory;

    private static Path file;

    @BeforeAll
    static void writeAMatrix() throws IOException {
        file = directory.resolve("matrix.npy");
        try (VectorMatrix matrix = VectorMatrix.allocate(VectorType.INT8, 2, 2)) {
            matrix.set(0, new byte[] {1, 2});
            matrix.set(1, new byte[] {3, 4});
            matrix.write(file);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 448})
    void aNearlyFullHeap(int kilobytes) throws Exception {
        assertRecovers(List.of("-Xint"), "heap", kilobytes << 10, "multiply", "cold");
        assertRecovers(List.of(), "heap", kilobytes << 10, "exact-long", "warm");
        assertRecovers(List.of(), "heap", kilobytes << 10, "backend", "cold");
    }

    /** With some kilobytes of heap and stack, there is always a description of the state. */
    @Test
    void theBackendNeverFails() throws Exception {
        for (String state : new String[] {"cold", "warm"}) {
            assertEnds("right", List.of(), "heap", 1 << 16, "backend", state);
            assertEnds("right", List.of("-Xint"), "stack", 512, "backend", state);
        }
    }

    /** The classes of the JDK on which native memory depends must survive. */
    @ParameterizedTest
    @ValueSource(strings = {"matrix", "map"})
    void aMatrix(String operation) throws Exception {
        assertRecovers(List.of(), "heap", 1 << 16, operation, "cold");
        assertRecovers(List.of("-Xint"), "stack", 128, operation, "cold");
        assertRecovers(List.of("-Dorg.downcall.backend=native"), "heap", 1 << 16, "search", "warm");
    }

    @EnabledIfEnvironmentVariable(named = "DOWNCALL_LONG_TESTS", matches = "true")
    @ParameterizedTest
    @ValueSource(ints = {128, 320, 1024})
    void aHeapWithMoreSpace(int kilobytes) throws Exception {
        aNearlyFullHeap(kilobytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 256})
    void aNearlyUsedStack(int frames) throws Exception {
        assertRecovers(List.of(), "stack", frames, "multiply", "cold");
        assertRecovers(List.of("-Xint"), "stack", frames, "backend", "cold");
    }

    @EnabledIfEnvironmentVariable(named = "DOWNCALL_LONG_TESTS", matches = "true")
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 128, 768})
    void aStackWithOtherSpace(int frames) throws Exception {
        aNearlyUsedStack(frames);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact-in-steps", "parse"})
    void anOperation(String operation) throws Exception {
        assertRecovers(
                List.of("-Xint", "-Dorg.downcall.backend=native"), "stack", 128, operation, "warm");
        assertRecovers(
                List.of("-Dorg.downcall.backend=native"), "heap", 1 << 19, operation, "warm");
    }

    @EnabledIfEnvironmentVariable(named = "DOWNCALL_LONG_TESTS", matches = "true")
    @ParameterizedTest
    @FieldSource("com.example.BadMoment#OPERATIONS")
    void everyOperation(String operation) throws Exception {
        anOperation(operation);
    }

    /** The JVM prints a warning about native access, for which it enters this monitor, too. */
    @Test
    void theCallerHasEnteredTheMonitorOfTheErrorStream() throws Exception {
        Run run = Java.withoutAgent()
                .withDefaultNativeAccess()
                .run(List.of(
                        "-Dorg.downcall.backend=native",
                        "-cp",
                        AS_SHIPPED.jar() + File.pathSeparator + Application.CLASSES,
                        FirstResult.class.getName(),
                        "F",
                        "20000",
                        "in the monitor of System.err"))
                .assertExit(0);
        assertEquals("-4378934567125391099", run.out().strip(), run::toString);
    }

    /** A leak is one matrix of 40 MiB, or several. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void aMatrixIsFreedIfTheStackEnds() throws Exception {
        Run run = Java.withoutAgent()
                .run(
                        "-Xint",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        AS_SHIPPED.jar() + File.pathSeparator + Application.CLASSES,
                        ShortStack.class.getName())
                .assertExit(0)
                .assertOut("true", "… MiB");
        int grown = Integer.parseInt(run.out().replaceAll("\\D", ""));
        assertTrue(grown < 30, run::toString);
    }

    /**
     * An initializer that fails makes its class unusable until the JVM ends, so all of them run on
     * the thread of {@code Preparation}. Those of public enums run where a program first names them.
     */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "native", "java"})
    void noInitializerRunsOnTheThreadOfTheCaller(String backend) throws Exception {
        Run run = start(
                List.of("-Xlog:class+init=info", "-Dorg.downcall.backend=" + backend, "-Xmx64m"),
                "heap",
                32 << 20,
                "each",
                "cold");
        assertEquals(2, run.out().lines().filter("right"::equals).count(), run::toString);
        Set<String> onThisThread = new TreeSet<>();
        Matcher line = Pattern.compile(
                        "Initializing 'org/downcall/(\\S+)' \\(\\w+\\) by thread \"main\"")
                .matcher(run.out());
        while (line.find()) {
            onThisThread.add(line.group(1));
        }
        assertEquals(
                Set.of("Backend$Kind", "VectorMetric", "VectorType"), onThisThread, run::toString);
    }

    private static void assertRecovers(
            List<String> options, String resource, int free, String operation, String state)
            throws Exception {
        assertEnds(TRANSIENT, options, resource, free, operation, state);
    }

    /** @param pattern how the first attempt ends; the second one succeeds */
    private static void assertEnds(
            String pattern,
            List<String> options,
            String resource,
            int free,
            String operation,
            String state)
            throws Exception {
        Run run = start(options, resource, free, operation, state).assertErr();
        if (!run.out().matches(pattern + "\\Rright\\RNATIVE\\R")) {
            throw new AssertionError(run.toString());
        }
    }

    private static Run start(
            List<String> options, String resource, int free, String operation, String state)
            throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.add("-Xmx16m");
        arguments.addAll(options);
        arguments.addAll(List.of(
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmatrix=" + file,
                "-cp",
                AS_SHIPPED.jar() + File.pathSeparator + Application.CLASSES,
                BadMoment.class.getName(),
                resource,
                String.valueOf(free),
                operation,
                state));
        return Java.withoutAgent().run(arguments).assertExit(0);
    }
}
