package org.downcall.internal.loading;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A temporary copy of a library, from which the operating system loads it. */
final class PrivateCopy {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private static final int WORLD_WRITABLE = 0002;
    private static final int GROUP_WRITABLE = 0020;
    private static final int STICKY = 01000;

    private static final int ATTEMPTS = 10;

    /** A directory in which another user could replace the copy before it is loaded. */
    static final class OpenDirectoryException extends FileSystemException {

        private static final long serialVersionUID = 1;

        /** Whether the sticky bit of the directory would prevent that. */
        private final boolean shared;

        private OpenDirectoryException(Path directory, boolean shared) {
            super(directory.toString());
            this.shared = shared;
        }

        /** If other classes threw or caught the class itself, each start would load it. */
        static IOException of(Path directory, boolean shared) {
            return new OpenDirectoryException(directory, shared);
        }

        boolean isShared() {
            return shared;
        }
    }

    /**
     * {@return an OpenDirectoryException if a user other than this one and root can replace a
     * directory that this user has created; otherwise null} If other users can write to a
     * directory, they can rename what it contains, unless it has the sticky bit. Its owner always
     * can. The same applies to each directory that contains it. A group with the name of the owner
     * of the directory counts as having no other members: many systems create such a group for each
     * user, and permit the group to write.
     *
     * @param created a path without symbolic links, which another user could change
     */
    private static IOException dangerTo(Path created) {
        try {
            // In a container, the owner of the root directory may be root under another number.
            List<Integer> trusted = List.of(0, uid(created), uid(created.getRoot()));
            for (Path directory = created.getParent();
                    directory != null;
                    directory = directory.getParent()) {
                if (!trusted.contains(uid(directory))) {
                    return OpenDirectoryException.of(directory, false);
                }
                int mode = (int) Files.getAttribute(directory, "unix:mode");
                if ((mode & STICKY) == 0
                        && ((mode & WORLD_WRITABLE) != 0
                                || (mode & GROUP_WRITABLE) != 0
                                        && !hasGroupOfItsOwner(directory))) {
                    return OpenDirectoryException.of(directory, true);
                }
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // The file system has no POSIX attributes, or does not show them to this user.
        }
        return null;
    }

    private static int uid(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }

    private static boolean hasGroupOfItsOwner(Path directory) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
        return attributes.owner().getName().equals(attributes.group().getName());
    }

    /**
     * Passes the path of a copy of {@code library} to {@code loader}. The copy is in a new
     * directory with an unpredictable name, which only this user can access. Both have been deleted
     * when this method returns or throws, except where the system keeps a file that is in use:
     * Windows does, and NFS does under another name.
     *
     * <p>Throws an {@link OpenDirectoryException} if another user could replace the copy.
     *
     * <p>Deletes what other processes have left behind; see {@link Leftovers}.
     */
    static void load(
            LibrarySpec spec, byte[] library, Path temporaryDirectory, Consumer<Path> loader)
            throws IOException {
        // An interned String is one object for all class loaders of the JVM. They take turns,
        // because a process that opens and closes a file loses the lock that it has on it.
        synchronized ((spec.name() + " is being loaded").intern()) {
            for (int attempt = 1; ; attempt++) {
                try {
                    loadOnce(spec, library, temporaryDirectory, loader);
                    return;
                } catch (NoSuchFileException e) {
                    // Another process deleted the directory before it was locked.
                    if (attempt == ATTEMPTS || !Files.isDirectory(temporaryDirectory)) {
                        throw e;
                    }
                }
            }
        }
    }

    private static void loadOnce(
            LibrarySpec spec, byte[] library, Path temporaryDirectory, Consumer<Path> loader)
            throws IOException {
        Path directory = createDirectory(spec, temporaryDirectory);
        try {
            Path lock = directory.resolve(Leftovers.LOCK);
            try (FileChannel channel = FileChannel.open(
                    lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                if (!Leftovers.lock(channel) || !Files.exists(lock)) {
                    throw new NoSuchFileException(lock.toString());
                }
                Leftovers.delete(spec, directory);
                Path copy = directory.resolve(spec.fileName());
                Files.write(copy, library, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                loader.accept(copy);
            }
        } finally {
            delete(spec, directory);
        }
    }

    private static Path createDirectory(LibrarySpec spec, Path parent) throws IOException {
        String prefix = Leftovers.namePrefix(spec);
        Set<String> views = parent.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            // Files.createTempDirectory would do the same with a SecureRandom. The first one of a
            // JVM initializes the security providers, which takes longer than all the rest here.
            Path directory = Files.createDirectory(
                    parent.toRealPath().resolve(prefix + Long.toUnsignedString(randomBits(), 36)),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            IOException danger = dangerTo(directory);
            if (danger != null) {
                Files.deleteIfExists(directory);
                throw danger;
            }
            return directory;
        }
        if (!views.contains("acl")) {
            return Files.createTempDirectory(parent, prefix);
        }
        AclOfOwner acl = new AclOfOwner(ownerOfNewFiles(parent, prefix));
        Path directory = Files.createTempDirectory(parent, prefix, acl);
        // The system may have added entries that it inherits from the parent.
        Files.getFileAttributeView(directory, AclFileAttributeView.class).setAcl(acl.value());
        return directory;
    }

    /** {@return 64 bits that no other user can predict} */
    private static long randomBits() {
        try (InputStream random = new FileInputStream("/dev/urandom")) {
            return ByteBuffer.wrap(random.readNBytes(Long.BYTES)).getLong();
        } catch (IOException | BufferUnderflowException e) {
            return new SecureRandom().nextLong();
        }
    }

    /** {@return this user, or the group of administrators if Windows is configured in this way} */
    private static UserPrincipal ownerOfNewFiles(Path parent, String prefix) throws IOException {
        Path probe = Files.createTempDirectory(parent, prefix);
        try {
            return Files.getOwner(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** An access control list that grants everything to the owner, and nothing to anyone else. */
    record AclOfOwner(UserPrincipal owner) implements FileAttribute<List<AclEntry>> {

        @Override
        public String name() {
            return "acl:acl";
        }

        @Override
        public List<AclEntry> value() {
            return List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(owner)
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                    .build());
        }
    }

    /**
     * Deletes the files, and then the directory that contains them. A failure is not reported: it
     * would discard a library that works, or hide why one does not.
     */
    private static void delete(LibrarySpec spec, Path directory) {
        Path copy = directory.resolve(spec.fileName());
        Path lock = directory.resolve(Leftovers.LOCK);
        try {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(lock);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // The JVM deletes files in the reverse order of these calls.
            directory.toFile().deleteOnExit();
            lock.toFile().deleteOnExit();
            copy.toFile().deleteOnExit();
        }
    }

    private PrivateCopy() {}
}
