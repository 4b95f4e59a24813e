package com.example;

import static com.example.Application.AS_SHIPPED;
import static com.example.Application.F_400;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Djava.library.path=DIRECTORIES}. */
class SearchPathTest {

    @TempDir
    private Path good;

    @TempDir
    private Path bad;

    @Test
    void aLibraryThereIsLoadedBeforeTheBundledOne() throws Exception {
        Path library = OtherLibrary.unpack(good.resolve(OtherLibrary.FILE_NAME));
        AS_SHIPPED
                .with("-Djava.library.path=" + bad + File.pathSeparator + good)
                .assertRunsC(library.toString());
    }

    @Test
    void afterAWarningTheNextLibraryReplacesARejectedOne() throws Exception {
        Path library = OtherLibrary.unpack(good.resolve(OtherLibrary.FILE_NAME));
        assertReplaced(bad + File.pathSeparator + good, library.toString());
    }

    @Test
    void afterAWarningTheBundledLibraryReplacesARejectedOne() throws Exception {
        assertReplaced(bad.toString(), "bundled in the jar");
    }

    private void assertReplaced(String path, String used) throws Exception {
        int abi = OtherLibrary.ABI + 1;
        Path other = OtherLibrary.compile(bad, abi, 0, "\"9.9.9\"");
        AS_SHIPPED
                .with("-Djava.library.path=" + path)
                .run()
                .assertExit(0)
                .assertOut(
                        "downcall …: native kernels, instruction set …, library " + used,
                        F_400,
                        F_400)
                .assertErr(
                        "… org.downcall.…",
                        "WARNING: The native library in use is " + used
                                + ". A library on java.library.path cannot be used. " + other
                                + " was rejected. It has ABI version " + abi
                                + ", but downcall … requires ABI version " + OtherLibrary.ABI
                                + ". Use a library and classes of the same release, such as those"
                                + " in one downcall jar.");
    }

    @Test
    void ifNoLibraryCanBeUsedEveryReasonIsReported() throws Exception {
        Path other = OtherLibrary.compile(bad, "int answer(void) { return 42; }\n");
        Path stripped = OtherLibrary.inJar(good.resolve("stripped.jar"), Files::delete);
        AS_SHIPPED
                .with(stripped)
                .with("-Djava.library.path=" + bad)
                .assertCannotUseTheLibrary(other
                        + " was rejected. It is not libdowncall: it has no function dc_abi_version."
                        + " Use a library and classes of the same release, such as those in"
                        + " one downcall jar. The bundled library cannot be loaded. This"
                        + " downcall jar contains no library for …. Build downcall on this"
                        + " platform, or set -Dorg.downcall.library.path to a native library"
                        + " for ….");
    }
}
