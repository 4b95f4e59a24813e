package com.example;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** The library is found in a jar within a jar, and the manifest of the outer jar permits its use. */
class SpringBootTest {

    private static final String F_400 =
            "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675";

    @TempDir
    private Path directory;

    private static Run run(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-jar", System.getProperty("application.jar")));
        return Java.ofThisJdk().run(arguments).assertExit(0);
    }

    @Test
    void theLibraryIsFound() throws Exception {
        run().assertOut(
                        "LaunchedClassLoader",
                        "downcall …: native kernels, instruction set …, library bundled in the jar",
                        F_400)
                .assertErr();
    }

    @Test
    @EnabledForJreRange(
            minVersion = 24,
            disabledReason = "this JDK does not have the option --illegal-native-access")
    void theManifestIsEnoughWhereNativeAccessIsDeniedToAllOthers() throws Exception {
        run("--illegal-native-access=deny")
                .assertOut(
                        "LaunchedClassLoader",
                        "downcall …: native kernels, instruction set …, library bundled in the jar",
                        F_400)
                .assertErr();
    }

    @Test
    void withoutAUsableTemporaryDirectoryJavaRuns() throws Exception {
        String missing = directory.resolve("missing").toString();
        run("-Dorg.downcall.tmpdir=" + missing)
                .assertOut(
                        "LaunchedClassLoader",
                        "downcall …: Java kernels. The bundled library cannot be unpacked in "
                                + missing + ". …",
                        F_400);
    }
}
