package com.example;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.downcall.Fibonacci;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JlinkImageTest {

    private static final Path DOWNCALL = Run.locationOf(Fibonacci.class);
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final String MAIN = "com.example/com.example.Main";

    private static final String F_400 =
            "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675";

    @TempDir
    private Path directory;

    @BeforeAll
    static void theJdkMustHoldWhatJlinkLinks() throws Exception {
        assumeTrue(
                Files.isDirectory(JDK.resolve("jmods"))
                        || tool("jlink", "--help").out().contains("image enabled"),
                "this JDK comes without its jmods");
    }

    @Test
    void anImageContainsTheModuleItsLibraryAndTheFlag() throws Exception {
        Path image = jlink(DOWNCALL);

        Java.of(image)
                .run("-m", MAIN)
                .assertExit(0)
                .assertOut(
                        "downcall …: native kernels, instruction set …, library bundled in the jar",
                        F_400)
                .assertErr();

        // The image does not contain java.logging, so the JDK itself prints log records.
        String missing = "The bundled library cannot be unpacked in " + directory.resolve("missing")
                + ". The directory does not exist. Set -Dorg.downcall.tmpdir to a directory that"
                + " this user can write to and that has enough free space.";
        Java.of(image)
                .run("-Dorg.downcall.tmpdir=" + directory.resolve("missing"), "-m", MAIN)
                .assertExit(0)
                .assertOut("downcall …: Java kernels. " + missing, F_400)
                .assertErr(
                        "… org.downcall.…",
                        "WARNING: The native library is unavailable, so the Java kernels run. "
                                + missing
                                + " To run the Java kernels without this warning, set -Dorg.downcall.backend=java.");
    }

    @Test
    void aLibraryInTheLibDirectoryOfTheImageNeedsNoTemporaryFile() throws Exception {
        Path library = unpackTheLibraryInto(Files.createDirectory(directory.resolve("libs")));
        Path jmod = directory.resolve("org.downcall.jmod");
        tool("jmod", "create", "--class-path", DOWNCALL, "--libs", library.getParent(), jmod);
        Path image = jlink(jmod);

        Java.of(image)
                .run("-Dorg.downcall.tmpdir=" + directory.resolve("missing"), "-m", MAIN)
                .assertExit(0)
                .assertOut(
                        "downcall …: native kernels, instruction set …, library "
                                + image.resolve("lib").resolve(library.getFileName()),
                        F_400)
                .assertErr();
    }

    private Path jlink(Path downcall) throws Exception {
        Path image = directory.resolve("image");
        tool(
                "jlink",
                "--module-path",
                downcall + File.pathSeparator + Run.locationOf(Main.class),
                "--add-modules",
                "com.example",
                "--add-options=--enable-native-access=org.downcall",
                "--output",
                image);
        return image.toRealPath();
    }

    private static Run tool(String name, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(JDK.resolve("bin").resolve(name).toString());
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return Run.of(command, Map.of()).assertExit(0);
    }

    private static Path unpackTheLibraryInto(Path target) throws Exception {
        String name = System.mapLibraryName("downcall");
        // The jar may contain the libraries of several platforms.
        String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
        try (JarFile jar = new JarFile(DOWNCALL.toFile())) {
            ZipEntry library = jar.stream()
                    .filter(entry -> entry.getName().endsWith("-" + architecture + "/" + name))
                    .findAny()
                    .orElseThrow();
            try (InputStream in = jar.getInputStream(library)) {
                Files.copy(in, target.resolve(name));
            }
        }
        return target.resolve(name);
    }
}
