package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import org.downcall.Backend;
import org.downcall.Fibonacci;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

class ModulePathTest {

    private static final String MODULE_PATH =
            Run.locationOf(Fibonacci.class) + File.pathSeparator + Run.locationOf(Main.class);
    private static final String MAIN = "com.example/com.example.Main";

    private static final String NATIVE =
            "downcall …: native kernels, instruction set …, library bundled in the jar";
    private static final String F_400 =
            "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675";

    private static final String DENIED =
            "The native library cannot be loaded. Native access is denied to org.downcall. Start java with"
                    + " --enable-native-access=org.downcall.";

    @Test
    void withTheFlagCRunsAndNothingIsOnStderr() throws Exception {
        Java.ofThisJdk()
                .withDefaultNativeAccess()
                .run("--enable-native-access=org.downcall", "-p", MODULE_PATH, "-m", MAIN)
                .assertExit(0)
                .assertOut(NATIVE, F_400)
                .assertErr();
    }

    @Test
    @EnabledForJreRange(
            minVersion = 24,
            disabledReason = "this JDK does not have the option --illegal-native-access")
    void theFlagIsEnoughWhereNativeAccessIsDeniedToAllOthers() throws Exception {
        Java.ofThisJdk()
                .run(
                        "--illegal-native-access=deny",
                        "--enable-native-access=org.downcall",
                        "-p",
                        MODULE_PATH,
                        "-m",
                        MAIN)
                .assertExit(0)
                .assertOut(NATIVE, F_400)
                .assertErr();
    }

    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "older JVMs print another warning")
    void withoutTheFlagCRunsAndTheJvmWarns() throws Exception {
        Java.ofThisJdk()
                .withDefaultNativeAccess()
                .run("-p", MODULE_PATH, "-m", MAIN)
                .assertExit(0)
                .assertOut(NATIVE, F_400)
                .assertErr(
                        "WARNING: A restricted method in … has been called",
                        "WARNING: … has been called by org.downcall.internal.loading.LibraryLoader in module org.downcall …",
                        "WARNING: Use --enable-native-access=org.downcall to avoid …",
                        ">> what a future release will do >>");
    }

    @Test
    @EnabledForJreRange(
            minVersion = 24,
            disabledReason = "this JDK does not have the option --illegal-native-access")
    void whereNativeAccessIsDeniedJavaRunsAndTheWarningNamesTheFlag() throws Exception {
        assertJavaRunsAndTheWarningNamesTheFlag(Java.ofThisJdk()
                .run("--illegal-native-access=deny", "-p", MODULE_PATH, "-m", MAIN));
    }

    @Test
    @EnabledForJreRange(
            minVersion = 24,
            disabledReason = "this JDK does not have the option --illegal-native-access")
    void theFlagOfTheClassPathHasNoEffect() throws Exception {
        assertJavaRunsAndTheWarningNamesTheFlag(Java.ofThisJdk()
                .run(
                        "--illegal-native-access=deny",
                        "--enable-native-access=ALL-UNNAMED",
                        "-p",
                        MODULE_PATH,
                        "-m",
                        MAIN));
    }

    private static void assertJavaRunsAndTheWarningNamesTheFlag(Run run) {
        run.assertExit(0)
                .assertOut("downcall …: Java kernels. " + DENIED, F_400)
                .assertErr(
                        "… org.downcall.…",
                        "WARNING: The native library is unavailable, so the Java kernels run. "
                                + DENIED
                                + " To run the Java kernels without this warning, set -Dorg.downcall.backend=java.");
    }

    @Test
    @EnabledForJreRange(
            minVersion = 24,
            disabledReason = "this JDK does not have the option --illegal-native-access")
    void ifNativeAccessIsDeniedButCIsRequiredTheErrorNamesTheFlag() throws Exception {
        Java.ofThisJdk()
                .run(
                        "--illegal-native-access=deny",
                        "-Dorg.downcall.backend=native",
                        "-p",
                        MODULE_PATH,
                        "-m",
                        MAIN)
                .assertExit(1)
                .assertOut("downcall …: no kernels. " + DENIED)
                .assertErr(
                        "Exception in thread \"main\" java.lang.UnsatisfiedLinkError: " + DENIED,
                        ">> stack trace >>");
    }

    /** With the flag in the argLine of surefire; see the pom. */
    @Test
    void testsOfTheApplicationRunCInTheModule() {
        assertTrue(Fibonacci.class.getModule().isNamed());
        assertEquals(Backend.Kind.NATIVE, Backend.current().kind(), Backend.current()::toString);
    }
}
