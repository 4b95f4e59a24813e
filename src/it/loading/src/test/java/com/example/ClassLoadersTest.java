package com.example;

import static com.example.Application.CLASSES;
import static com.example.Application.F_400;
import static com.example.Application.JAR;

import java.nio.file.Path;
import org.downcall.it.Java;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM binds a library file to one class loader; downcall may be in several. */
class ClassLoadersTest {

    @TempDir
    private Path directory;

    @Test
    void twoClassLoadersLoadTheBundledLibrary() throws Exception {
        assertBothRunC("-Djava.io.tmpdir=" + directory, "bundled in the jar");
    }

    @Test
    void twoClassLoadersLoadTheSameFileOnTheSearchPath() throws Exception {
        Path library = OtherLibrary.unpack(directory.resolve(OtherLibrary.FILE_NAME));
        assertBothRunC("-Djava.library.path=" + directory, library.toString());
    }

    @Test
    void twoClassLoadersLoadTheSameNamedFile() throws Exception {
        Path library = OtherLibrary.unpack(directory.resolve("library"));
        assertBothRunC(
                "-Dorg.downcall.library.path=" + library, library + " (org.downcall.library.path)");
    }

    private static void assertBothRunC(String option, String library) throws Exception {
        String runsC = "downcall …: native kernels, instruction set …, library " + library;
        Java.ofThisJdk()
                .run(
                        option,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        CLASSES.toString(),
                        "com.example.TwoPlugins",
                        JAR.toString(),
                        CLASSES.toString())
                .assertExit(0)
                .assertOut(runsC, F_400, F_400, runsC, F_400, F_400)
                .assertErr();
    }
}
