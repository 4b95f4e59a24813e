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

    private static final String SET_TO_FILE =
            "Set -Dorg.downcall.library.path to the file of the native library.";

    private static final String REMEDY =
            "Use a library and classes of the same release, such as those in one downcall jar.";

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
                        missing + " cannot be loaded. The file does not exist. " + SET_TO_FILE);
    }

    @Test
    void aDirectoryIsNotALibrary() throws Exception {
        named(directory)
                .assertCannotUseTheLibrary(
                        directory + " cannot be loaded. It is a directory. " + SET_TO_FILE);
    }

    @Test
    void aTextFileIsNotALibrary() throws Exception {
        Path text = Files.writeString(directory.resolve("text.so"), "not a library\n".repeat(100));
        String reason = text
                + " cannot be loaded. The dynamic linker reports: …. Use a library that was built for ….";

        named(text)
                .run()
                .assertExit(0)
                .assertOut("downcall …: Java kernels. " + reason, F_400, F_400)
                .assertErr(
                        ">> on Linux, a warning of the JVM about executable stacks >>",
                        "… org.downcall.…",
                        "WARNING: The native library is unavailable, so the Java kernels run. "
                                + reason
                                + " To run the Java kernels without this warning, set -Dorg.downcall.backend=java.");
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
    void anUnrelatedLibraryIsRejected() throws Exception {
        Path other = OtherLibrary.compile(directory, "int answer(void) { return 42; }\n");
        named(other)
                .assertCannotUseTheLibrary(other
                        + " was rejected. It is not libdowncall: it has no function dc_abi_version. "
                        + REMEDY);
    }

    @Test
    void aLibraryWithAnotherAbiVersionIsRejected() throws Exception {
        int abi = OtherLibrary.ABI + 1;
        Path other = OtherLibrary.compile(directory, abi, 0, "\"9.9.9\"");
        named(other)
                .assertCannotUseTheLibrary(other + " was rejected. It has ABI version " + abi
                        + ", but downcall … requires ABI version " + OtherLibrary.ABI + ". "
                        + REMEDY);
    }

    @Test
    void aLibraryBuiltFromAnotherHeaderIsRejected() throws Exception {
        assertRejectedAsVersion("9.9.9", "\"9.9.9\"");
    }

    @Test
    void aLibraryOfAnotherReleaseWithTheSameHeaderIsRejected() throws Exception {
        long hash = Long.parseUnsignedLong(HeaderHash.SHA_256, 0, 16, 16);
        Path other = OtherLibrary.compile(directory, OtherLibrary.ABI, hash, "\"9.9.9\"");
        named(other)
                .assertCannotUseTheLibrary(other
                        + " was rejected. It is version 9.9.9, but downcall … requires version …. "
                        + REMEDY);
    }

    @Test
    void aLibraryWithoutAVersionIsRejected() throws Exception {
        assertRejectedAsVersion("unknown", "0");
    }

    @Test
    void aVersionWithoutATerminatorIsReadUpToABound() throws Exception {
        assertRejectedAsVersion("unknown", '"' + "x".repeat(100) + '"');
    }

    private void assertRejectedAsVersion(String described, String inC) throws Exception {
        Path other = OtherLibrary.compile(directory, OtherLibrary.ABI, 0x0123456789abcdefL, inC);
        named(other)
                .assertCannotUseTheLibrary(other
                        + " was rejected. It is version " + described
                        + " with header hash 0123456789abcdef, but downcall … requires header hash"
                        + " …. " + REMEDY);
    }

    private static Application named(Path library) {
        return AS_SHIPPED.with("-Dorg.downcall.library.path=" + library);
    }
}
