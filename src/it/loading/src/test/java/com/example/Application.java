package com.example;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.downcall.Fibonacci;
import org.downcall.it.Java;
import org.downcall.it.Run;

/**
 * {@link Main} on the class path, with native access enabled, and the three ways its run can end.
 *
 * @param java what starts it
 * @param jar the downcall jar
 * @param main the class that is run
 * @param options more options of java
 */
record Application(Java java, Path jar, Class<?> main, List<String> options) {

    static final Path JAR = Run.locationOf(Fibonacci.class);
    static final Path CLASSES = Run.locationOf(Main.class);
    static final String F_400 =
            "F(400) = 176023680645013966468226945392411250770384383304492191886725992896575345044216019675";

    static final Application AS_SHIPPED =
            new Application(Java.ofThisJdk(), JAR, Main.class, List.of());

    Application with(Java otherJava) {
        return new Application(otherJava, jar, main, options);
    }

    Application with(Path otherJar) {
        return new Application(java, otherJar, main, options);
    }

    Application with(Class<?> otherMain) {
        return new Application(java, jar, otherMain, options);
    }

    Application with(String option) {
        return new Application(
                java,
                jar,
                main,
                Stream.concat(options.stream(), Stream.of(option)).toList());
    }

    Run run() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jar + File.pathSeparator + CLASSES,
                main.getName()));
        return java.run(arguments);
    }

    /** C runs, without any warning. */
    void assertRunsC(String library) throws Exception {
        run().assertExit(0)
                .assertOut(
                        "downcall …: native kernels, instruction set …, library " + library,
                        F_400,
                        F_400)
                .assertErr();
    }

    /** Java runs after one warning with the reason; if C is required, each call throws it. */
    void assertCannotUseTheLibrary(String reason) throws Exception {
        run().assertExit(0)
                .assertOut("downcall …: Java kernels. " + reason, F_400, F_400)
                .assertErr(
                        "… org.downcall.…",
                        "WARNING: The native library is unavailable, so the Java kernels run. "
                                + reason
                                + " To run the Java kernels without this warning, set -Dorg.downcall.backend=java.");
        with("-Dorg.downcall.backend=native")
                .run()
                .assertExit(0)
                .assertOut(
                        "downcall …: no kernels. " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason)
                .assertErr();
    }

    /** Each call throws an error that describes the invalid option. */
    void assertRejects(String reason) throws Exception {
        run().assertExit(0)
                .assertOut(
                        "downcall …: no kernels. " + reason,
                        "java.lang.IllegalArgumentException: " + reason,
                        "java.lang.IllegalArgumentException: " + reason)
                .assertErr();
    }
}
