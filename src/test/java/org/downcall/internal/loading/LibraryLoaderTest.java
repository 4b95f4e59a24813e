package org.downcall.internal.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which library is loaded, and what the message is where none can be. These are libraries that the
 * test compiles, in this JVM; src/it/loading tests the library of this project, in JVMs of its own.
 */
@RequiresLibrary
@EnabledOnOs(value = OS.LINUX, disabledReason = "compares messages of the dynamic linker")
class LibraryLoaderTest {

    private static final long HASH = 0x0123456789abcdefL;
    private static final String REMEDY =
            " Use a library and classes of the same release, such as those in one foo jar.";
    private static final String NEEDED =
            " Set -Dfoo.tmpdir to a directory that this user can write to and that has enough free"
                    + " space.";

    /** A new name, because resources are looked up in directories that all tests share. */
    private final String resources = "loading-" + UUID.randomUUID();

    private final LibrarySpec spec = new LibrarySpec(
            "foo",
            "/" + resources,
            new FixedIdentity("foo_", 7, HASH, "1.2.3"),
            "foo.path",
            "foo.tmpdir");

    private final String fileName = System.mapLibraryName("foo");

    @TempDir
    private Path directory;

    private String searchPath;

    @BeforeEach
    void searchNoDirectory() {
        searchPath = System.getProperty("java.library.path");
        System.setProperty("java.library.path", "");
    }

    @AfterEach
    void restore() throws Exception {
        System.setProperty("java.library.path", searchPath);
        Path root = resourceDirectory().getParent();
        if (Files.exists(root)) {
            try (var files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String source(int abi, long hash, String version) {
        return String.format(Locale.ROOT, """
                int foo_abi_version(void) { return %d; }
                long long foo_header_hash(void) { return %dLL; }
                const char *foo_version(void) { return %s; }
                """, abi, hash, version);
    }

    /** Compiles a library in a new directory below that of the test. */
    private Path compile(String source) throws Exception {
        Path c = Files.writeString(directory.resolve("foo.c"), source);
        Path library = Files.createTempDirectory(directory, "compiled").resolve(fileName);
        TestBuild.Output compiled =
                TestBuild.cc(List.of("-shared", "-fPIC", "-o", library.toString(), c.toString()));
        assertEquals(0, compiled.exit(), compiled.text());
        return library;
    }

    private Path valid() throws Exception {
        return compile(source(7, HASH, "\"1.2.3\""));
    }

    /** Where the class loader of the tests finds the bundled library. */
    private Path resourceDirectory() throws Exception {
        return Path.of(LibraryLoaderTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(resources)
                .resolve(Platform.CURRENT);
    }

    private void bundle(byte[] library, String digest) throws Exception {
        Files.createDirectories(resourceDirectory());
        Files.write(resourceDirectory().resolve(fileName), library);
        if (digest != null) {
            Files.writeString(resourceDirectory().resolve(fileName + ".sha256"), digest);
        }
    }

    private static String digestOf(byte[] library) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(library));
    }

    private NativeLibrary load(Path file, Consumer<String> rejected) {
        return new LibraryLoader(spec, directory.toString()).load(file, rejected);
    }

    private void assertFails(String message, Path file) {
        assertFails(message, file, directory.toString());
    }

    private void assertFails(String message, Path file, String temporaryDirectory) {
        LibraryLoader loader = new LibraryLoader(spec, temporaryDirectory);
        UnsatisfiedLinkError e =
                assertThrows(UnsatisfiedLinkError.class, () -> loader.load(file, rejected -> {}));
        assertEquals(message, e.getMessage());
    }

    /** {@return what the dynamic linker reports about a short file, in the language of the user} */
    private String tooShort() throws IOException {
        Path text = Files.writeString(Files.createTempFile(directory, "", ".so"), "too short");
        String message = assertThrows(
                        UnsatisfiedLinkError.class, () -> System.load(text.toString()))
                .getMessage();
        Files.delete(text);
        return message.substring(message.lastIndexOf(": ") + 2);
    }

    @Test
    void theNamedFile() throws Exception {
        Path file = valid();
        assertEquals(new NativeLibrary(file, file + " (foo.path)"), load(file, rejected -> {}));
    }

    @Test
    void aNamedFileThatIsNone() throws Exception {
        String remedy = " Set -Dfoo.path to the file of the native library.";
        Path missing = directory.resolve("missing");
        assertFails(missing + " cannot be loaded. The file does not exist." + remedy, missing);
        assertFails(directory + " cannot be loaded. It is a directory." + remedy, directory);
        Path device = Path.of("/dev/null");
        assertFails(device + " cannot be loaded. It is not a regular file." + remedy, device);
    }

    @Test
    void aNamedFileThatTheDynamicLinkerRejects() throws Exception {
        Path text = Files.writeString(directory.resolve("text.so"), "too short");
        assertFails(
                text + " cannot be loaded. The dynamic linker reports: " + tooShort() + ". Use a"
                        + " library that was built for " + Platform.CURRENT + ".",
                text);
    }

    @Test
    void aLibraryWithoutTheFunctions() throws Exception {
        Path other = compile("int bar;");
        assertFails(
                other + " was rejected. It is not libfoo: it has no function foo_abi_version."
                        + REMEDY,
                other);
        Path first = compile("int foo_abi_version(void) { return 7; }");
        assertFails(
                first + " was rejected. It is not libfoo: it has no function foo_header_hash."
                        + REMEDY,
                first);
    }

    @Test
    void aLibraryOfAnotherRelease() throws Exception {
        Path abi = compile(source(8, HASH, "\"1.2.3\""));
        assertFails(
                abi + " was rejected. It has ABI version 8, but foo 1.2.3 requires ABI version 7."
                        + REMEDY,
                abi);
        Path header = compile(source(7, HASH + 1, "\"1.2.3\""));
        assertFails(
                header + " was rejected. It is version 1.2.3 with header hash 0123456789abcdf0,"
                        + " but foo 1.2.3 requires header hash 0123456789abcdef." + REMEDY,
                header);
        Path version = compile(source(7, HASH, "\"1.2.4\""));
        assertFails(
                version + " was rejected. It is version 1.2.4, but foo 1.2.3 requires version"
                        + " 1.2.3." + REMEDY,
                version);
    }

    /** An unknown library may return anything. */
    @Test
    void aLibraryWithAnInvalidVersion() throws Exception {
        String rejection = " was rejected. It is version unknown, but foo 1.2.3 requires version"
                + " 1.2.3." + REMEDY;
        Path none = compile(source(7, HASH, "0"));
        assertFails(none + rejection, none);
        Path endless = compile(source(7, HASH, '"' + "1".repeat(100) + '"'));
        assertFails(endless + rejection, endless);
    }

    @Test
    void theFirstValidLibraryOnTheSearchPath() throws Exception {
        Path other = compile(source(8, HASH, "\"1.2.3\""));
        Path first = valid();
        Path second = valid();
        Path empty = Files.createDirectory(directory.resolve("empty"));
        System.setProperty(
                "java.library.path",
                String.join(
                        File.pathSeparator,
                        "",
                        empty.toString(),
                        other.getParent().toString(),
                        other.getParent().toString(),
                        first.getParent().toString(),
                        second.getParent().toString()));
        List<String> rejected = new ArrayList<>();
        assertEquals(new NativeLibrary(first, first.toString()), load(null, rejected::add));
        assertEquals(1, rejected.size(), rejected::toString);
        assertTrue(rejected.get(0).startsWith(other + " was rejected."), rejected.get(0));
    }

    @Test
    void theSearchPathOfARuntimeWithoutAHome() throws Exception {
        String home = System.clearProperty("java.home");
        System.clearProperty("java.library.path");
        try {
            UnsatisfiedLinkError e =
                    assertThrows(UnsatisfiedLinkError.class, () -> load(null, rejected -> {}));
            assertTrue(e.getMessage().contains("contains no library"), e.getMessage());
        } finally {
            System.setProperty("java.home", home);
        }
    }

    /** The current directory may belong to someone else. */
    @Test
    void aRelativeDirectoryIsNotSearched() throws Exception {
        Path searched = valid().getParent();
        System.setProperty("java.library.path", searched.toString());
        assertEquals(searched.resolve(fileName), load(null, rejected -> {}).path());
        System.setProperty(
                "java.library.path",
                Path.of("").toAbsolutePath().relativize(searched) + File.pathSeparator + ".");
        UnsatisfiedLinkError e =
                assertThrows(UnsatisfiedLinkError.class, () -> load(null, rejected -> {}));
        assertTrue(e.getMessage().contains("contains no library"), e.getMessage());
    }

    @Test
    void aFileThatAnotherClassLoaderHasLoadedIsCopied() throws Exception {
        Path file = valid();
        loadInAnotherClassLoader(file);
        assertEquals(file, load(file, rejected -> {}).path());
        assertFails(
                file + " cannot be unpacked. The system property java.io.tmpdir is not set."
                        + NEEDED,
                file,
                null);
    }

    /** Loads a library with its constructor. */
    public static final class Loading {
        public Loading(String file) {
            System.load(file);
        }
    }

    private static void loadInAnotherClassLoader(Path file) throws Exception {
        String name = Loading.class.getName();
        byte[] code;
        try (var in = Loading.class.getResourceAsStream(
                name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            code = in.readAllBytes();
        }
        ClassLoader other = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                if (!wanted.equals(name)) {
                    throw new ClassNotFoundException(wanted);
                }
                return defineClass(name, code, 0, code.length);
            }
        };
        Object loaded =
                other.loadClass(name).getConstructor(String.class).newInstance(file.toString());
        assertFalse(loaded instanceof Loading);
    }

    @Test
    void theBundledLibrary() throws Exception {
        byte[] library = Files.readAllBytes(valid());
        bundle(library, digestOf(library) + "  " + fileName + "\n");
        NativeLibrary loaded = load(null, rejected -> {});
        assertEquals("bundled in the jar", loaded.description());
        assertEquals(fileName, loaded.path().getFileName().toString());
        assertEquals(directory, loaded.path().getParent().getParent());
        assertFalse(Files.exists(loaded.path().getParent()));
    }

    @Test
    void aBundledLibraryThatIsDamaged() throws Exception {
        byte[] library = Files.readAllBytes(valid());
        String digest = digestOf(library);
        library[library.length / 2] ^= 1;
        bundle(library, digest);
        assertFails(
                "The bundled library /" + resources + "/" + Platform.CURRENT + "/" + fileName
                        + " is damaged. Its SHA-256 digest is " + digestOf(library)
                        + ", but the build recorded " + digest + ". Download the foo jar again.",
                null);
    }

    @Test
    void aBundledLibraryWithoutADigest() throws Exception {
        bundle(new byte[100], null);
        assertFails(
                "The bundled library cannot be verified. The resource /" + resources + "/"
                        + Platform.CURRENT + "/" + fileName + ".sha256 is missing from "
                        + locationOfTheClasses() + ". Download the foo jar again.",
                null);
    }

    private static String locationOfTheClasses() {
        return BundledLibrary.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    @Test
    void aBundledLibraryOfAnotherRelease() throws Exception {
        byte[] library = Files.readAllBytes(valid());
        bundle(library, digestOf(library));
        LibrarySpec other = new LibrarySpec(
                "foo",
                "/" + resources,
                new FixedIdentity("bar_", 7, HASH, "1.2.3"),
                "foo.path",
                "foo.tmpdir");
        LibraryLoader loader = new LibraryLoader(other, directory.toString());
        UnsatisfiedLinkError e =
                assertThrows(UnsatisfiedLinkError.class, () -> loader.load(null, rejected -> {}));
        assertEquals(
                "The bundled library was rejected. It is not libfoo: it has no function"
                        + " bar_abi_version." + REMEDY,
                e.getMessage());
    }

    @Test
    void aDirectoryInWhichNothingCanBeCreated() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc")), "needs /proc");
        byte[] library = Files.readAllBytes(valid());
        bundle(library, digestOf(library));
        LibraryLoader loader = new LibraryLoader(spec, "/proc");
        UnsatisfiedLinkError e =
                assertThrows(UnsatisfiedLinkError.class, () -> loader.load(null, rejected -> {}));
        String expected = "The bundled library cannot be unpacked in /proc. The operating system"
                + " reports: java.";
        assertTrue(e.getMessage().startsWith(expected), e.getMessage());
        assertTrue(e.getMessage().endsWith("." + NEEDED), e.getMessage());
    }

    @Test
    void noBundledLibraryForThisPlatform() {
        assertFails(
                "The bundled library cannot be loaded. This foo jar contains no library for "
                        + Platform.CURRENT + ". Build foo on this platform, or set -Dfoo.path to a"
                        + " native library for " + Platform.CURRENT + ".",
                null);
    }

    @Test
    void aBundledLibraryThatCannotBeLoaded() throws Exception {
        byte[] library = "too short".getBytes();
        bundle(library, digestOf(library));
        assertFails(
                "The bundled library was unpacked in " + directory + " but cannot be loaded. The"
                        + " dynamic linker reports: " + tooShort()
                        + ". If the directory is mounted"
                        + " noexec, set -Dfoo.tmpdir to a directory that allows execution.",
                null);
        try (var left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void temporaryDirectoriesThatCannotBeUsed() throws Exception {
        byte[] library = Files.readAllBytes(valid());
        bundle(library, digestOf(library));
        String unset = "The bundled library cannot be unpacked. The system property"
                + " java.io.tmpdir is not set." + NEEDED;
        assertFails(unset, null, null);
        assertFails(unset, null, "");
        String unusable = "The bundled library cannot be unpacked in ";
        Path missing = directory.resolve("missing");
        assertFails(
                unusable + missing + ". The directory does not exist." + NEEDED,
                null,
                missing.toString());
        Path file = Files.createFile(directory.resolve("file"));
        assertFails(unusable + file + ". It is not a directory." + NEEDED, null, file.toString());
        assertFails(unusable + "a\0b. The directory does not exist." + NEEDED, null, "a\0b");
        // The JVM decodes a name that it cannot represent to this character.
        assertFails(
                unusable + "a\uFFFD\0. " + FileNames.causeAndRemedy("foo.tmpdir"),
                null,
                "a\uFFFD\0");
    }
}
