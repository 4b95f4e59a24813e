package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.downcall.Backend;
import org.downcall.Fibonacci;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar downcall-VERSION.jar}, which needs no other option. */
class DiagnosisTest {

    private static final String JAR = Run.locationOf(Fibonacci.class).toString();

    @Test
    void itDescribesTheLibraryAndFindsNoFault() throws Exception {
        Java.ofThisJdk()
                .run("-jar", JAR)
                .assertExit(0)
                .assertOut(
                        "downcall " + Backend.current().version(),
                        ">> the machine >>",
                        "kernels             native",
                        "library             bundled in the jar",
                        ">> features, limits and tests >>",
                        "All results are right.")
                .assertErr();
    }

    @Test
    void itRunsOnTheModulePathAsWell() throws Exception {
        Java.ofThisJdk()
                .run(
                        "--enable-native-access=org.downcall",
                        "-p",
                        JAR,
                        "-m",
                        "org.downcall/org.downcall.internal.Diagnosis")
                .assertExit(0)
                .assertErr();
    }

    @Test
    void aLibraryThatCannotBeLoadedIsAFault(@TempDir Path directory) throws Exception {
        Path missing = directory.resolve("missing");
        Java.ofThisJdk()
                .run("-Dorg.downcall.tmpdir=" + missing, "-jar", JAR)
                .assertExit(1)
                .assertOut(
                        ">> the machine >>",
                        "setting             org.downcall.tmpdir=" + missing,
                        "kernels             Java. The bundled library cannot be unpacked in "
                                + missing + ". The directory does not exist. …",
                        ">> limits, the warning and tests >>",
                        "All results are right, but only the Java kernels run. The line \"kernels\""
                                + " explains why.")
                .assertErr();
    }

    @Test
    void anInvalidSettingIsAFault() throws Exception {
        Run run = Java.ofThisJdk().run("-Dorg.downcall.isa=mmx", "-jar", JAR);
        run.assertExit(1).assertErr();
        assertEquals("A setting is invalid.", run.out().lines().toList().getLast());
    }
}
