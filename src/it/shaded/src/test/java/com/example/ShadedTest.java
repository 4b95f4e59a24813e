package com.example;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After relocation, the library is found, and the properties have their documented names, which are
 * also those in the messages.
 */
class ShadedTest {

    private static final String NAME = "x.shaded.downcall.Fibonacci";
    private static final String F_400 =
            "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675";

    @TempDir
    private Path directory;

    private static Run run(String... options) throws Exception {
        return start(options).assertExit(0);
    }

    private static Run start(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("shaded.jar"),
                "com.example.Main"));
        return Java.ofThisJdk().run(arguments);
    }

    @Test
    void theLibraryIsFound() throws Exception {
        run().assertOut(
                        NAME,
                        "downcall …: native kernels, instruction set …, library bundled in the jar",
                        F_400)
                .assertErr();
    }

    @Test
    void theAdviceOfAMessageHasTheEffectThatItPromises() throws Exception {
        String missing = directory.resolve("missing").toString();
        String reason = "The bundled library cannot be unpacked in " + missing
                + ". The directory does not exist. Set -Dorg.downcall.tmpdir to a directory that"
                + " this user can write to and that has enough free space.";
        run("-Dorg.downcall.tmpdir=" + missing)
                .assertOut(NAME, "downcall …: Java kernels. " + reason, F_400)
                .assertErr(
                        "… x.shaded.downcall.…",
                        "WARNING: The native library is unavailable, so the Java kernels run. "
                                + reason
                                + " To run the Java kernels without this warning, set"
                                + " -Dorg.downcall.backend=java.");
        run("-Dorg.downcall.tmpdir=" + missing, "-Dorg.downcall.backend=java")
                .assertOut(
                        NAME,
                        "downcall …: Java kernels. The system property org.downcall.backend is set to java.",
                        F_400)
                .assertErr();
        run("-Djava.io.tmpdir=" + directory, "-Dorg.downcall.tmpdir=" + directory)
                .assertOut(
                        NAME,
                        "downcall …: native kernels, instruction set …, library bundled in the jar",
                        F_400)
                .assertErr();
    }

    @Test
    void theOtherPropertiesKeepTheirNames() throws Exception {
        run("-Dorg.downcall.isa=baseline")
                .assertOut(
                        NAME,
                        "downcall …: native kernels, instruction set baseline, library bundled in the jar",
                        F_400);
        for (String property : new String[] {"memory", "check", "platforms"}) {
            start("-Dorg.downcall." + property + "=?")
                    .assertExit(1)
                    .assertOut(
                            NAME,
                            "downcall …: no kernels. The system property org.downcall." + property
                                    + " has the invalid value '?'. Set it to …");
        }
        String file = directory.resolve("none.so").toString();
        run("-Dorg.downcall.library.path=" + file)
                .assertOut(
                        NAME,
                        "downcall …: Java kernels. " + file
                                + " cannot be loaded. The file does not exist. Set"
                                + " -Dorg.downcall.library.path to the file of the native library.",
                        F_400);
    }
}
