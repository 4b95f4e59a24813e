package com.example;

import static com.example.Application.AS_SHIPPED;
import static com.example.Application.F_400;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.downcall.it.Java;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final String UNKNOWN_ISA =
            " has the invalid value 'sse9'. Set it to baseline, adx, neon, avx2 or avx512.";

    @TempDir
    private Path directory;

    @Test
    void theJavaBackendLoadsNothingNativeAndPrintsNoWarning() throws Exception {
        AS_SHIPPED
                .with("-Dorg.downcall.backend=java")
                .with("-Dorg.downcall.library.path=missing")
                .run()
                .assertExit(0)
                .assertOut(
                        "downcall …: Java kernels. The system property org.downcall.backend is set to java.",
                        F_400,
                        F_400)
                .assertErr();
    }

    @Test
    void theNativeBackendRunsC() throws Exception {
        AS_SHIPPED.with("-Dorg.downcall.backend=native").assertRunsC("bundled in the jar");
    }

    /** The class that holds the handle or the address of a function is loaded for the first call. */
    @Test
    void byDefaultCRunsWhereItIsFasterAndWithTheNativeBackendAlways() throws Exception {
        assertCalls(AS_SHIPPED, false, true);
        assertCalls(AS_SHIPPED.with("-Dorg.downcall.backend=native"), true, true);
        assertCalls(AS_SHIPPED.with("-Dorg.downcall.backend=java"), false, false);
    }

    private void assertCalls(Application application, boolean loop, boolean task) throws Exception {
        Path log = directory.resolve("classes.txt");
        application
                .with(Calls.class)
                .with("-Xlog:class+load:file=" + log)
                .run()
                .assertOut("55", "13884")
                .assertErr();
        String classes = Files.readString(log);
        String handle = "org.downcall.internal.bindings.downcall_h$dc_fib_wrapping_iterative ";
        assertEquals(loop, classes.contains(handle), classes);
        assertEquals(
                task, classes.contains("org.downcall.internal.calls.Downcalls$Task "), classes);
    }

    @Test
    void anUnknownBackendIsAnErrorThatListsThem() throws Exception {
        AS_SHIPPED
                .with("-Dorg.downcall.backend=rust")
                .assertRejects(
                        "The system property org.downcall.backend has the invalid value 'rust'. Set it"
                                + " to auto, native or java.");
    }

    @Test
    void thePropertyCapsTheInstructionSet() throws Exception {
        AS_SHIPPED.with("-Dorg.downcall.isa=baseline").run().assertOut(BASELINE).assertErr();
    }

    @Test
    void theEnvironmentVariableCapsTheInstructionSet() throws Exception {
        AS_SHIPPED
                .with(Java.ofThisJdk().with("DC_ISA", "baseline"))
                .run()
                .assertOut(BASELINE)
                .assertErr();
    }

    @Test
    void thePropertyOverridesTheEnvironmentVariable() throws Exception {
        AS_SHIPPED
                .with(Java.ofThisJdk().with("DC_ISA", "sse9"))
                .with("-Dorg.downcall.isa=baseline")
                .run()
                .assertOut(BASELINE)
                .assertErr();
    }

    @Test
    void anUnknownInstructionSetIsAnErrorThatListsThem() throws Exception {
        AS_SHIPPED
                .with("-Dorg.downcall.isa=sse9")
                .assertRejects("The system property org.downcall.isa" + UNKNOWN_ISA);
        AS_SHIPPED
                .with(Java.ofThisJdk().with("DC_ISA", "sse9"))
                .assertRejects("The environment variable DC_ISA" + UNKNOWN_ISA);
    }

    private static final String[] BASELINE = {
        "downcall …: native kernels, instruction set baseline, library bundled in the jar",
        F_400,
        F_400
    };
}
