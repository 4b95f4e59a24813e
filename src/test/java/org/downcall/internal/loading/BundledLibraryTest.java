package org.downcall.internal.loading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.Test;

/** The library in the jar. Its use, and what goes wrong with it, is tested in src/it/loading. */
class BundledLibraryTest {

    private static LibrarySpec spec(String name) {
        LibraryIdentity identity = new FixedIdentity(name + "_", 1, 0, "1.2.3");
        return new LibrarySpec(
                name, "/META-INF/native", identity, name + ".path", name + ".tmpdir");
    }

    @Test
    @RequiresLibrary
    void theLibraryInTheJarHasTheDigestThatTheBuildRecorded() throws IOException {
        assertArrayEquals(
                Files.readAllBytes(TestBuild.library()), BundledLibrary.read(spec("downcall")));
    }

    @Test
    void readReturnsNullForAnUnknownPlatform() throws IOException {
        assertNull(BundledLibrary.read(spec("missing")));
    }
}
