package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.downcall.internal.RequiresLibrary;
import org.junit.jupiter.api.Test;

class BenchLibraryTest {

    @RequiresLibrary
    @Test
    void itLoadsAgainAndAgain() {
        assertTrue(BenchLibrary.present(), "the build says where it is: -Dbench.library");
        BenchLibrary.load();
        BenchLibrary.load();
        assertTrue(BenchLibrary.address("bench_one_long").address() != 0);
    }

    @RequiresLibrary
    @Test
    void aMissingFunctionIsNamed() {
        UnsatisfiedLinkError e = assertThrows(
                UnsatisfiedLinkError.class, () -> BenchLibrary.address("bench_nothing"));
        assertEquals(BenchLibrary.path() + " has no bench_nothing", e.getMessage());
    }

    @Test
    void aMissingLibraryIsNamedWithItsProperty() {
        String library = System.getProperty("bench.library");
        System.setProperty("bench.library", "no/such/file.so");
        try {
            assertFalse(BenchLibrary.present());
            UnsatisfiedLinkError e = assertThrows(UnsatisfiedLinkError.class, BenchLibrary::load);
            assertTrue(e.getMessage().contains("-Dbench.library=no/such/file.so"), e.getMessage());
        } finally {
            if (library == null) {
                System.clearProperty("bench.library");
            } else {
                System.setProperty("bench.library", library);
            }
        }
    }
}
