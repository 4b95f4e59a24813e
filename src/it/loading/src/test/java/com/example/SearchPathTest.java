package com.example;

import static com.example.Application.AS_SHIPPED;
import static com.example.Application.F_400;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Djava.library.path=DIRECTORIES}, as for any other library. */
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
    void aBadLibraryThereGivesWayToTheNextOneWithAWarning() throws Exception {
        Path library = OtherLibrary.unpack(good.resolve(OtherLibrary.FILE_NAME));
        assertGivesWay(bad + File.pathSeparator + good, library.toString());
    }

    @Test
    void aBadLibraryThereGivesWayToTheBundledOneWithAWarning() throws Exception {
        assertGivesWay(bad.toString(), "bundled in the jar");
    }

    private void assertGivesWay(String path, String used) throws Exception {
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
                        "WARNING: The library " + used
                                + " is in use, because one that java.library.path leads to"
                                + " cannot be used. " + other
                                + " is another version of libdowncall: it has ABI " + abi
                                + ", downcall … needs ABI " + OtherLibrary.ABI
                                + ". Use a library and classes of one"
                                + " release, such as those in one downcall jar.");
    }

    @Test
    void whereNoneCanBeUsedEveryReasonIsTold() throws Exception {
        Path other = OtherLibrary.compile(bad, "int answer(void) { return 42; }\n");
        Path stripped = OtherLibrary.inJar(good.resolve("stripped.jar"), Files::delete);
        AS_SHIPPED
                .with(stripped)
                .with("-Djava.library.path=" + bad)
                .assertCannotUseTheLibrary(
                        other
                                + " is not libdowncall: it has no function dc_abi_version. Use a library and classes of one"
                                + " release, such as those in one downcall jar. This downcall jar has no library for …. Build"
                                + " the project on this platform, or name a library with -Dorg.downcall.library.path=FILE.");
    }
}
