package org.downcall.checks.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A debugger suspends and resumes all threads while they compute. */
class DebuggerTest {

    @TempDir
    private Path directory;

    @Test
    void suspendedComputationsContinue() throws Exception {
        ChildJvm jvm = ChildJvm.in(directory);
        try (Debugger debugger = Debugger.start(jvm, Everything.class, "long", "2")) {
            debugger.resume();
            int suspensions = 0;
            while (debugger.process().isAlive()) {
                Thread.sleep(20);
                if (debugger.suspend()) {
                    Thread.sleep(5);
                    suspensions++;
                    debugger.resume();
                }
            }
            String out = new String(debugger.process().getInputStream().readAllBytes());
            assertTrue(out.contains("all right, NATIVE"), () -> out);
            assertEquals(0, debugger.process().waitFor());
            assertTrue(suspensions > 10, suspensions + " suspensions");
        }
    }
}
