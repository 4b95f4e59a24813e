package org.downcall.benchmarks.calls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.downcall.benchmarks.run.TemporaryDirectory;

/**
 * The native library compiled from the C files of the benchmarks.
 *
 * <p>The system property {@code bench.library} names its file. Without the property, the copy on
 * the class path is used, {@code META-INF/native/libdowncallbench.so} on Linux, which {@code
 * benchmarks.jar} contains. That copy is written to a private temporary directory, because JNI, JNA
 * and JNR-FFI load files only, and is deleted when the JVM ends.
 */
public final class BenchLibrary {

    /** Why benchmarks are absent where there is no library: a sentence without a full stop. */
    public static final String ABSENCE =
            "the benchmarks' native library was not built (native.skip)";

    private static final String PROPERTY = "bench.library";

    private static final String RESOURCE =
            "/META-INF/native/" + System.mapLibraryName("downcallbench");

    /** The copy of {@link #RESOURCE}; null until it is needed. */
    private static Path unpacked;

    /** {@return whether there is a library: a build with {@code -Dnative.skip=true} has none} */
    public static boolean present() {
        return named().map(Files::isRegularFile).orElseGet(() -> bundled() != null);
    }

    /** {@return why it is unavailable; empty if it is available} */
    public static Optional<String> absence() {
        return present() ? Optional.empty() : Optional.of(ABSENCE);
    }

    /**
     * Loads the library so that both JNI and {@link SymbolLookup#loaderLookup} find its functions.
     * Further calls have no effect.
     *
     * @throws UnsatisfiedLinkError if there is no library, or it cannot be loaded
     */
    public static void load() {
        Path file = path();
        try {
            System.load(file.toString()); // the JVM loads each file once
        } catch (UnsatisfiedLinkError e) {
            throw (UnsatisfiedLinkError) new UnsatisfiedLinkError("The benchmarks' native library "
                            + file + " cannot be loaded (" + e.getMessage() + "). If its directory"
                            + " is mounted noexec, set the environment variable"
                            + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIRECTORY to a directory that"
                            + " allows execution.")
                    .initCause(e);
        }
    }

    /**
     * {@return the absolute path of the library}
     *
     * @throws UnsatisfiedLinkError if there is no library
     */
    public static Path path() {
        if (!present()) {
            throw new UnsatisfiedLinkError(named().map(
                            file -> "The benchmarks' native library does not exist: -D" + PROPERTY
                                    + "=" + file
                                    + ". Set the property to a file that the build has made.")
                    .orElse("The benchmarks' native library is unavailable: the class path has no "
                            + RESOURCE + ". Build the benchmarks on this platform, without"
                            + " -Dnative.skip=true."));
        }
        return named().orElseGet(BenchLibrary::unpack).toAbsolutePath();
    }

    /**
     * {@return the address of a function or a variable}
     *
     * @throws UnsatisfiedLinkError if there is no library, or it has no such symbol
     */
    public static MemorySegment address(String symbol) {
        load();
        return SymbolLookup.loaderLookup()
                .find(symbol)
                .orElseThrow(() -> new UnsatisfiedLinkError(path() + " has no " + symbol));
    }

    /** Maven passes a property that was not given as an empty one. */
    private static Optional<Path> named() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .filter(file -> !file.isBlank())
                .map(Path::of);
    }

    private static URL bundled() {
        return BenchLibrary.class.getResource(RESOURCE);
    }

    private static synchronized Path unpack() {
        if (unpacked == null) {
            String name = RESOURCE.substring(RESOURCE.lastIndexOf('/') + 1);
            try (InputStream library = bundled().openStream()) {
                Path file = TemporaryDirectory.create().resolve(name);
                Files.copy(library, file);
                unpacked = file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return unpacked;
    }

    private BenchLibrary() {}
}
