package com.example;

import static com.example.Application.AS_SHIPPED;
import static com.example.Application.F_400;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.downcall.it.Java;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BundledLibraryTest {

    private static final String BUNDLED = "bundled in the jar";

    @TempDir
    private Path directory;

    @Test
    void leavesNothingInTheTemporaryDirectory() throws Exception {
        AS_SHIPPED.with("-Djava.io.tmpdir=" + directory).assertRunsC(BUNDLED);
        assertEmpty(directory);
    }

    @Test
    void eightJvmsThatStartAtTheSameTimeRunCAndLeaveNothing() throws Exception {
        Application application = AS_SHIPPED.with("-Djava.io.tmpdir=" + directory);
        List<Future<?>> starts = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                starts.add(executor.submit(() -> {
                    application.assertRunsC(BUNDLED);
                    return null;
                }));
            }
        }
        for (Future<?> start : starts) {
            start.get();
        }
        assertEmpty(directory);
    }

    /** NFS renames a file in use instead of deleting it, so its directory cannot be deleted. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "LD_PRELOAD exists on Linux only")
    void aCopyThatCannotBeDeletedYetDoesNotPreventTheUseOfC() throws Exception {
        Path nfs = OtherLibrary.compile(directory, """
                #include <errno.h>
                int rmdir(const char *path) { (void)path; errno = ENOTEMPTY; return -1; }
                """);
        Path temporary = Files.createDirectory(directory.resolve("tmp"));

        AS_SHIPPED
                .with(Java.ofThisJdk().with("LD_PRELOAD", nfs.toString()))
                .with("-Djava.io.tmpdir=" + temporary)
                .assertRunsC(BUNDLED);
        assertEmpty(temporary);
    }

    @Test
    void pathsMayContainSpacesAndNonAsciiLetters() throws Exception {
        Charset ofFileNames = Charset.forName(System.getProperty("sun.jnu.encoding"));
        assumeTrue(
                ofFileNames.newEncoder().canEncode("é"),
                "file names are " + ofFileNames + " in this locale");
        Path odd = Files.createDirectory(directory.resolve("un café 100 %"));
        Path jar = Files.copy(Application.JAR, odd.resolve("down call é+.jar"));
        Path temporary = Files.createDirectory(odd.resolve("t é #mp"));

        AS_SHIPPED.with(jar).with("-Dorg.downcall.tmpdir=" + temporary).assertRunsC(BUNDLED);
        assertEmpty(temporary);
    }

    @Test
    void aJarWithoutALibraryForThePlatformIsReported() throws Exception {
        Path jar = OtherLibrary.inJar(directory.resolve("stripped.jar"), Files::delete);

        AS_SHIPPED
                .with(jar)
                .assertCannotUseTheLibrary(
                        "The bundled library cannot be loaded. This downcall jar contains no library"
                                + " for …. Build downcall on this platform, or set"
                                + " -Dorg.downcall.library.path to a native library for ….");
    }

    @Test
    void aPlatformOnWhichNoTestHasRunCanBeExcluded() throws Exception {
        Path jar = OtherLibrary.inJar(
                directory.resolve("built.jar"),
                library -> Files.createFile(library.resolveSibling("built-not-run")));

        Application application = AS_SHIPPED.with(jar);
        application.assertRunsC(BUNDLED);
        application.with("-Dorg.downcall.platforms=all").assertRunsC(BUNDLED);
        Application testedOnly = application.with("-Dorg.downcall.platforms=tested");
        String reason = "The bundled library is excluded. It was built for …, but no test has run"
                + " on that platform, and org.downcall.platforms is set to tested. Set"
                + " -Dorg.downcall.platforms=all to use it.";
        testedOnly
                .run()
                .assertExit(0)
                .assertOut("downcall …: Java kernels. " + reason, F_400, F_400)
                .assertErr();
        testedOnly
                .with("-Dorg.downcall.backend=native")
                .run()
                .assertExit(0)
                .assertOut(
                        "downcall …: no kernels. " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason)
                .assertErr();
        AS_SHIPPED.with("-Dorg.downcall.platforms=tested").assertRunsC(BUNDLED);
    }

    /** The class loader splits the URL of a resource at the first {@code !/}. */
    @Test
    void aPathInWhichTheJvmFindsNoResourcesIsReportedAndTheRemedyWorks() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("odd!"));
        Path jar = Files.copy(Application.JAR, odd.resolve("downcall.jar"));
        Path library = OtherLibrary.unpack(directory.resolve(OtherLibrary.FILE_NAME));

        AS_SHIPPED
                .with(jar)
                .assertCannotUseTheLibrary(
                        "The bundled library cannot be loaded. The resource /META-INF/native/…/"
                                + OtherLibrary.FILE_NAME + " is missing from " + jar
                                + ", like every other resource there. The JVM finds no resources in"
                                + " a path that contains \"!/\" (JDK-4523159). Move the jar or the"
                                + " classes to another directory, or set"
                                + " -Dorg.downcall.library.path to a native library for ….");
        AS_SHIPPED
                .with(jar)
                .with("-Dorg.downcall.library.path=" + library)
                .assertRunsC(library + " (org.downcall.library.path)");
    }

    @Test
    void aFlippedByteIsDetected() throws Exception {
        Path jar = OtherLibrary.inJar(directory.resolve("damaged.jar"), library -> {
            byte[] bytes = Files.readAllBytes(library);
            bytes[bytes.length / 2] ^= 1;
            Files.write(library, bytes);
        });

        AS_SHIPPED
                .with(jar)
                .assertCannotUseTheLibrary("The bundled library /META-INF/native/…/"
                        + OtherLibrary.FILE_NAME
                        + " is damaged. Its SHA-256 digest is …, but the build recorded …. Download the"
                        + " downcall jar again.");
    }

    @Test
    void aLibraryWithoutItsDigestIsNotTrusted() throws Exception {
        Path jar = OtherLibrary.inJar(
                directory.resolve("undigested.jar"),
                library ->
                        Files.delete(library.resolveSibling(OtherLibrary.FILE_NAME + ".sha256")));

        AS_SHIPPED
                .with(jar)
                .assertCannotUseTheLibrary(
                        "The bundled library cannot be verified. The resource /META-INF/native/…/"
                                + OtherLibrary.FILE_NAME + ".sha256 is missing from " + jar
                                + ". Download the downcall jar again.");
    }

    @Test
    void aLibraryWithAnotherAbiVersionIsRejected() throws Exception {
        int abi = OtherLibrary.ABI + 1;
        Path other = OtherLibrary.compile(directory, abi, 0, "\"9.9.9\"");
        Path jar = OtherLibrary.inJar(directory.resolve("merged.jar"), other);

        AS_SHIPPED
                .with(jar)
                .assertCannotUseTheLibrary(
                        "The bundled library was rejected. It has ABI version " + abi
                                + ", but downcall … requires ABI version " + OtherLibrary.ABI
                                + ". Use a library and classes of the same release, such as those"
                                + " in one downcall jar.");
    }

    @Test
    void aLibraryBuiltFromAnotherHeaderIsRejected() throws Exception {
        Path other =
                OtherLibrary.compile(directory, OtherLibrary.ABI, 0x0123456789abcdefL, "\"9.9.9\"");
        Path jar = OtherLibrary.inJar(directory.resolve("merged.jar"), other);

        AS_SHIPPED
                .with(jar)
                .assertCannotUseTheLibrary(
                        "The bundled library was rejected. It is version 9.9.9 with header hash"
                                + " 0123456789abcdef, but downcall … requires header hash …. Use a"
                                + " library and classes of the same release, such as those in one"
                                + " downcall jar.");
    }

    private static void assertEmpty(Path directory) {
        assertArrayEquals(new String[0], directory.toFile().list());
    }
}
