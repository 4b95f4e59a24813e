package quux.pkg.internal;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.Consumer;
import quux.pkg.internal.loading.LibraryLoader;
import quux.pkg.internal.loading.LibrarySpec;
import quux.pkg.internal.loading.NativeLibrary;

/** Chooses the kernel that runs: C if the native library can be loaded, otherwise Java. */
public final class Kernels {

    /** The system property that chooses the kernel: auto (the default), native, or java. */
    static final String KERNEL = "quux.pkg.kernel";

    /** The system property that names the only library to try. */
    private static final String LIBRARY_PATH = "quux.pkg.library.path";

    /** The system property that names the directory in which the library is unpacked. */
    private static final String TMPDIR = "quux.pkg.tmpdir";

    private static final LibrarySpec LIBRARY =
            new LibrarySpec("quux", "/META-INF/native", new QuuxIdentity(), LIBRARY_PATH, TMPDIR);

    /**
     * A constant, so that the JIT compiler inlines the calls of its methods. If choosing fails, for
     * example because the stack is nearly used up, this class cannot be used until the JVM ends.
     */
    public static final Kernel CHOSEN = choose(System.getProperty(KERNEL, "auto"), Kernels::warn);

    /**
     * {@return the kernel for a value of the system property}
     *
     * @param warnings receives the reason if Java runs although C was not excluded
     * @throws IllegalArgumentException if the value is invalid
     * @throws UnsatisfiedLinkError if the value is "native" and the library cannot be loaded
     */
    static Kernel choose(String value, Consumer<String> warnings) {
        switch (value) {
            case "java" -> {
                return new JavaKernel("The system property " + KERNEL + " is set to java.");
            }
            case "native" -> {
                return loadNative();
            }
            case "auto" -> {
                try {
                    return loadNative();
                } catch (UnsatisfiedLinkError e) {
                    warnings.accept("The native library is unavailable, so the Java kernel runs. "
                            + e.getMessage() + " To run it without this warning, set -D" + KERNEL
                            + "=java.");
                    return new JavaKernel(e.getMessage());
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "The system property " + KERNEL + " has the invalid value '" + value
                                + "'. Set it to auto, native or java.");
        }
    }

    /** {@return the kernel in C} Loads the library if that has not been done. */
    public static Kernel loadNative() {
        return Loaded.KERNEL;
    }

    /** Initialized once: the library is loaded at the first use. */
    private static final class Loaded {
        static final Kernel KERNEL = load();

        private static Kernel load() {
            String file = System.getProperty(LIBRARY_PATH);
            String directory = System.getProperty(TMPDIR, System.getProperty("java.io.tmpdir"));
            LibraryLoader loader = new LibraryLoader(LIBRARY, directory);
            Path path = file == null ? null : Path.of(file).toAbsolutePath();
            // Before the kernel is mentioned, because its class looks up functions.
            NativeLibrary library = loader.load(path, Kernels::warn);
            return new NativeKernel(library.description());
        }
    }

    private static void warn(String message) {
        System.getLogger("quux.pkg").log(Level.WARNING, message);
    }

    private Kernels() {}
}
