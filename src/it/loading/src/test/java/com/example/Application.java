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

    /** C runs, and there is nothing to say. */
    void assertRunsC(String library) throws Exception {
        run().assertExit(0)
                .assertOut(
                        "downcall …: native kernels, instruction set …, library " + library,
                        F_400,
                        F_400)
                .assertErr();
    }

    /** Java runs, and one warning says why; where C is demanded, each call says the same. */
    void assertCannotUseTheLibrary(String reason) throws Exception {
        run().assertExit(0)
                .assertOut("downcall …: Java kernels. " + reason, F_400, F_400)
                .assertErr(
                        "… org.downcall.…",
                        "WARNING: The Java kernels run, because the native library cannot be used. "
                                + reason
                                + " (-Dorg.downcall.backend=java stops the attempt and this warning.)");
        with("-Dorg.downcall.backend=native")
                .run()
                .assertExit(0)
                .assertOut(
                        "downcall …: no kernels. " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason)
                .assertErr();
    }

    /** Each call says what is wrong with the options. */
    void assertRefuses(String reason) throws Exception {
        run().assertExit(0)
                .assertOut(
                        "downcall …: no kernels. " + reason,
                        "java.lang.IllegalArgumentException: " + reason,
                        "java.lang.IllegalArgumentException: " + reason)
                .assertErr();
    }
}
