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
 * SIMD: the library chooses the fastest version that the CPU can run, when it is loaded. Java knows
 * nothing of it, but can ask, can forbid, and can be the judge of every version.
 */
@UsesRecipesLibrary
class SimdTest {

    private int detected;

    @BeforeEach
    void whatThisMachineHas() {
        detected = simd_limit(SIMD_AVX2());
    }

    @AfterEach
    void everyLevelAgain() {
        simd_limit(SIMD_AVX2());
    }

    /**
     * A limit lowers the level, and never raises it above what the machine has: that would be the
     * end of the JVM.
     */
    @Test
    void oneLevelRuns() {
        assertEquals(detected, simd_level());
        assertEquals(SIMD_BASELINE(), simd_limit(SIMD_BASELINE()));
        assertEquals(SIMD_BASELINE(), simd_level());
        assertEquals(-1, simd_limit(7));
    }

    /**
     * Integers have one right sum. Sizes around each width, and every alignment that an int can
     * have in a vector.
     */
    @Test
    void everyLevelIsRight() {
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
                        assertEquals(
                                expected,
                                simd_sum(part, n),
                                "level " + level + ", " + n + " from " + from);
                    }
                }
            }
        }
    }

    /** What Java callers get: lengths from the segments, so that C cannot read beyond one. */
    static float dot(MemorySegment a, MemorySegment b) {
        if (a.byteSize() != b.byteSize()) {
            throw new IllegalArgumentException(
                    "a has " + a.byteSize() + " bytes, b has " + b.byteSize());
        }
        return simd_dot(a, b, a.byteSize() / JAVA_FLOAT.byteSize());
    }

    /**
     * Sums of floats depend on the order: compare with one in double, within the error that any
     * order may have.
     */
    @Test
    void everyLevelIsNearEnough() {
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
     * Wrong: to expect the same float from every level. One after the other, each 1 is lost beside
     * 10^8; in eight sums, one for each lane, they are not. Java adds in the order that is written,
     * so it cannot add in lanes.
     */
    @Test
    void wrongTheSameFloatFromEveryLevel() {
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
            assertEquals(detected == SIMD_AVX2() ? 14 : 7, dot(a, ones)); // 14 is right
            simd_limit(SIMD_BASELINE());
            assertEquals(7, dot(a, ones));
        }
    }

    /**
     * An arena aligns as asked. C must not rely on it: a slice begins anywhere, an array on the
     * heap at a float.
     */
    @Test
    void alignment() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment line =
                    arena.allocate(256, 64); // no load crosses a cache line, which would cost
            assertEquals(0, line.address() % 64);
            assertNotEquals(0, line.asSlice(4).address() % 64);
            assertEquals(0, simd_sum(line.asSlice(4), 63));
        }
        MemorySegment heap = MemorySegment.ofArray(new float[64]);
        assertThrows(
                IllegalArgumentException.class,
                () -> heap.get(JAVA_LONG, 0)); // 8 is already too much to ask
    }

    /**
     * How this project's library does it: an instruction set for each level, chosen once, limited
     * by a property.
     */
    @Test
    void theLibraryOfThisProject() {
        String level = Backend.current().instructionSet().orElseThrow();
        assertEquals(level, downcall_h.dc_level_name(downcall_h.dc_level()).getString(0));
        assertTrue(downcall_h.dc_level() <= downcall_h.dc_level_detected());
    }
}
