package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.downcall.benchmarks.RequiresLibrary;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.downcall.benchmarks.run.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The property {@code flint.library}. These tests need no FLINT. */
class FlintLibraryTest {

    private static String messageFor(Path file) {
        return assertThrows(UsageException.class, () -> Flint.Library.of(file.toString()))
                .getMessage();
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("libflint.so");
        assertEquals(
                "flint.library=" + file + ": the file does not exist. Set it to the shared library"
                        + " of FLINT, for example /usr/local/lib/libflint.so.",
                messageFor(file));
    }

    @Test
    void aFileThatIsNotALibraryIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("libflint.so"), "text");
        String message = messageFor(file);
        assertTrue(
                message.startsWith("flint.library=" + file + ": the file cannot be loaded"),
                message);
    }

    @Test
    @RequiresLibrary
    void anotherLibraryIsRejected() {
        Path file = BenchLibrary.path();
        assertEquals(
                "flint.library=" + file + ": the library is not FLINT, because it has no function"
                        + " fmpz_mul. Set it to the shared library of FLINT.",
                messageFor(file));
    }
}
