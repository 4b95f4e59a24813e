package org.downcall.checks.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other native code has changed the rounding mode, or has left vector registers dirty. */
class ThreadStateTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "adx", "avx2", "avx512"})
    void resultsDoNotDependOnTheStateOfTheThread(String level) throws Exception {
        assumeTrue(
                System.getProperty("os.arch").equals("amd64"), "The helper is written for x86-64.");
        Path library = directory.resolve(System.mapLibraryName("thread_state"));
        int exit = new ProcessBuilder(
                        System.getProperty("downcall.test.cc"),
                        "-O2",
                        "-shared",
                        "-fPIC",
                        "src/test/c/thread_state.c",
                        "-o",
                        library.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, exit, "The C compiler failed.");
        ChildJvm.in(directory)
                .with("-Dorg.downcall.isa=" + level)
                .run(ThreadState.class, library.toString())
                .assertPrints("all right");
    }
}
