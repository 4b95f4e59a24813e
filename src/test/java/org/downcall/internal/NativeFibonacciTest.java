package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.downcall.Fibonacci;
import org.downcall.internal.bindings.downcall_h;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The C kernels, with the Java kernels as oracle. */
@RequiresLibrary
class NativeFibonacciTest extends FibonacciKernelTest {

    private final FibonacciKernel inJava = new JavaFibonacci();

    @BeforeAll
    static void theLibraryIsLoaded() {
        assertNull(Kernels.CHOSEN.reason());
    }

    @AfterEach
    void everyLevelAgain() {
        downcall_h.dc_isa_limit(downcall_h.dc_isa_detected());
    }

    @Override
    FibonacciKernel kernel() {
        return new NativeFibonacci();
    }

    @Test
    void theLimitsInJavaAreWithinThoseOfC() {
        assertEquals(downcall_h.dc_fib_max_long_index(), Fibonacci.MAX_LONG_INDEX);
        assertTrue(Fibonacci.MAX_EXACT_INDEX <= downcall_h.dc_fib_max_exact_index());
    }

    static Stream<String> levels() {
        return InstructionSet.NAMES.stream().limit(downcall_h.dc_isa_detected() + 1);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void equalsJavaAtEverySmallIndex(String level) {
        assertEquals(level, InstructionSet.select(level));
        for (int n = 0; n <= 12_000; n++) {
            assertEquals(inJava.exact(n), kernel().exact(n), "n = " + n);
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void equalsJavaAtRandomIndices(String level) {
        InstructionSet.select(level);
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 60; i++) {
            long n = random.nextLong(200_000);
            assertEquals(inJava.exact(n), kernel().exact(n), "n = " + n);
        }
        for (int i = 0; i < 10_000; i++) {
            long n = random.nextLong(Long.MAX_VALUE);
            assertEquals(inJava.wrapping(n), kernel().wrapping(n), "n = " + n);
            int small = random.nextInt(20_000);
            assertEquals(inJava.wrappingIterative(small), kernel().wrappingIterative(small), "n = " + small);
        }
    }

    /** Where the path through C changes: critical or not, one piece of bytes or several. */
    @Test
    void equalsJavaAroundEveryThreshold() {
        long bitsPerIndexInverse = Math.round(64 / 0.6942419136306174 * Magnitude.CRITICAL_LIMBS);
        for (long threshold : new long[] {
            NativeFibonacci.CRITICAL_EXACT_INDEX, bitsPerIndexInverse, 2 * bitsPerIndexInverse
        }) {
            for (long n = threshold - 3; n <= threshold + 3; n++) {
                assertEquals(inJava.exact(n), kernel().exact(n), "n = " + n);
            }
        }
    }

    @Test
    void equalsJavaWhereTheNumberIsAPowerOfTwoOfLimbs() {
        for (int limbs = 1; limbs <= 2048; limbs *= 2) {
            long n = Math.round((64.0 * limbs + 1.16) / 0.6942419136306174);
            for (long i = n - 3; i <= n + 3; i++) {
                assertEquals(inJava.exact(i), kernel().exact(i), "n = " + i);
            }
        }
    }
}
