package org.downcall.internal.loading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSource;
import java.util.HexFormat;

/** The library in the jar. */
final class BundledLibrary {

    /**
     * Reads the library of this platform and compares it with the digest that the build recorded
     * next to it.
     *
     * @return null if there is no such resource
     * @throws UnsatisfiedLinkError if the library does not match its digest, or has none
     */
    static byte[] read(LibrarySpec spec) throws IOException {
        String resource = resource(spec);
        byte[] library = readResource(resource);
        if (library == null) {
            return null;
        }
        byte[] digestFile = readResource(resource + ".sha256");
        if (digestFile == null) {
            throw new UnsatisfiedLinkError("The bundled library cannot be verified. The resource "
                    + resource + ".sha256 is missing from " + location() + ". Download the "
                    + spec.name() + " jar again.");
        }
        String recorded = new String(digestFile, US_ASCII).strip().split(" ", 2)[0];
        String actual = HexFormat.of().formatHex(Sha256.digest(library));
        if (!actual.equals(recorded)) {
            throw new UnsatisfiedLinkError("The bundled library " + resource
                    + " is damaged. Its SHA-256 digest is " + actual + ", but the build recorded "
                    + recorded + ". Download the " + spec.name() + " jar again.");
        }
        return library;
    }

    /** {@return the name of the resource that contains the library of this platform} */
    static String resource(LibrarySpec spec) {
        return directory(spec) + spec.fileName();
    }

    /** {@return whether there is a library of this platform} */
    static boolean exists(LibrarySpec spec) {
        return BundledLibrary.class.getResource(resource(spec)) != null;
    }

    /** {@return whether the build marked the library of this platform as built, but not run} */
    static boolean isMarkedAsNotRun(LibrarySpec spec) throws IOException {
        return readResource(directory(spec) + "built-not-run") != null;
    }

    private static String directory(LibrarySpec spec) {
        return spec.resourceRoot() + "/" + Platform.CURRENT + "/";
    }

    /** {@return whether any resource can be found: the file of this class is one} */
    static boolean resourcesCanBeFound() {
        try {
            return readResource("BundledLibrary.class") != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the jar or the directory from which this class was loaded, for messages} */
    static String location() {
        CodeSource source = BundledLibrary.class.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "the class path"
                : source.getLocation().getPath();
    }

    private static byte[] readResource(String name) throws IOException {
        try (InputStream in = BundledLibrary.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private BundledLibrary() {}
}
