package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** Runs with the library that the property names, or with the system's. */
class FlintTest extends LibraryIntegerTest {

    FlintTest() {
        super(CLibrary.FLINT);
    }

    @Override
    LibraryInteger zero(Arena arena) {
        return new Flint(arena);
    }

    /** A path of this machine would mean nothing elsewhere. */
    @Test
    void theVersionNamesTheFileWithoutItsDirectory() {
        String version = Flint.version().orElseThrow();
        assertTrue(version.matches("[0-9]+\\.[0-9]+\\.[0-9]+\\S* \\([^/]+\\)"), version);
    }

    @Test
    void theBuildIsDescribed() {
        String before = System.getProperty(Flint.BUILD_PROPERTY);
        System.setProperty(Flint.BUILD_PROPERTY, "gcc -O3");
        try {
            String version = Flint.version().orElseThrow();
            assertTrue(version.endsWith(": gcc -O3)"), version);
        } finally {
            if (before == null) {
                System.clearProperty(Flint.BUILD_PROPERTY);
            } else {
                System.setProperty(Flint.BUILD_PROPERTY, before);
            }
        }
    }
}
