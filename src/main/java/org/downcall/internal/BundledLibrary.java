package org.downcall.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The library inside the jar, and the private copy of it that the operating system can load. */
final class BundledLibrary {

    static final String FILE_NAME = System.mapLibraryName("downcall");

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /**
     * The library of this platform, checked against the digest that the build recorded beside it.
     *
     * @return null if the jar has none for this platform
     * @throws UnsatisfiedLinkError if the library and its digest differ
     */
    static byte[] read() throws IOException {
        String resource = "/META-INF/native/" + Platform.CURRENT + "/" + FILE_NAME;
        byte[] library = readResource(resource);
        if (library == null) {
            return null;
        }
        byte[] digestFile = readResource(resource + ".sha256");
        String recorded = digestFile == null
                ? "none"
                : new String(digestFile, US_ASCII).strip().split(" ", 2)[0];
        String actual = HexFormat.of().formatHex(sha256(library));
        if (!actual.equals(recorded)) {
            throw new UnsatisfiedLinkError("The bundled library " + resource
                    + " is damaged: its SHA-256 is " + actual + ", the build recorded " + recorded
                    + ". Fetch the downcall jar again.");
        }
        return library;
    }

    /** What loads a library, given its path. */
    interface Loader {
        void load(Path library);
    }

    /**
     * Lets {@code loader} load a copy of {@code library} from a directory that is new,
     * unpredictable in name, and open to this user alone. Directory and copy are gone when this
     * returns, however it returns, except where the system keeps a file that is in use: Windows
     * does, and so does NFS, under another name.
     */
    static void loadCopy(byte[] library, Path temporaryDirectory, Loader loader)
            throws IOException {
        boolean posix =
                temporaryDirectory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] privately = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Path directory = Files.createTempDirectory(temporaryDirectory, "downcall-", privately);
        Path copy = directory.resolve(FILE_NAME);
        try {
            Files.write(copy, library, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            loader.load(copy);
        } finally {
            delete(directory, copy);
        }
    }

    /**
     * A failure is no reason to throw: it would take away a library that works, or hide why one
     * does not.
     */
    private static void delete(Path directory, Path copy) {
        try {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // In reverse order of these calls.
            directory.toFile().deleteOnExit();
            copy.toFile().deleteOnExit();
        }
    }

    private static byte[] readResource(String name) throws IOException {
        try (InputStream in = BundledLibrary.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private BundledLibrary() {}
}
