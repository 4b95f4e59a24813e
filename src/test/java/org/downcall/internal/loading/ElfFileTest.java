package org.downcall.internal.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The dynamic linker would end this JVM if it opened one of these files. */
@RequiresLibrary
@EnabledOnOs(value = OS.LINUX, disabledReason = "the library is not an ELF file")
class ElfFileTest {

    private static final LibrarySpec SPEC = new LibrarySpec(
            "foo", "/native", new FixedIdentity("foo_", 1, 0, "1.2.3"), "foo.path", "foo.tmpdir");

    @TempDir
    private Path directory;

    private Path beginning(int bytes) throws IOException {
        byte[] library = Files.readAllBytes(TestBuild.library());
        return Files.write(directory.resolve("libfoo.so"), Arrays.copyOf(library, bytes));
    }

    @Test
    void aCompleteFileHasTheSizeThatItsHeadersRequire() throws IOException {
        assertEquals(Files.size(TestBuild.library()), ElfFile.requiredBytes(TestBuild.library()));
    }

    @Test
    void everyBeginningOfALibraryIsRefused() throws IOException {
        int size = (int) Files.size(TestBuild.library());
        LibraryLoader loader = new LibraryLoader(SPEC, directory.toString());
        for (int bytes = 64; bytes < size; bytes += bytes < 1_000 ? 1 : size / 500) {
            Path file = beginning(bytes);
            UnsatisfiedLinkError e = assertThrows(
                    UnsatisfiedLinkError.class, () -> loader.load(file, message -> {}));
            assertEquals(
                    file + " cannot be loaded. The file is incomplete or damaged: it has " + bytes
                            + " bytes, but its headers require " + size + ". Copy it again.",
                    e.getMessage());
        }
    }

    @Test
    void theLinkerReportsAFileWithoutACompleteHeader() throws IOException {
        LibraryLoader loader = new LibraryLoader(SPEC, directory.toString());
        for (int bytes = 0; bytes < 64; bytes++) {
            Path file = beginning(bytes);
            UnsatisfiedLinkError e = assertThrows(
                    UnsatisfiedLinkError.class, () -> loader.load(file, message -> {}));
            assertTrue(
                    e.getMessage().startsWith(file + " cannot be loaded. The dynamic linker"),
                    e::getMessage);
        }
    }

    @Test
    void headersThatRequireGigabytesAreRefused() throws IOException {
        byte[] library = Files.readAllBytes(TestBuild.library());
        ByteBuffer header = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        for (short entryBytes : new short[] {56, Short.MAX_VALUE, -1}) {
            header.putShort(54, entryBytes).putShort(56, (short) -1); // e_phentsize, e_phnum
            Path file = Files.write(directory.resolve("libfoo.so"), library);
            long required = 64 + 0xFFFFL * (entryBytes & 0xFFFF);
            assertEquals(Math.max(library.length, required), ElfFile.requiredBytes(file));
        }
    }
}
