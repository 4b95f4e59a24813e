package com.example;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.it.Run;

/** Libraries that do not belong to this release, and jars that contain them. */
final class OtherLibrary {

    static final String FILE_NAME = System.mapLibraryName("downcall");

    /** The folder of this platform in the jar. */
    private static final String PLATFORM = System.getProperty("os.name")
                    .toLowerCase(Locale.ROOT)
                    .replaceFirst("^mac.*", "macos")
                    .replaceFirst("^windows.*", "windows")
            + "-" + System.getProperty("os.arch").replace("amd64", "x86_64");

    static final int ABI = downcall_h.DC_ABI_VERSION();

    /** Compiles a library that reports the given identity. */
    static Path compile(Path directory, int abiVersion, long headerHash, String version)
            throws Exception {
        return compile(directory, """
                int dc_abi_version(void) { return %d; }
                long long dc_header_hash(void) { return %dLL; }
                const char *dc_version(void) { return %s; }
                """.formatted(abiVersion, headerHash, version));
    }

    /**
     * @return the library in {@code directory}; the test is skipped where there is no C compiler
     */
    static Path compile(Path directory, String source) throws Exception {
        Path c = Files.writeString(directory.resolve("other.c"), source);
        Path library = directory.resolve(FILE_NAME);
        try {
            String cc = System.getProperty("cc", "cc");
            Run.of(
                            List.of(cc, "-shared", "-fPIC", "-o", library.toString(), c.toString()),
                            Map.of())
                    .assertExit(0);
        } catch (IOException e) {
            abort("no C compiler: " + e.getMessage());
        }
        return library;
    }

    /** Changes the library in a jar. */
    interface Change {
        void to(Path library) throws Exception;
    }

    /** @return a copy of the downcall jar, changed */
    static Path inJar(Path copy, Change change) throws Exception {
        Files.copy(Application.JAR, copy);
        try (FileSystem jar = FileSystems.newFileSystem(copy)) {
            change.to(libraryIn(jar));
        }
        return copy;
    }

    /** {@return a copy of the downcall jar that contains another library and its digest} */
    static Path inJar(Path copy, Path other) throws Exception {
        return inJar(copy, library -> {
            byte[] bytes = Files.readAllBytes(other);
            Files.write(library, bytes);
            Files.writeString(
                    library.resolveSibling(FILE_NAME + ".sha256"),
                    HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(bytes))
                            + "  " + FILE_NAME);
        });
    }

    /** @return a file with the library of this release */
    static Path unpack(Path target) throws Exception {
        try (FileSystem jar = FileSystems.newFileSystem(Application.JAR)) {
            return Files.copy(libraryIn(jar), target);
        }
    }

    private static Path libraryIn(FileSystem jar) {
        return jar.getPath("META-INF", "native", PLATFORM, FILE_NAME);
    }

    private OtherLibrary() {}
}
