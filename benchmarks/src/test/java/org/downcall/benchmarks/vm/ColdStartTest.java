package org.downcall.benchmarks.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.downcall.benchmarks.RequiresLibrary;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.TemporaryDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdStartTest {

    private static Measurement measure(ColdStart.Program program, StartCache cache)
            throws Exception {
        return new StartTrial(program, cache, new StartFiles())
                .measure(RunMode.SMOKE, new PrintStream(OutputStream.nullOutputStream()));
    }

    @Test
    void theConstantIsF1000() {
        BigInteger a = BigInteger.ZERO;
        BigInteger b = BigInteger.ONE;
        for (int i = 0; i < 1000; i++) {
            BigInteger next = a.add(b);
            a = b;
            b = next;
        }
        assertEquals(a.longValue(), JvmOnly.F_1000);
    }

    @Test
    void aStartIsMeasuredInMilliseconds() throws Exception {
        Measurement start = measure(ColdStart.Program.JAVA_KERNEL, StartCache.NONE);
        assertEquals("org.downcall.benchmarks.vm.ColdStart.javaKernel", start.benchmark());
        assertEquals("{cache=none}", start.params().toString());
        assertEquals("ms/op", start.unit());
        double nanoseconds = start.time().mean();
        assertTrue(nanoseconds > 1e6 && nanoseconds < 60e9, nanoseconds + " ns");
    }

    @RequiresLibrary
    @Test
    void theLibraryIsInTheJar() throws Exception {
        measure(ColdStart.Program.NATIVE_KERNEL, StartCache.NONE);
        measure(ColdStart.Program.LONG_PRODUCT, StartCache.NONE);
    }

    @Test
    void theLimitHasTheSameOutput() throws Exception {
        measure(ColdStart.Program.ONE_HANDLE, StartCache.NONE);
    }

    /** The trial itself fails if the archive is not used. */
    @Test
    void anArchiveIsCreatedAndUsed() throws Exception {
        measure(ColdStart.Program.JAVA_KERNEL, StartCache.APP_CDS);
    }

    @Test
    void everythingIsMeasuredOrAbsent() {
        Comparison comparison = ColdStart.comparison(RunMode.FULL);
        assertEquals(
                ColdStart.Program.values().length * StartCache.values().length,
                comparison.trials().size() + ColdStart.absences().size());
        List<String> ids = comparison.trials().stream().map(trial -> trial.id()).toList();
        assertEquals(ids.stream().distinct().toList(), ids);
    }

    @Test
    void directoriesAreDeletedWithTheirContent(@TempDir Path parent) throws Exception {
        Path directory = Files.createDirectories(parent.resolve("a/b")).getParent();
        Files.writeString(directory.resolve("b/c"), "");
        TemporaryDirectory.delete(directory);
        assertFalse(Files.exists(directory));
    }
}
