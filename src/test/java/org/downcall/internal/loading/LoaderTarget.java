package org.downcall.internal.loading;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.downcall.fuzz.FuzzInput;

/**
 * Fuzzes what the loader reads before it lets the dynamic linker open a library: the library in the
 * jar with its digest, and the headers of a named library. The linker itself opens none of these
 * files, because it crashes on some.
 */
public final class LoaderTarget {

    private static final int HEADERS = 4096;

    private static final LibrarySpec SPEC = new LibrarySpec(
            "fuzzed",
            "/fuzzed" + ProcessHandle.current().pid(),
            new FixedIdentity("fuzzed_", 1, 0, "1.2.3"),
            "fuzzed.path",
            "fuzzed.tmpdir");

    private static final Path LIBRARY = resource();
    private static final Path DIGEST = LIBRARY.resolveSibling(LIBRARY.getFileName() + ".sha256");
    private static final Path NAMED = LIBRARY.resolveSibling("named");
    private static final byte[] REAL = realLibrary();

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        FuzzInput in = new FuzzInput(data);
        if (in.takeBoolean()) {
            bundled(in);
        } else {
            named(in);
        }
    }

    /** A directory on the class path, where the resources of this target are. */
    private static Path resource() {
        try {
            Path classes = Path.of(LoaderTarget.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path file = classes.resolve(BundledLibrary.resource(SPEC).substring(1));
            Files.createDirectories(file.getParent());
            // The JVM deletes in the reverse order of these calls.
            file.getParent().getParent().toFile().deleteOnExit();
            file.getParent().toFile().deleteOnExit();
            for (String name : new String[] {"", ".sha256"}) {
                file.resolveSibling(file.getFileName() + name).toFile().deleteOnExit();
            }
            file.resolveSibling("named").toFile().deleteOnExit();
            return file;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The library of this build, or nothing where the build compiles none. */
    private static byte[] realLibrary() {
        String name =
                "/META-INF/native/" + Platform.CURRENT + "/" + System.mapLibraryName("downcall");
        try (var in = BundledLibrary.class.getResourceAsStream(name)) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A library is returned if the digest next to it is its own, and else refused. */
    private static void bundled(FuzzInput in) throws IOException, GeneralSecurityException {
        int kind = in.takeByte();
        byte[] digest = digest(in);
        byte[] library = in.rest();
        write(LIBRARY, (kind & 15) == 1 ? null : library);
        String own =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(library));
        String text = switch (kind >> 4) {
            case 0 -> own;
            case 1 -> own + "  " + LIBRARY.getFileName() + "\n";
            case 2 -> "\n\t " + own + " ";
            case 3 -> own.toUpperCase(Locale.ROOT);
            case 4 -> own.substring(0, own.length() - 1);
            case 5 -> own + own;
            case 6 -> altered(own, digest);
            default -> new String(digest, StandardCharsets.ISO_8859_1);
        };
        write(DIGEST, kind == 0xF2 ? null : text.getBytes(StandardCharsets.ISO_8859_1));
        try {
            byte[] read = BundledLibrary.read(SPEC);
            require(
                    (kind & 15) == 1
                            ? read == null
                            : Arrays.equals(read, library)
                                    && text.strip().split(" ", 2)[0].equals(own),
                    "a library was accepted whose digest is '" + text + "'");
        } catch (UnsatisfiedLinkError e) {
            require(kind >> 4 > 2, "a library was refused whose digest is '" + text + "'");
            require(
                    e.getMessage().endsWith("Download the fuzzed jar again."),
                    "the message does not name a remedy: " + e.getMessage());
        }
    }

    private static byte[] digest(FuzzInput in) {
        byte[] digest = new byte[in.takeBelow(80)];
        for (int i = 0; i < digest.length; i++) {
            digest[i] = (byte) in.takeByte();
        }
        return digest;
    }

    /** One character becomes another. */
    private static String altered(String hex, byte[] by) {
        int i = by.length < 1 ? 0 : (by[0] & 0xFF) % hex.length();
        char c = by.length < 2 ? 'x' : (char) (by[1] & 0xFF);
        return hex.substring(0, i) + c + hex.substring(i + 1);
    }

    /** Headers of which any bytes are changed, in a file of any length. */
    private static void named(FuzzInput in) throws IOException {
        if (REAL.length < HEADERS) {
            return;
        }
        byte[] headers = Arrays.copyOf(REAL, HEADERS);
        int changes = in.takeBelow(4);
        for (int i = 0; i < changes; i++) {
            int at = (int) (in.takeBoolean() ? in.takeByte() : in.takeBytes(2) % HEADERS);
            headers[at] = (byte) in.takeByte();
        }
        long length = in.takeBoolean() ? REAL.length : in.takeBytes(3) % REAL.length;
        try (RandomAccessFile file = new RandomAccessFile(NAMED.toFile(), "rw")) {
            file.setLength(0);
            file.write(headers, 0, (int) Math.min(length, HEADERS));
            file.setLength(length); // zeros follow
        }
        long required = ElfFile.requiredBytes(NAMED);
        require(required >= 0, "the headers require " + required + " bytes");
        if (changes == 0) {
            require(
                    length < 64 ? required == 0 : length < REAL.length == required > length,
                    "a library of " + length + " bytes, of which " + required + " are required");
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        if (content == null) {
            Files.deleteIfExists(file);
        } else {
            Files.write(file, content);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }

    private LoaderTarget() {}
}
