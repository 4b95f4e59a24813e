package org.downcall.internal;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds libdowncall, checks it, and loads it for the class loader of this class, where the
 * generated bindings look for it.
 *
 * @param path the library, or for the bundled one the private copy that was loaded and exists no
 *     more
 * @param origin where it came from
 */
public record NativeLibrary(Path path, Origin origin) {

    /** In the order in which they are tried. */
    public enum Origin {
        LIBRARY_PATH_PROPERTY,
        SEARCH_PATH,
        BUNDLED
    }

    public String description() {
        return switch (origin) {
            case LIBRARY_PATH_PROPERTY -> path + " (" + Settings.LIBRARY_PATH + ")";
            case SEARCH_PATH -> path.toString();
            case BUNDLED -> "bundled in the jar";
        };
    }

    /**
     * Loads the library. The one named in the settings is the only candidate if it is set.
     * Otherwise the first sound one on the search path serves, or else the bundled one.
     *
     * @param refused hears of libraries on the search path that were found but cannot be used
     * @throws UnsatisfiedLinkError if there is no usable library; its message says why and what to
     *     do
     */
    static NativeLibrary load(Settings settings, Consumer<String> refused) {
        try {
            if (settings.libraryPath() != null) {
                loadFile(settings.libraryPath(), settings);
                return new NativeLibrary(settings.libraryPath(), Origin.LIBRARY_PATH_PROPERTY);
            }
            for (Path candidate : searchPath()) {
                try {
                    loadFile(candidate, settings);
                    return new NativeLibrary(candidate, Origin.SEARCH_PATH);
                } catch (UnsatisfiedLinkError e) {
                    refused.accept(e.getMessage());
                }
            }
            return loadBundled(settings);
        } catch (IllegalCallerException e) {
            throw linkError(
                    "Native access is denied to " + nameForFlag()
                            + ". Start java with --enable-native-access=" + nameForFlag() + ".",
                    e);
        } catch (UnsupportedOperationException e) {
            throw linkError("This JVM cannot call native code: " + e.getMessage(), e);
        }
    }

    private static String nameForFlag() {
        Module module = NativeLibrary.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    /**
     * The files that System.loadLibrary would try: java.library.path, and the library directory of
     * a jlink image.
     */
    private static List<Path> searchPath() {
        List<String> directories = new ArrayList<>(
                List.of(System.getProperty("java.library.path", "").split(File.pathSeparator)));
        directories.add(System.getProperty("java.home") + File.separator + "lib");
        directories.add(System.getProperty("java.home") + File.separator + "bin");
        return directories.stream()
                .filter(directory -> !directory.isEmpty())
                // java.io.File, because a Path throws on a name that the file system cannot have
                .map(directory -> new File(directory, BundledLibrary.FILE_NAME).getAbsoluteFile())
                .filter(File::isFile)
                .distinct()
                .map(File::toPath)
                .toList();
    }

    private static void loadFile(Path file, Settings settings) {
        if (!Files.isRegularFile(file)) {
            throw new UnsatisfiedLinkError(file + ", which " + Settings.LIBRARY_PATH + " names, "
                    + (!Files.exists(file)
                            ? "does not exist."
                            : Files.isDirectory(file)
                                    ? "is a directory; name the library itself."
                                    : "is no file."));
        }
        try (Arena probe = Arena.ofConfined()) {
            SymbolLookup library;
            try {
                library = SymbolLookup.libraryLookup(file, probe);
            } catch (IllegalArgumentException e) {
                throw linkError(file + " cannot be loaded: " + reasonOf(file) + ".", e);
            }
            // Only a library that passes is loaded for good: one that is loaded stays, and so do
            // its symbols.
            Handshake.check(library, file.toString());
            try {
                System.load(file.toString());
            } catch (UnsatisfiedLinkError e) {
                // The file has just been opened, so it is sound: another class loader of this JVM
                // holds it. The JVM
                // binds a library file to one loader; a copy is another file.
                loadCopy(Files.readAllBytes(file), file.toString(), settings);
            }
        } catch (IOException e) {
            throw linkError(file + " cannot be read: " + e, e);
        }
    }

    /**
     * libraryLookup does not say why it failed; System.load has the words of the dynamic linker.
     */
    private static String reasonOf(Path file) {
        try {
            System.load(file.toString());
            return "the dynamic linker gives no reason";
        } catch (UnsatisfiedLinkError e) {
            return wordsOfLinker(e, file);
        }
    }

    /** System.load puts the file before them, and some linkers do too. */
    private static String wordsOfLinker(UnsatisfiedLinkError e, Path file) {
        return e.getMessage().replace(file + ": ", "");
    }

    private static NativeLibrary loadBundled(Settings settings) {
        try {
            byte[] library = BundledLibrary.read();
            if (library == null) {
                throw new UnsatisfiedLinkError(
                        "This downcall jar has no library for " + Platform.CURRENT
                                + ". Build the project on this platform, or name a library with -D"
                                + Settings.LIBRARY_PATH
                                + "=FILE.");
            }
            return new NativeLibrary(
                    loadCopy(library, "The bundled library", settings), Origin.BUNDLED);
        } catch (IOException e) {
            throw linkError("The bundled library cannot be read: " + e, e);
        }
    }

    private static Path loadCopy(byte[] library, String name, Settings settings) {
        Path[] loaded = new Path[1];
        try {
            Path directory = Path.of(settings.temporaryDirectory()).toAbsolutePath();
            BundledLibrary.loadCopy(library, directory, copy -> {
                try {
                    System.load(copy.toString());
                } catch (UnsatisfiedLinkError e) {
                    throw linkError(
                            "The library was unpacked but cannot be loaded: "
                                    + wordsOfLinker(e, copy)
                                    + ". If " + directory + " is mounted noexec, let -D"
                                    + Settings.TMPDIR
                                    + "=DIRECTORY name a directory that is not.",
                            e);
                }
                Handshake.check(SymbolLookup.loaderLookup(), name);
                loaded[0] = copy;
            });
            return loaded[0];
        } catch (IOException | InvalidPathException e) {
            String directory = settings.temporaryDirectory();
            String why =
                    new File(directory).isDirectory() ? e.toString() : "there is no such directory";
            throw linkError(
                    "The library cannot be unpacked in " + directory + ": " + why + ". Let -D"
                            + Settings.TMPDIR
                            + "=DIRECTORY name a directory that this user can write to and that has room.",
                    e);
        }
    }

    static UnsatisfiedLinkError linkError(String message, Throwable cause) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
        error.initCause(cause);
        return error;
    }
}
