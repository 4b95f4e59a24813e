package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SelfTestTest {

    @Test
    void theSelfTestDoesNotStartMoreJvmsThanFitIntoTheMemory() {
        assertDoesNotThrow(() -> SelfTest.requireMemory(17));
        UsageException e = assertThrows(UsageException.class, () -> SelfTest.requireMemory(16));
        assertEquals(
                "The self-test starts 17 JVMs at the same time, but only 16 fit into the memory of"
                        + " this machine. Use a machine with more memory.",
                e.getMessage());
    }
}
