package org.downcall.checks.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every collector, ways to compile, checks of the JVM, recordings, and languages. */
class VirtualMachineTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseG1GC",
                "-XX:+UseZGC",
                "-XX:+UseShenandoahGC",
                "-XX:-UseCompressedOops",
                "-XX:+UnlockExperimentalVMOptions -XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-XX:-TieredCompilation",
                "-XX:UseAVX=0",
                "-Xcheck:jni",
                "-XX:+UseG1GC -Xmx64m -XX:G1HeapRegionSize=1m",
                "-XX:StartFlightRecording=filename=recording.jfr,settings=profile",
                "-Duser.language=tr -Duser.country=TR",
                "-Duser.language=th -Duser.country=TH -Duser.variant=TH",
                "-Duser.language=ar -Duser.country=EG",
            })
    void longComputations(String options) throws Exception {
        assertRuns(options, "long", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xint",
                "-Xcomp",
                "-Xint -Xcheck:jni",
                "-Xcomp -XX:+UseZGC",
                "-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC -Xmx2g", // never frees
            })
    void shortComputations(String options) throws Exception {
        assertRuns(options, "short", "1");
    }

    private void assertRuns(String options, String... arguments) throws Exception {
        ChildJvm.Result result =
                ChildJvm.in(directory).with(options.split(" ")).run(Everything.class, arguments);
        if (result.exit() == 1
                && result.toString()
                        .matches("(?s).*(Unrecognized|not supported|not available).*")) {
            abort("This JVM has no " + options + ": " + result);
        }
        String out = result.out()
                .replaceAll("(?m)^\\[.*\\R|^Use jcmd .*\\R|^\\R", "")
                .strip();
        assertEquals("all right, NATIVE", out, result::toString);
        assertEquals(0, result.exit(), result::toString);
        assertFalse(result.toString().contains("in native method"), result::toString);
        assertEquals(java.util.List.of(), result.leftBehind());
    }
}
