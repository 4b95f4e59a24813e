package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.recipes.bindings.simd_h.SIMD_AVX2;
import static org.downcall.recipes.bindings.simd_h.SIMD_BASELINE;
import static org.downcall.recipes.bindings.simd_h.simd_dot;
import static org.downcall.recipes.bindings.simd_h.simd_level;
import static org.downcall.recipes.bindings.simd_h.simd_limit;
import static org.downcall.recipes.bindings.simd_h.simd_sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.downcall.Backend;
import org.downcall.internal.bindings.downcall_h;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * SIMD: when the library is loaded, it chooses the fastest version that the CPU can run. The Java
 * code is the same for all versions. It can query the level, limit it, and test each version.
 */
@UsesRecipesLibrary
class SimdTest {

    private int detected;

    @BeforeEach
    void detectLevel() {
        detected = simd_limit(SIMD_AVX2());
    }

    @AfterEach
    void removeLimit() {
        simd_limit(SIMD_AVX2());
    }

    /** The call is the same on every CPU; C has already chosen the version. */
    @Test
    void callsTheVersionForThisCpu() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(JAVA_FLOAT, 1, 2, 3);
            MemorySegment b = arena.allocateFrom(JAVA_FLOAT, 4, 5, 6);
            assertEquals(32, simd_dot(a, b, 3));
        }
    }

    /** A limit can only lower the level. A level that the CPU lacks would crash the JVM. */
    @Test
    void limitsTheLevel() {
        assertEquals(detected, simd_level());
        assertEquals(SIMD_BASELINE(), simd_limit(SIMD_BASELINE()));
        assertEquals(SIMD_BASELINE(), simd_level());
        assertEquals(-1, simd_limit(7));
    }

    /**
     * A sum of integers has one correct result. Tests sizes around each vector width, and each
     * alignment that an int can have within a vector.
     */
    @Test
    void everyLevelIsCorrect() {
        int[] values = new Random(1).ints(80).toArray();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(80 * JAVA_INT.byteSize(), 64);
            MemorySegment.copy(values, 0, segment, JAVA_INT, 0, 80);
            for (int level = SIMD_BASELINE(); level <= detected; level++) {
                assertEquals(level, simd_limit(level));
                for (int from = 0; from < 9; from++) {
                    for (int n = 0; n <= 67; n++) {
                        long expected = Arrays.stream(values, from, from + n)
                                .asLongStream()
                                .sum();
                        MemorySegment part = segment.asSlice(from * 4L, n * 4L);
                        String what = "level " + level + ", " + n + " from " + from;
                        assertEquals(expected, simd_sum(part, n), what);
                    }
                }
            }
        }
    }

    /** Takes the lengths from the segments, so that C cannot read beyond the end of either. */
    static float dot(MemorySegment a, MemorySegment b) {
        if (a.byteSize() != b.byteSize()) {
            throw new IllegalArgumentException(
                    "a has " + a.byteSize() + " bytes, b has " + b.byteSize());
        }
        return simd_dot(a, b, a.byteSize() / JAVA_FLOAT.byteSize());
    }

    /**
     * The sum of floats depends on the order of additions. Compares it with a sum in double, within
     * the error bound of any order.
     */
    @Test
    void everyLevelIsWithinTheErrorBound() {
        Random random = new Random(2);
        try (Arena arena = Arena.ofConfined()) {
            for (int n = 0; n <= 67; n++) {
                MemorySegment a = arena.allocate(n * 4L, 64);
                MemorySegment b = arena.allocate(n * 4L, 64);
                double exact = 0;
                double size = 0;
                for (int i = 0; i < n; i++) {
                    a.setAtIndex(JAVA_FLOAT, i, random.nextFloat() - 0.5f);
                    b.setAtIndex(JAVA_FLOAT, i, random.nextFloat() - 0.5f);
                    double product =
                            (double) a.getAtIndex(JAVA_FLOAT, i) * b.getAtIndex(JAVA_FLOAT, i);
                    exact += product;
                    size += Math.abs(product);
                }
                for (int level = SIMD_BASELINE(); level <= detected; level++) {
                    simd_limit(level);
                    assertEquals(exact, dot(a, b), (n + 1) * Math.ulp(1f) * size + Float.MIN_VALUE);
                }
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> dot(arena.allocate(JAVA_FLOAT), arena.allocate(8, 4)));
        }
    }

    /**
     * Wrong: expecting the same float from every level. In a sequential sum, each 1 that is added
     * to 10^8 is lost. With one sum per lane, none is lost. Java must add in program order, so it
     * cannot use lanes.
     */
    @Test
    void wrongSameFloatFromEveryLevel() {
        float[] values = new float[16];
        Arrays.fill(values, 1);
        values[0] = 1e8f;
        values[8] = -1e8f;
        float java = 0;
        for (float value : values) {
            java += value;
        }
        assertEquals(7, java);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(JAVA_FLOAT, values);
            MemorySegment ones = arena.allocate(JAVA_FLOAT, 16);
            IntStream.range(0, 16).forEach(i -> ones.setAtIndex(JAVA_FLOAT, i, 1));
            // The exact result is 14.
            assertEquals(detected == SIMD_AVX2() ? 14 : 7, dot(a, ones));
            simd_limit(SIMD_BASELINE());
            assertEquals(7, dot(a, ones));
        }
    }

    /**
     * An arena aligns memory as requested. C must not rely on that: a slice may start at any
     * element, and a float[] is aligned only as a float.
     */
    @Test
    void alignment() {
        try (Arena arena = Arena.ofConfined()) {
            // Aligned to a cache line, so that no load of a vector crosses two lines.
            MemorySegment line = arena.allocate(256, 64);
            assertEquals(0, line.address() % 64);
            assertNotEquals(0, line.asSlice(4).address() % 64);
            assertEquals(0, simd_sum(line.asSlice(4), 63));
        }
        MemorySegment heap = MemorySegment.ofArray(new float[64]);
        // Not even an alignment of 8 is guaranteed.
        assertThrows(IllegalArgumentException.class, () -> heap.get(JAVA_LONG, 0));
    }

    /** The library of this project does the same. A system property limits its level. */
    @Test
    void theLibraryOfThisProject() {
        String level = Backend.current().instructionSet().orElseThrow();
        assertEquals(level, downcall_h.dc_level_name(downcall_h.dc_level()).getString(0));
        assertTrue(downcall_h.dc_level() <= downcall_h.dc_level_detected());
    }
}
