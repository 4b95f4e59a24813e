package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.downcall.Backend;
import org.downcall.Fibonacci;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

    private static final Path DOWNCALL = Run.locationOf(Fibonacci.class);
    private static final Path CLASSES = Run.locationOf(Main.class);
    private static final String CLASS_PATH = DOWNCALL + File.pathSeparator + CLASSES;

    private static final String NATIVE =
            "downcall …: native kernels, instruction set …, library bundled in the jar";
    private static final String F_400 =
            "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675";

    private static final String DENIED =
            "The native library cannot be loaded. Native access is denied to ALL-UNNAMED. Start java with"
                    + " --enable-native-access=ALL-UNNAMED.";

    @Test
    void withTheFlagCRunsAndNothingIsOnStderr() throws Exception {
        Java.ofThisJdk()
                .withDefaultNativeAccess()
                .run("--enable-native-access=ALL-UNNAMED", "-cp", CLASS_PATH, "com.example.Main")
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
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        CLASS_PATH,
                        "com.example.Main")
                .assertExit(0)
                .assertOut(NATIVE, F_400)
                .assertErr();
    }

    @Test
    void theManifestOfAnExecutableJarReplacesTheFlag(@TempDir Path directory) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "com.example.Main");
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, DOWNCALL.toUri() + " " + CLASSES.toUri());
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        Path jar = directory.resolve("application.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }

        Java.ofThisJdk()
                .run("-jar", jar.toString())
                .assertExit(0)
                .assertOut(NATIVE, F_400)
                .assertErr();
    }

    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "older JVMs print another warning")
    void withoutTheFlagCRunsAndTheJvmWarns() throws Exception {
        Java.ofThisJdk()
                .withDefaultNativeAccess()
                .run("-cp", CLASS_PATH, "com.example.Main")
                .assertExit(0)
                .assertOut(NATIVE, F_400)
                .assertErr(
                        "WARNING: A restricted method in … has been called",
                        "WARNING: … has been called by org.downcall.internal.loading.LibraryLoader in an unnamed module …",
                        "WARNING: Use --enable-native-access=ALL-UNNAMED to avoid …",
                        ">> what a future release will do >>");
    }

    @Test
    @EnabledForJreRange(
            minVersion = 24,
            disabledReason = "this JDK does not have the option --illegal-native-access")
    void whereNativeAccessIsDeniedJavaRunsAndTheWarningNamesTheFlag() throws Exception {
        Java.ofThisJdk()
                .run("--illegal-native-access=deny", "-cp", CLASS_PATH, "com.example.Main")
                .assertExit(0)
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
                        "-cp",
                        CLASS_PATH,
                        "com.example.Main")
                .assertExit(1)
                .assertOut("downcall …: no kernels. " + DENIED)
                .assertErr(
                        "Exception in thread \"main\" java.lang.UnsatisfiedLinkError: " + DENIED,
                        ">> stack trace >>");
    }

    /** With the flag in the argLine of surefire; see the pom. */
    @Test
    void testsOfTheApplicationRunC() {
        assertEquals(Backend.Kind.NATIVE, Backend.current().kind(), Backend.current()::toString);
    }
}
