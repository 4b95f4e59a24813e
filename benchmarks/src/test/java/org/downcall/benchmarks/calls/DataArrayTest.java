package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataArrayTest {

    @BeforeEach
    void aLibrary() {
        assumeTrue(BenchLibrary.present());
    }

    @Test
    void jniRejectsAnArrayLongerThanTheBuffer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(ValueLayout.JAVA_FLOAT, 3);
            assertEquals(6, JniData.sumRegion(new float[] {1, 2, 3}, buffer.address(), 3));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> JniData.sumRegion(new float[4], buffer.address(), 3));
        }
    }
}
