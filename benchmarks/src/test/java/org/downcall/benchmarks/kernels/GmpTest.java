package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class GmpTest extends LibraryIntegerTest {

    GmpTest() {
        super(CLibrary.GMP);
    }

    @Override
    LibraryInteger zero(Arena arena) {
        return new Gmp(arena);
    }

    @Test
    void theVersionIsKnown() {
        assertTrue(
                Gmp.version().orElseThrow().matches("[0-9]+\\.[0-9]+\\.[0-9]+"),
                Gmp.version().toString());
    }
}
