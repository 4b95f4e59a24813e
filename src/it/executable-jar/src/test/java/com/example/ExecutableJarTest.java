package com.example;

import org.downcall.it.Java;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** The application needs no flag. */
class ExecutableJarTest {

    private static final String JAR = System.getProperty("application.jar");
    private static final String NATIVE =
            "downcall …: native kernels, instruction set …, library bundled in the jar";
    private static final String F_400 =
            "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675";

    @Test
    void theManifestOfTheApplicationAllowsNativeAccess() throws Exception {
        Java.ofThisJdk().run("-jar", JAR).assertExit(0).assertOut(NATIVE, F_400).assertErr();
    }

    @Test
    @EnabledForJreRange(
            minVersion = 24,
            disabledReason = "this JDK does not have the option --illegal-native-access")
    void alsoWhereNativeAccessIsDeniedToAllOthers() throws Exception {
        Java.ofThisJdk()
                .run("--illegal-native-access=deny", "-jar", JAR)
                .assertExit(0)
                .assertOut(NATIVE, F_400)
                .assertErr();
    }
}
