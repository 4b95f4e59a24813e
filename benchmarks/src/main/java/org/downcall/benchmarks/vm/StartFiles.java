package org.downcall.benchmarks.vm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.run.TemporaryDirectory;

/**
 * What the programs of {@link ColdStart} need: a directory for caches, and a class path with the
 * library in a jar of its own, as its users have it.
 */
final class StartFiles {

    private Path directory;
    private String classPath;

    synchronized Path directory() throws IOException {
        if (directory == null) {
            directory = TemporaryDirectory.create();
        }
        return directory;
    }

    synchronized String classPath() throws IOException {
        if (classPath == null) {
            Path library = Jars.ofTheLibrary(
                    ChildJvm.locationOf(Fibonacci.class), directory().resolve("downcall.jar"));
            Path programs = Jars.of(
                    List.of(JvmOnly.class, OneHandle.class, FirstResult.class, LongProduct.class),
                    directory().resolve("programs.jar"));
            classPath = library + File.pathSeparator + programs;
        }
        return classPath;
    }
}
