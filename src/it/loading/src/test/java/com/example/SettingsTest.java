package com.example;

import static com.example.Application.AS_SHIPPED;
import static com.example.Application.F_400;

import org.downcall.it.Java;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final String UNKNOWN_ISA =
            " has the invalid value 'sse9'. Set it to baseline, adx, avx2 or avx512.";

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

    /** The trace of jextract's bindings shows which calls are made. */
    @Test
    void byDefaultCRunsWhereItIsFasterAndWithTheNativeBackendAlways() throws Exception {
        Application traced = AS_SHIPPED.with(Calls.class).with("-Djextract.trace.downcalls=true");
        traced.run().assertOut("dc_level()", "55", ">> a task >>", "13884").assertErr();
        traced.with("-Dorg.downcall.backend=native")
                .run()
                .assertOut(
                        "dc_level()",
                        "dc_fib_wrapping_iterative(10)",
                        "55",
                        ">> a task >>",
                        "13884")
                .assertErr();
        traced.with("-Dorg.downcall.backend=java")
                .run()
                .assertOut("55", "13884")
                .assertErr();
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
