package org.downcall.internal.loading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    private Path leftover(String name) throws IOException {
        Path directory =
                Files.createDirectory(temporary.resolve(Leftovers.namePrefix(SPEC) + name));
        Files.createFile(directory.resolve(Leftovers.LOCK));
        Files.write(directory.resolve(SPEC.fileName()), CONTENT);
        return directory;
    }

    @Test
    void whatProcessesThatWereKilledLeftBehindIsDeleted() throws IOException {
        leftover("after the copy was written");
        Files.delete(leftover("before the copy was written").resolve(SPEC.fileName()));
        Path empty = temporary.resolve(Leftovers.namePrefix(SPEC) + "empty");
        Files.setLastModifiedTime(
                Files.createDirectory(empty), FileTime.from(Instant.now().minusSeconds(1)));

        PrivateCopy.load(SPEC, CONTENT, temporary, copy -> assertTrue(Files.exists(copy)));

        assertEquals(List.of(), leftBehind());
    }

    /** Its process is about to lock it. */
    @Test
    void anEmptyDirectoryThatIsNewIsNotDeleted() throws IOException {
        Path empty = temporary.resolve(Leftovers.namePrefix(SPEC) + "new");
        Files.setLastModifiedTime(
                Files.createDirectory(empty), FileTime.from(Instant.now().plusSeconds(60)));

        PrivateCopy.load(SPEC, CONTENT, temporary, copy -> {});

        assertEquals(List.of(empty.getFileName().toString()), leftBehind());
    }

    @Test
    void whatIsInUseOrIsNotACopyIsNotDeleted() throws IOException {
        Path inUse = leftover("in use");
        Path other = leftover("other").resolve("file");
        Files.createFile(other);
        try (FileChannel channel =
                FileChannel.open(inUse.resolve(Leftovers.LOCK), StandardOpenOption.WRITE)) {
            assertNotNull(channel.tryLock());

            PrivateCopy.load(SPEC, CONTENT, temporary, copy -> {});

            assertTrue(Files.exists(inUse.resolve(SPEC.fileName())));
        }
        assertTrue(Files.exists(other));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
    void whatALinkPointsToIsNotDeleted() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve(Leftovers.LOCK));
        Path link = temporary.resolve(Leftovers.namePrefix(SPEC) + "link");
        Files.createSymbolicLink(link, elsewhere);

        PrivateCopy.load(SPEC, CONTENT, temporary, copy -> {});

        assertTrue(Files.exists(link.resolve(Leftovers.LOCK)));
    }

    /** {@return whether the copy is refused} Then nothing remains of it. */
    private boolean isRefused(Path parent) throws IOException {
        List<Path> copies = new ArrayList<>();
        try {
            PrivateCopy.load(SPEC, CONTENT, parent, copies::add);
            assertEquals(1, copies.size());
            return false;
        } catch (PrivateCopy.OpenDirectoryException e) {
            assertEquals(List.of(), copies);
            assertEquals(temporary.toRealPath().toString(), e.getFile());
            return true;
        } finally {
            try (var files = Files.list(parent)) {
                assertTrue(files.noneMatch(file ->
                        file.getFileName().toString().startsWith(Leftovers.namePrefix(SPEC))));
            }
        }
    }

    private void assertOpen(boolean expected, Path parent, int... modes) throws IOException {
        for (int mode : modes) {
            Files.setAttribute(temporary, "unix:mode", mode);
            assertEquals(expected, isRefused(parent), Integer.toOctalString(mode));
        }
    }

    private void change(String attribute) throws IOException {
        int other = 1 + (int) Files.getAttribute(temporary, "unix:uid");
        try {
            Files.setAttribute(temporary, attribute, other);
        } catch (IOException e) {
            assumeTrue(false, "This user cannot change the owner of a directory: " + e);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void aDirectoryInWhichEveryoneCanReplaceFilesIsRecognized() throws IOException {
        Path below = Files.createDirectory(temporary.resolve("below"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), below);
        for (Path parent : List.of(temporary, below, link)) {
            assertOpen(false, parent, 0700, 0755, 0770, 01777);
            assertOpen(true, parent, 0777);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void aDirectoryInWhichAGroupCanReplaceFilesIsRecognized() throws IOException {
        change("unix:gid");
        assertOpen(true, temporary, 0770);
        assertOpen(false, temporary, 0750, 01770);
    }

    /** The owner of a directory can rename what it contains, even if it has the sticky bit. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void aDirectoryOfAnotherUserIsRecognized() throws IOException {
        change("unix:uid");
        Path below = Files.createDirectory(temporary.resolve("below"));
        for (Path parent : List.of(temporary, below)) {
            assertOpen(true, parent, 0755, 01777);
        }
    }

    /** On Windows, a library that is in use cannot be deleted. Nor can a directory with a file. */
    @Test
    void aLibraryThatCannotBeDeletedDoesNotPreventTheDeletionOfOthers() throws IOException {
        Path first = leftover("1");
        Path second = leftover("2");
        Path third = leftover("3");
        Path inUse = second.resolve(SPEC.fileName());
        Files.delete(inUse);
        Files.createFile(Files.createDirectory(inUse).resolve("in use"));

        PrivateCopy.load(SPEC, CONTENT, temporary, copy -> {});

        assertFalse(Files.exists(first));
        assertTrue(Files.exists(inUse));
        assertFalse(Files.exists(third));
    }

    /** Windows has no POSIX permissions. */
    @Test
    void theAccessControlListAdmitsTheOwnerOnly() throws IOException {
        UserPrincipal owner = Files.getOwner(temporary);
        PrivateCopy.AclOfOwner acl = new PrivateCopy.AclOfOwner(owner);
        assertEquals("acl:acl", acl.name());
        assertEquals(1, acl.value().size());
        AclEntry entry = acl.value().getFirst();
        assertEquals(owner, entry.principal());
        assertEquals(AclEntryType.ALLOW, entry.type());
        assertEquals(EnumSet.allOf(AclEntryPermission.class), entry.permissions());
        assertEquals(
                Set.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT),
                entry.flags(),
                "the copy in the directory has the same list");
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
