package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.downcall.benchmarks.RequiresLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchLibraryTest {

    private final String named = System.getProperty("bench.library", "");

    @AfterEach
    void restoreTheProperty() {
        System.setProperty("bench.library", named);
    }

    @RequiresLibrary
    @Test
    void loadingTwiceHasNoEffect() {
        assertTrue(BenchLibrary.present(), "the build has made it");
        BenchLibrary.load();
        BenchLibrary.load();
        assertTrue(BenchLibrary.address("bench_one_long").address() != 0);
    }

    @RequiresLibrary
    @Test
    void theErrorNamesAMissingFunction() {
        UnsatisfiedLinkError e = assertThrows(
                UnsatisfiedLinkError.class, () -> BenchLibrary.address("bench_nothing"));
        assertEquals(BenchLibrary.path() + " has no bench_nothing", e.getMessage());
    }

    @RequiresLibrary
    @Test
    void withoutThePropertyTheLibraryIsUnpackedOnce() throws IOException {
        System.setProperty("bench.library", "");
        Path unpacked = BenchLibrary.path();
        assertTrue(unpacked.isAbsolute() && Files.size(unpacked) > 0, unpacked.toString());
        assertEquals(unpacked, BenchLibrary.path());
    }

    @Test
    void thePropertyTakesPrecedence(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("a.so"));
        System.setProperty("bench.library", file.toString());
        assertEquals(file.toAbsolutePath(), BenchLibrary.path());
    }

    @Test
    void theErrorNamesAFileThatCannotBeLoadedAndTheRemedy(@TempDir Path directory)
            throws IOException {
        Path file = Files.createFile(directory.resolve("a.so"));
        System.setProperty("bench.library", file.toString());
        UnsatisfiedLinkError e = assertThrows(UnsatisfiedLinkError.class, BenchLibrary::load);
        assertTrue(
                e.getMessage().contains(file + " cannot be loaded (")
                        && e.getMessage().contains("JAVA_TOOL_OPTIONS=-Djava.io.tmpdir="),
                e.getMessage());
    }

    @Test
    void theErrorNamesAMissingLibraryAndTheProperty() {
        System.setProperty("bench.library", "no/such/file.so");
        assertFalse(BenchLibrary.present());
        UnsatisfiedLinkError e = assertThrows(UnsatisfiedLinkError.class, BenchLibrary::load);
        assertTrue(e.getMessage().contains("-Dbench.library=no/such/file.so"), e.getMessage());
    }
}
