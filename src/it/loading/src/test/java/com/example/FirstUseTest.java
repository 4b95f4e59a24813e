package com.example;

import static com.example.Application.AS_SHIPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A call that fails because the heap is full or the stack is short throws that error, and has no
 * effect on later calls.
 */
@Execution(ExecutionMode.CONCURRENT)
class FirstUseTest {

    private static final String TRANSIENT =
            "(right|java\\.lang\\.(OutOfMemoryError|StackOverflowError))";

    @ParameterizedTest
    @ValueSource(ints = {0, 448})
    void aNearlyFullHeap(int kilobytes) throws Exception {
        assertRecovers(List.of("-Xint"), "heap", kilobytes << 10, "multiply", "cold");
        assertRecovers(List.of(), "heap", kilobytes << 10, "exact-long", "warm");
        assertRecovers(List.of(), "heap", kilobytes << 10, "backend", "cold");
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
    @ValueSource(
            strings = {
                "words",
                "exact",
                "exact-long",
                "decimal",
                "multiply",
                "multiply-long",
                "pow",
                "to-string"
            })
    void everyOtherOperation(String operation) throws Exception {
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

    private static void assertRecovers(
            List<String> options, String resource, int free, String operation, String state)
            throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                AS_SHIPPED.jar() + File.pathSeparator + Application.CLASSES,
                BadMoment.class.getName(),
                resource,
                String.valueOf(free),
                operation,
                state));
        Run run = Java.withoutAgent().run(arguments).assertExit(0).assertErr();
        String pattern = TRANSIENT + "\\Rright\\RNATIVE\\R";
        if (!run.out().matches(pattern)) {
            throw new AssertionError(run.toString());
        }
    }
}
