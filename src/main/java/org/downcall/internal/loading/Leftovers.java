package org.downcall.internal.loading;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The private copies of processes that were killed while they loaded a library. The next process
 * that needs a copy in the same temporary directory deletes them.
 *
 * <p>Each directory of a copy contains a file that its process has locked. The operating system
 * releases the lock when the process ends, however it ends. A directory without such a file belongs
 * to a process that has just created it or is about to delete it. If it is empty and not new, it is
 * deleted; a process that has created it, but was delayed, then creates another one.
 */
final class Leftovers {

    static final String LOCK = "lock";

    /** No more entries of the temporary directory are examined. This many take about 10 ms. */
    private static final int MAX_ENTRIES = 10_000;

    /** A process takes less than a millisecond from creating its directory to locking the file. */
    private static final int NEW_MILLIS = 100;

    /** {@return how the names of the directories of copies begin} */
    static String namePrefix(LibrarySpec spec) {
        return spec.name() + "-library-";
    }

    /**
     * {@return whether no other process has locked the file} If the file system does not support
     * locks, it returns true, and {@link #delete} deletes no directory. This includes file systems
     * on which the JVM cannot distinguish this file from one that it has locked.
     */
    static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return true;
        }
    }

    /**
     * Deletes the copies that no process uses. A failure is not reported: what remains does no harm
     * to this process.
     *
     * @param own the directory of this process, which remains
     */
    static void delete(LibrarySpec spec, Path own) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(own.getParent())) {
            int examined = 0;
            for (Path entry : entries) {
                if (++examined > MAX_ENTRIES) {
                    return;
                }
                if (entry.getFileName().toString().startsWith(namePrefix(spec))
                        && !entry.equals(own)
                        && isDirectoryOfTheOwnerOf(own, entry)) {
                    deleteUnlessInUse(entry, own, spec);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // This user may not be permitted to list the directory.
        }
    }

    /**
     * Other users could make this process delete files through symbolic links, or on Windows
     * through junctions, for which both isDirectory and isOther return true.
     */
    private static boolean isDirectoryOfTheOwnerOf(Path own, Path entry) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(
                    entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isDirectory()
                    && !attributes.isOther()
                    && Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS)
                            .equals(Files.getOwner(own, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void deleteUnlessInUse(Path directory, Path own, LibrarySpec spec) {
        Path lock = directory.resolve(LOCK);
        try {
            try (FileChannel channel =
                    FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                if (channel.tryLock() == null) {
                    return;
                }
                Files.deleteIfExists(directory.resolve(spec.fileName()));
                Files.deleteIfExists(lock);
            } catch (NoSuchFileException e) {
                // The directory may be empty.
                if (modifiedMillis(own) - modifiedMillis(directory) < NEW_MILLIS) {
                    return;
                }
            }
            Files.deleteIfExists(directory);
        } catch (IOException | OverlappingFileLockException e) {
            // It is in use, or is not a directory of a copy.
        }
    }

    private static long modifiedMillis(Path directory) throws IOException {
        return Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS).toMillis();
    }

    private Leftovers() {}
}
