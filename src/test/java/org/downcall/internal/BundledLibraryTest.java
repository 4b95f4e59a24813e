package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The private copy: who may see it, and how long it is there. What a user sees of it is tested in
 * src/it/loading.
 */
class BundledLibraryTest {

    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    private Path temporary;

    private List<String> leftBehind() throws IOException {
        try (var files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void theCopyIsOpenToItsOwnerAloneWhileItIsLoaded() throws IOException {
        BundledLibrary.loadCopy(CONTENT, temporary, copy -> {
            try {
                assertEquals(
                        "rwx------",
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(copy.getParent())));
                assertArrayEquals(CONTENT, Files.readAllBytes(copy));
                assertEquals(
                        System.mapLibraryName("downcall"), copy.getFileName().toString());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        BundledLibrary.loadCopy(CONTENT, temporary, copy -> assertTrue(Files.exists(copy)));
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void nothingIsLeftBehindWhenLoadingFails() throws IOException {
        assertThrows(
                UnsatisfiedLinkError.class,
                () -> BundledLibrary.loadCopy(CONTENT, temporary, copy -> {
                    throw new UnsatisfiedLinkError("cannot be loaded");
                }));
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void theDirectoryIsNewEachTimeAndWhatWasThereBeforeIsLeftAlone() throws IOException {
        Path before = Files.writeString(
                temporary.resolve(System.mapLibraryName("downcall")), "not to be trusted");
        List<Path> directories = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            BundledLibrary.loadCopy(CONTENT, temporary, copy -> directories.add(copy.getParent()));
        }
        assertNotEquals(directories.get(0), directories.get(1));
        assertEquals("not to be trusted", Files.readString(before));
    }

    @Test
    void aMissingTemporaryDirectoryIsAnErrorThatNamesIt() {
        Path missing = temporary.resolve("missing");
        NoSuchFileException e = assertThrows(
                NoSuchFileException.class,
                () -> BundledLibrary.loadCopy(CONTENT, missing, copy -> {}));
        assertTrue(e.getFile().startsWith(missing.toString()), e::getFile);
    }

    @Test
    @RequiresLibrary
    void theLibraryInTheJarHasTheDigestThatTheBuildRecorded() throws IOException {
        assertArrayEquals(Files.readAllBytes(TestBuild.library()), BundledLibrary.read());
    }
}
