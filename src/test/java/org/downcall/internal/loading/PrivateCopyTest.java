package org.downcall.internal.loading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who can access the private copy, and when it is deleted. */
class PrivateCopyTest {

    private static final byte[] CONTENT = {1, 2, 3};
    private static final LibrarySpec SPEC = new LibrarySpec(
            "foo", "/native", new FixedIdentity("foo_", 1, 0, "1.2.3"), "foo.path", "foo.tmpdir");

    @TempDir
    private Path temporary;

    private List<String> leftBehind() throws IOException {
        try (var files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void onlyItsOwnerCanAccessTheCopy() throws IOException {
        PrivateCopy.load(SPEC, CONTENT, temporary, copy -> {
            try {
                assertEquals(
                        "rwx------",
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(copy.getParent())));
                assertArrayEquals(CONTENT, Files.readAllBytes(copy));
                assertEquals(System.mapLibraryName("foo"), copy.getFileName().toString());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        PrivateCopy.load(SPEC, CONTENT, temporary, copy -> assertTrue(Files.exists(copy)));
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void nothingIsLeftBehindWhenLoadingFails() throws IOException {
        assertThrows(
                UnsatisfiedLinkError.class,
                () -> PrivateCopy.load(SPEC, CONTENT, temporary, copy -> {
                    throw new UnsatisfiedLinkError("cannot be loaded");
                }));
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void theDirectoryIsNewEachTimeAndExistingFilesAreNotTouched() throws IOException {
        Path before = Files.writeString(
                temporary.resolve(System.mapLibraryName("foo")), "not to be trusted");
        List<Path> directories = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            PrivateCopy.load(SPEC, CONTENT, temporary, copy -> directories.add(copy.getParent()));
        }
        assertNotEquals(directories.get(0), directories.get(1));
        assertEquals("not to be trusted", Files.readString(before));
    }

    @Test
    void aFileSystemWithoutPermissions() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(
                temporary.resolve("files.zip"), Map.of("create", "true"))) {
            Path root = zip.getPath("/");
            List<Path> copies = new ArrayList<>();
            PrivateCopy.load(SPEC, CONTENT, root, copies::add);
            assertEquals(
                    System.mapLibraryName("foo"), copies.get(0).getFileName().toString());
            try (var left = Files.list(root)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    /** Where the copy cannot be deleted, it is left, and the library is in use. */
    @Test
    void aCopyThatCannotBeDeleted() throws IOException {
        PrivateCopy.load(SPEC, CONTENT, temporary, copy -> {
            try {
                Files.createFile(copy.resolveSibling("another file"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(1, leftBehind().size());
    }

    @Test
    void aMissingTemporaryDirectoryIsAnErrorThatNamesIt() {
        Path missing = temporary.resolve("missing");
        NoSuchFileException e = assertThrows(
                NoSuchFileException.class,
                () -> PrivateCopy.load(SPEC, CONTENT, missing, copy -> {}));
        assertTrue(e.getFile().startsWith(missing.toString()), e::getFile);
    }
}
