package com.example;

import static com.example.Application.AS_SHIPPED;
import static com.example.Application.F_400;

import org.downcall.it.Java;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final String UNKNOWN_ISA =
            "org.downcall.isa (or DC_ISA) must be one of baseline, adx, avx2, avx512, but is 'sse9'";

    @Test
    void theJavaBackendTouchesNothingNativeAndWarnsOfNothing() throws Exception {
        AS_SHIPPED
                .with("-Dorg.downcall.backend=java")
                .with("-Dorg.downcall.library.path=missing")
                .run()
                .assertExit(0)
                .assertOut("downcall …: Java kernels. org.downcall.backend=java", F_400, F_400)
                .assertErr();
    }

    @Test
    void theNativeBackendRunsC() throws Exception {
        AS_SHIPPED.with("-Dorg.downcall.backend=native").assertRunsC("bundled in the jar");
    }

    /** jextract's own trace shows which calls arrive in C. */
    @Test
    void byDefaultCRunsWhereItIsFasterAndOnDemandEverywhere() throws Exception {
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
                .assertRefuses("org.downcall.backend must be auto, native or java, but is 'rust'");
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
    void thePropertyGoesBeforeTheEnvironmentVariable() throws Exception {
        AS_SHIPPED
                .with(Java.ofThisJdk().with("DC_ISA", "sse9"))
                .with("-Dorg.downcall.isa=baseline")
                .run()
                .assertOut(BASELINE)
                .assertErr();
    }

    @Test
    void anUnknownInstructionSetIsAnErrorThatListsThem() throws Exception {
        AS_SHIPPED.with("-Dorg.downcall.isa=sse9").assertRefuses(UNKNOWN_ISA);
        AS_SHIPPED.with(Java.ofThisJdk().with("DC_ISA", "sse9")).assertRefuses(UNKNOWN_ISA);
    }

    private static final String[] BASELINE = {
        "downcall …: native kernels, instruction set baseline, library bundled in the jar",
        F_400,
        F_400
    };
}
