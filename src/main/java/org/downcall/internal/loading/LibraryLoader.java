package org.downcall.internal.loading;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds a library, verifies it, and loads it for the class loader of this class, where generated
 * bindings look it up.
 */
public final class LibraryLoader {

    private final LibrarySpec spec;
    private final String temporaryDirectory;
    private final String testedOnlyProperty;
    private final Runnable beforeFirstCall;

    /**
     * @param temporaryDirectory the directory for a private copy; used only if one is necessary,
     *     and may therefore be any text, or null
     */
    public LibraryLoader(LibrarySpec spec, String temporaryDirectory) {
        this(spec, temporaryDirectory, null, () -> {});
    }

    /**
     * @param testedOnlyProperty the system property that was set to "tested", for messages. If it
     *     is not null, the bundled library is excluded unless tests have run on its platform
     * @param beforeFirstCall runs before each use of the FFM API
     */
    public LibraryLoader(
            LibrarySpec spec,
            String temporaryDirectory,
            String testedOnlyProperty,
            Runnable beforeFirstCall) {
        this.spec = spec;
        this.temporaryDirectory = temporaryDirectory;
        this.testedOnlyProperty = testedOnlyProperty;
        this.beforeFirstCall = beforeFirstCall;
    }

    /**
     * Loads the library.
     *
     * @param file the only file to try. If it is null, the first library on the search path that
     *     passes the verification is loaded, or else the bundled one
     * @param rejected receives a message for each library on the search path that was rejected
     * @throws UnsatisfiedLinkError if no library can be loaded; the message states the reason and
     *     the remedy
     */
    public NativeLibrary load(Path file, Consumer<String> rejected) {
        try {
            if (file != null) {
                requireRegularFile(file);
                loadFile(file);
                return new NativeLibrary(file, file + " (" + spec.pathProperty() + ")");
            }
            for (Path candidate : searchPath()) {
                try {
                    loadFile(candidate);
                    return new NativeLibrary(candidate, candidate.toString());
                } catch (UnsatisfiedLinkError e) {
                    rejected.accept(e.getMessage());
                }
            }
            return loadBundled();
        } catch (IllegalCallerException e) {
            String module = moduleName();
            throw linkError(
                    "The native library cannot be loaded. Native access is denied to " + module
                            + ". Start java with --enable-native-access=" + module + ".",
                    e);
        } catch (UnsupportedOperationException e) {
            throw linkError(
                    "The native library cannot be loaded. This JVM does not support native calls: "
                            + e.getMessage() + ". Use a JDK that supports the Foreign Function and"
                            + " Memory API on " + Platform.CURRENT + ".",
                    e);
        }
    }

    /** {@return whether {@link #load} will try to load a library} */
    public boolean hasCandidate(Path file) {
        try {
            return file != null
                    || !searchPath().isEmpty()
                    || BundledLibrary.exists(spec) && !isExcluded();
        } catch (IOException e) {
            return true; // load reports it
        }
    }

    /**
     * Makes the first restricted call of this module, which has no effect, on the calling thread.
     * If native access is not enabled, the JVM prints a warning, which waits for the monitor of
     * System.err. Another thread would wait forever if the calling thread has entered that monitor
     * and waits for the other thread.
     */
    public static void requestNativeAccess() {
        try {
            try {
                System.load(""); // restricted as of JDK 24
            } catch (UnsatisfiedLinkError e) {
                // The path is not absolute.
            }
            if (!LibraryLoader.class.getModule().isNativeAccessEnabled()) {
                MemorySegment ignored = MemorySegment.NULL.reinterpret(0);
            }
        } catch (IllegalCallerException e) {
            // Native access is denied, which load reports.
        }
    }

    /** {@return the name of this module for --enable-native-access} */
    private static String moduleName() {
        Module module = LibraryLoader.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    /**
     * {@return the files that System.loadLibrary would try, in java.library.path and in the library
     * directory of a jlink image} Relative directories are omitted. By default, the path of macOS
     * and of Windows contains the current directory, in which anyone may have put a file.
     */
    private List<Path> searchPath() {
        List<String> directories = new ArrayList<>(
                List.of(System.getProperty("java.library.path", "").split(File.pathSeparator)));
        String home = System.getProperty("java.home");
        if (home != null) {
            directories.add(home + File.separator + "lib");
            directories.add(home + File.separator + "bin");
        }
        List<Path> files = new ArrayList<>();
        for (String directory : directories) {
            // Unlike Path, java.io.File accepts names that are invalid in the file system.
            File file = new File(directory, spec.fileName());
            if (file.isAbsolute() && file.isFile() && !files.contains(file.toPath())) {
                files.add(file.toPath());
            }
        }
        return files;
    }

    private void requireRegularFile(Path file) {
        if (!Files.isRegularFile(file)) {
            String reason = !Files.exists(file)
                    ? "The file does not exist."
                    : Files.isDirectory(file) ? "It is a directory." : "It is not a regular file.";
            throw new UnsatisfiedLinkError(file + " cannot be loaded. " + reason + " Set -D"
                    + spec.pathProperty() + " to the file of the native library.");
        }
    }

    private void loadFile(Path file) {
        beforeFirstCall.run();
        try (Arena probe = Arena.ofConfined()) {
            requireCompleteFile(file);
            SymbolLookup library;
            try {
                library = SymbolLookup.libraryLookup(file, probe);
            } catch (IllegalArgumentException e) {
                library = loadedAtSecondAttempt(file);
            }
            // System.load is permanent, and so are the symbols of the library. Only a library that
            // has been verified is loaded in this way.
            new Handshake(spec, file.toString()).verify(library);
            try {
                System.load(file.toString());
            } catch (UnsatisfiedLinkError e) {
                // The file has just been opened, so it is intact. The JVM binds a file to one class
                // loader, and another one has loaded it. A copy is a different file.
                loadCopy(Files.readAllBytes(file), file.toString());
            }
        } catch (IOException e) {
            throw linkError(
                    file + " cannot be read. The operating system reports: " + e
                            + ". Make the file readable for this user.",
                    e);
        }
    }

    private static void requireCompleteFile(Path file) throws IOException {
        long required = ElfFile.requiredBytes(file);
        long actual = Files.size(file);
        if (actual < required) {
            throw new UnsatisfiedLinkError(file + " cannot be loaded. The file is incomplete or"
                    + " damaged: it has " + actual + " bytes, but its headers require " + required
                    + ". Copy it again.");
        }
    }

    /**
     * Loads a file that libraryLookup could not open. System.load states the reason; libraryLookup
     * does not.
     */
    private static SymbolLookup loadedAtSecondAttempt(Path file) {
        try {
            System.load(file.toString());
            return SymbolLookup.loaderLookup();
        } catch (UnsatisfiedLinkError e) {
            throw linkError(
                    file + " cannot be loaded. The dynamic linker reports: "
                            + linkerMessage(e, file) + ". Use a library that was built for "
                            + Platform.CURRENT + ".",
                    e);
        }
    }

    /** {@return the message without the file name that System.load and some linkers prepend} */
    private static String linkerMessage(UnsatisfiedLinkError e, Path file) {
        return e.getMessage().replace(file + ": ", "");
    }

    private NativeLibrary loadBundled() {
        byte[] library;
        try {
            if (isExcluded()) {
                throw new ExcludedLibraryError("The bundled library is excluded. It was built for "
                        + Platform.CURRENT + ", but no test has run on that platform, and "
                        + testedOnlyProperty + " is set to tested. Set -D" + testedOnlyProperty
                        + "=all to use it.");
            }
            library = BundledLibrary.read(spec);
        } catch (IOException e) {
            throw linkError(
                    "The bundled library cannot be read. The JVM reports: " + e + ". Download the "
                            + spec.name() + " jar again.",
                    e);
        }
        if (library == null) {
            throw new UnsatisfiedLinkError(
                    "The bundled library cannot be loaded. " + whyMissing(spec) + ", or set -D"
                            + spec.pathProperty() + " to a native library for "
                            + Platform.CURRENT + ".");
        }
        Path copy = loadCopy(library, "The bundled library");
        return new NativeLibrary(copy, "bundled in the jar");
    }

    private boolean isExcluded() throws IOException {
        return testedOnlyProperty != null && BundledLibrary.isMarkedAsNotRun(spec);
    }

    private static String whyMissing(LibrarySpec spec) {
        if (BundledLibrary.resourcesCanBeFound()) {
            return "This " + spec.name() + " jar contains no library for " + Platform.CURRENT
                    + ". Build " + spec.name() + " on this platform";
        }
        String location = BundledLibrary.location();
        String cause = (location + "/").contains("!/")
                ? " The JVM finds no resources in a path that contains \"!/\" (JDK-4523159)."
                : "";
        return "The resource " + BundledLibrary.resource(spec) + " is missing from " + location
                + ", like every other resource there." + cause
                + " Move the jar or the classes to another directory";
    }

    /**
     * Loads a private copy.
     *
     * @param description what messages call the library, at the beginning of a sentence
     * @return the path of the copy, which no longer exists
     */
    private Path loadCopy(byte[] library, String description) {
        if (temporaryDirectory == null || temporaryDirectory.isEmpty()) {
            throw new UnsatisfiedLinkError(
                    description + " cannot be unpacked. The system property java.io.tmpdir is not"
                            + " set. Set -D" + spec.directoryProperty() + " to a directory that"
                            + " this user can write to and that has enough free space.");
        }
        try {
            Path directory = Path.of(temporaryDirectory).toAbsolutePath();
            CopyLoading loading = new CopyLoading(directory, description);
            PrivateCopy.load(spec, library, directory, loading);
            return loading.loaded;
        } catch (IOException | InvalidPathException e) {
            if (e instanceof PrivateCopy.OpenDirectoryException open) {
                throw linkError(
                        description + " is not unpacked in " + temporaryDirectory + ". "
                                + whyOpen(open.getFile(), open.isShared()),
                        e);
            }
            String what = description + " cannot be unpacked in " + temporaryDirectory + ". ";
            throw linkError(
                    e instanceof InvalidPathException && !FileNames.canEncode(temporaryDirectory)
                            ? what + FileNames.causeAndRemedy(spec.directoryProperty())
                            : what + whyUnusable(e) + " Set -D" + spec.directoryProperty()
                                    + " to a directory that this user can write to and that has"
                                    + " enough free space.",
                    e);
        }
    }

    private String whyOpen(String directory, boolean shared) {
        String why = shared
                ? "Other users can write to " + directory + ", and it does not have the sticky bit,"
                        + " so another user could replace the library before it is loaded. Run"
                        + " chmod +t " + directory + ", or set -D"
                : "Another user owns " + directory + ", and could replace the library before it is"
                        + " loaded. Set -D";
        return why + spec.directoryProperty() + " to a directory that only this user can write to.";
    }

    /** This is a method of this class, because the JVM's warning about native access names it. */
    private void loadUnpacked(Path copy, Path directory, String description) {
        try {
            System.load(copy.toString());
        } catch (UnsatisfiedLinkError e) {
            throw linkError(
                    description + " was unpacked in " + directory
                            + " but cannot be loaded. The dynamic linker reports: "
                            + linkerMessage(e, copy) + ". If the directory is mounted"
                            + " noexec, set -D" + spec.directoryProperty()
                            + " to a directory that allows execution.",
                    e);
        }
        // The class is loaded here, while another thread links the first handle.
        Handshake handshake = new Handshake(spec, description);
        beforeFirstCall.run();
        handshake.verify(SymbolLookup.loaderLookup());
    }

    /** This is a class, because a lambda would delay the start by a millisecond. */
    private final class CopyLoading implements Consumer<Path> {

        private final Path directory;
        private final String description;
        private Path loaded;

        CopyLoading(Path directory, String description) {
            this.directory = directory;
            this.description = description;
        }

        @Override
        public void accept(Path copy) {
            loadUnpacked(copy, directory, description);
            loaded = copy;
        }
    }

    private String whyUnusable(Exception e) {
        File directory = new File(temporaryDirectory);
        if (directory.isDirectory()) {
            return "The operating system reports: " + e + ".";
        }
        return directory.exists() ? "It is not a directory." : "The directory does not exist.";
    }

    private static UnsatisfiedLinkError linkError(String message, Throwable cause) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
        error.initCause(cause);
        return error;
    }
}
