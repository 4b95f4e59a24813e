package org.downcall.internal.loading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** A temporary copy of a library, from which the operating system loads it. */
final class PrivateCopy {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /**
     * Passes the path of a copy of {@code library} to {@code loader}. The copy is in a new
     * directory with an unpredictable name, which only this user can access. Both have been deleted
     * when this method returns or throws, except where the system keeps a file that is in use:
     * Windows does, and NFS does under another name.
     */
    static void load(
            LibrarySpec spec, byte[] library, Path temporaryDirectory, Consumer<Path> loader)
            throws IOException {
        boolean posix =
                temporaryDirectory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Path directory =
                Files.createTempDirectory(temporaryDirectory, spec.name() + "-", attributes);
        Path copy = directory.resolve(spec.fileName());
        try {
            Files.write(copy, library, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            loader.accept(copy);
        } finally {
            delete(directory, copy);
        }
    }

    /**
     * Deletes both. A failure is not reported: it would discard a library that works, or hide why
     * one does not.
     */
    private static void delete(Path directory, Path copy) {
        try {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // The JVM deletes files in the reverse order of these calls.
            directory.toFile().deleteOnExit();
            copy.toFile().deleteOnExit();
        }
    }

    private PrivateCopy() {}
}
