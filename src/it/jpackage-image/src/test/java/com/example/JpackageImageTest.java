package com.example;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.downcall.Fibonacci;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * jpackage stores the flag in the launcher that it generates. The type app-image needs no tools of
 * the operating system. The other types are installers of the same directory.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the launcher has another place on other systems")
class JpackageImageTest {

    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path directory;

    @Test
    void theLauncherAllowsNativeAccess() throws Exception {
        assumeTrue(
                Files.isDirectory(JDK.resolve("jmods"))
                        || run(JDK.resolve("bin/jlink"), "--help").out().contains("image enabled"),
                "this JDK comes without its jmods");
        assumeTrue(Files.exists(JDK.resolve("bin/jpackage")), "this JDK has no jpackage");
        run(
                        JDK.resolve("bin/jpackage"),
                        "--type",
                        "app-image",
                        "--name",
                        "fibonacci",
                        "--module-path",
                        Run.locationOf(Fibonacci.class)
                                + File.pathSeparator
                                + Run.locationOf(Main.class),
                        "--module",
                        "com.example/com.example.Main",
                        "--java-options",
                        "--enable-native-access=org.downcall",
                        "--dest",
                        directory.toString())
                .assertExit(0);

        run(directory.resolve("fibonacci/bin/fibonacci"))
                .assertExit(0)
                .assertOut(
                        "downcall …: native kernels, instruction set …, library bundled in the jar",
                        "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675")
                .assertErr();
    }

    private static Run run(Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return Run.of(command, Map.of());
    }
}
