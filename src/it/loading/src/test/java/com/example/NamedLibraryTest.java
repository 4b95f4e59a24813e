package com.example;

import static com.example.Application.AS_SHIPPED;
import static com.example.Application.F_400;

import java.nio.file.Files;
import java.nio.file.Path;
import org.downcall.internal.bindings.HeaderHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dorg.downcall.library.path=FILE}. */
class NamedLibraryTest {

    private static final String REMEDY =
            "Use a library and classes of one release, such as those in one downcall jar.";

    @TempDir
    private Path directory;

    @Test
    void theNamedFileIsLoaded() throws Exception {
        Path library = OtherLibrary.unpack(directory.resolve("the library"));
        named(library).assertRunsC(library + " (org.downcall.library.path)");
    }

    @Test
    void noTemporaryDirectoryIsNeeded() throws Exception {
        Path library = OtherLibrary.unpack(directory.resolve("library"));
        named(library)
                .with("-Dorg.downcall.tmpdir=" + directory.resolve("missing"))
                .assertRunsC(library + " (org.downcall.library.path)");
    }

    @Test
    void theNamedFileIsTheOnlyCandidate() throws Exception {
        Path missing = directory.resolve("missing");
        OtherLibrary.unpack(directory.resolve(OtherLibrary.FILE_NAME));
        named(missing)
                .with("-Djava.library.path=" + directory)
                .assertCannotUseTheLibrary(
                        missing + ", which org.downcall.library.path names, does not exist.");
    }

    @Test
    void aDirectoryIsNotALibrary() throws Exception {
        named(directory)
                .assertCannotUseTheLibrary(
                        directory
                                + ", which org.downcall.library.path names, is a directory; name the library itself.");
    }

    @Test
    void aTextFileIsNotALibrary() throws Exception {
        Path text = Files.writeString(directory.resolve("text.so"), "not a library\n".repeat(100));
        String reason = text + " cannot be loaded: ….";

        named(text)
                .run()
                .assertExit(0)
                .assertOut("downcall …: Java kernels. " + reason, F_400, F_400)
                .assertErr(
                        ">> on Linux, the JVM fears for its stack >>",
                        "… org.downcall.…",
                        "WARNING: The Java kernels run, because the native library cannot be used. "
                                + reason
                                + " (-Dorg.downcall.backend=java stops the attempt and this warning.)");
        named(text)
                .with("-Dorg.downcall.backend=native")
                .run()
                .assertExit(0)
                .assertOut(
                        "downcall …: no kernels. " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason,
                        "java.lang.UnsatisfiedLinkError: " + reason);
    }

    @Test
    void aLibraryOfSomebodyElseIsRefused() throws Exception {
        Path other = OtherLibrary.compile(directory, "int answer(void) { return 42; }\n");
        named(other)
                .assertCannotUseTheLibrary(other
                        + " is not libdowncall: it has no function dc_abi_version. " + REMEDY);
    }

    @Test
    void aLibraryOfAnotherAbiVersionIsRefused() throws Exception {
        int abi = OtherLibrary.ABI + 1;
        Path other = OtherLibrary.compile(directory, abi, 0, "\"9.9.9\"");
        named(other)
                .assertCannotUseTheLibrary(other + " is another version of libdowncall: it has ABI "
                        + abi + ", downcall … needs ABI " + OtherLibrary.ABI + ". " + REMEDY);
    }

    @Test
    void aLibraryBuiltFromAnotherHeaderIsRefused() throws Exception {
        assertRefusedAsVersion("9.9.9", "\"9.9.9\"");
    }

    @Test
    void aLibraryOfAnotherReleaseWithTheSameHeaderIsRefused() throws Exception {
        long hash = Long.parseUnsignedLong(HeaderHash.SHA_256, 0, 16, 16);
        Path other = OtherLibrary.compile(directory, OtherLibrary.ABI, hash, "\"9.9.9\"");
        named(other)
                .assertCannotUseTheLibrary(
                        other + " is another version of libdowncall: it is version 9.9.9,"
                                + " downcall … needs its own. " + REMEDY);
    }

    @Test
    void aLibraryThatHasNoVersionToNameIsRefused() throws Exception {
        assertRefusedAsVersion("unknown", "0");
    }

    @Test
    void aVersionWithoutAnEndIsNotReadToTheEnd() throws Exception {
        assertRefusedAsVersion("unknown", '"' + "x".repeat(100) + '"');
    }

    private void assertRefusedAsVersion(String described, String inC) throws Exception {
        Path other = OtherLibrary.compile(directory, OtherLibrary.ABI, 0x0123456789abcdefL, inC);
        named(other)
                .assertCannotUseTheLibrary(other
                        + " is another build of libdowncall: it is version " + described
                        + " with header hash 0123456789abcdef, downcall … needs …. " + REMEDY);
    }

    private static Application named(Path library) {
        return AS_SHIPPED.with("-Dorg.downcall.library.path=" + library);
    }
}
