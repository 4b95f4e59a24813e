package org.downcall.internal.loading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The library in the jar. */
final class BundledLibrary {

    /**
     * Reads the library of this platform and compares it with the digest that the build recorded
     * next to it.
     *
     * @return null if the jar contains no library for this platform
     * @throws UnsatisfiedLinkError if the library does not match its digest
     */
    static byte[] read(LibrarySpec spec) throws IOException {
        String resource = spec.resourceRoot() + "/" + Platform.CURRENT + "/" + spec.fileName();
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
                    + " is damaged. Its SHA-256 digest is " + actual + ", but the build recorded "
                    + recorded + ". Download the " + spec.name() + " jar again.");
        }
        return library;
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
            throw new AssertionError("every Java platform supports SHA-256", e);
        }
    }

    private BundledLibrary() {}
}
